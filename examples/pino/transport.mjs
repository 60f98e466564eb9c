// A transport of pino: runs in a worker thread, and hands pino's lines, which are JSON already, to the sender.
import { writeSync } from 'node:fs'
import build from 'pino-abstract-transport'
import { Sender } from '../javascript/sluice.mjs'

/** pino gives a transport 10 seconds to end when the process exits. */
const CLOSE_MILLISECONDS = 8000

/** console.log of a worker goes by way of the main thread, which waits for this one while the process ends. */
const say = text => writeSync(2, text + '\n')

export default function transport ({ url, ...options }) {
  const sender = new Sender(url, { say, ...options })
  return build(async source => {
    for await (const line of source) sender.send(line)
  }, {
    parse: 'lines',
    async close () {
      await sender.close(CLOSE_MILLISECONDS)
      const { accepted, refused, dropped, unknown } = sender
      say(`accepted ${accepted}, refused ${refused}, dropped ${dropped}, unknown ${unknown}`)
    }
  })
}
