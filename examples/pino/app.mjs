// node app.mjs [URL [NUMBER]]: logs so many lines with pino, a hundred a second.
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import pino from 'pino'

const url = process.argv[2] ?? 'http://127.0.0.1:8080/v1/logs/applog'
const number = Number(process.argv[3] ?? 300)

const log = pino({
  // What the stream applog asks for, in place of pino's numbers and short names.
  timestamp: pino.stdTimeFunctions.isoTime,
  messageKey: 'message',
  formatters: { level: label => ({ level: label }) },
  base: { host: hostname(), logger: 'shop.orders' },
  // One target: with several, pino allows no formatter for the level.
  transport: { target: new URL('./transport.mjs', import.meta.url).href, options: { url } }
})

for (let order = 0; order < number; order++) {
  log.info({ order, note: 'Größe 42 – 靴' }, 'order %d is paid', order)
  await setTimeout(10)
}
