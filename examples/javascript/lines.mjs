// node lines.mjs [URL] < FILE: sends every line of standard input, each of them a JSON object, as an event.
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { Sender } from './sluice.mjs'

const sender = new Sender(process.argv[2] ?? 'http://127.0.0.1:8080/v1/logs/applog')
let lines = 0
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue
  lines++
  while (sender.queued >= 5000) await setTimeout(20)
  sender.send(line)
}
await sender.close(120_000)
console.log(`accepted ${sender.accepted}, refused ${sender.refused}, dropped ${sender.dropped}, unknown ${sender.unknown}`)
process.exitCode = sender.accepted === lines ? 0 : 1
