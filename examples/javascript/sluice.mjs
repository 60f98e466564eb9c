/**
 * Sends events to Sluice, from a browser or Node.js 18 and newer; needs nothing else.
 *
 *     import { Sender } from './sluice.mjs'
 *     const sender = new Sender('http://127.0.0.1:8080/v1/logs/applog')
 *     sender.send({ time: new Date().toISOString(), level: 'info', message: 'page shown' })
 *
 * send() never waits: events are queued and go up to 500 in a request. What is tried again and what is lost stands in
 * ../README.md.
 */

const TRY_AGAIN = new Set([408, 409, 429, 502, 503, 504])
const FIRST_PAUSE = 200
const LONGEST_PAUSE = 30_000
const MAX_EVENTS = 500
const MAX_BYTES = 512 * 1024
/** What a browser lets a page that goes away have in flight is 64 KiB in all, so the rest is for headers and others. */
const LAST_BYTES = 60 * 1024
const UTF8 = new TextEncoder()
const NEW_LINE = UTF8.encode('\n')

export class Sender {
  /** Events that the node took durably. */
  accepted = 0
  /** Events that the node called bad. */
  refused = 0
  /** Events that found the queue full, or that close() gave up. */
  dropped = 0
  /** Attempts after which nobody knows whether the node has the events. */
  unknown = 0

  #url
  #options
  #queue = []
  #timer = null
  #running = null
  #deadline = Infinity
  #wake = () => {}

  /**
   * @param {string} url the stream's, http(s)://HOST:PORT/v1/logs/STREAM
   * @param {object} [options] queue: events held at most; linger: milliseconds that an event waits for others;
   *   timeout: of one attempt, longer than the node's http.deadline; say: told what went wrong
   */
  constructor (url, options = {}) {
    this.#url = url
    this.#options = { queue: 10_000, linger: 1000, timeout: 35_000, say: text => console.warn(text), ...options }
    // Only a browser has a document. "hidden" is the last that a page on a phone is sure to hear.
    globalThis.document?.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#lastWord()
    })
    globalThis.addEventListener?.('pagehide', () => this.#lastWord())
  }

  /**
   * Queues an event: an object, or a line that is JSON already.
   * @returns {boolean} false when the queue is full or the sender closed, and the event is dropped
   */
  send (event) {
    if (this.#deadline !== Infinity || this.#queue.length >= this.#options.queue) {
      this.dropped++
      return false
    }
    this.#queue.push(UTF8.encode(typeof event === 'string' ? event : JSON.stringify(event)))
    if (this.#queue.length >= MAX_EVENTS) {
      this.#start()
    } else if (this.#timer === null && this.#running === null) {
      this.#timer = setTimeout(() => this.#start(), this.#options.linger)
    }
    return true
  }

  /** Events that wait. Whoever can wait himself, as a reader of a file, does so while this is large. */
  get queued () {
    return this.#queue.length
  }

  /** Sends what is queued, for at most so many milliseconds; the rest is counted as dropped. */
  async close (patience = 10_000) {
    this.#deadline = Date.now() + patience
    this.#wake()
    this.#start()
    await this.#running
  }

  #start () {
    clearTimeout(this.#timer)
    this.#timer = null
    this.#running ??= this.#drain().finally(() => { this.#running = null })
  }

  async #drain () {
    while (this.#queue.length > 0) await this.#deliver(this.#batch(MAX_BYTES))
  }

  #batch (bytes) {
    let events = 0
    for (let size = 0; events < Math.min(MAX_EVENTS, this.#queue.length); events++) {
      size += this.#queue[events].length + 1
      if (size > bytes && events > 0) break
    }
    return this.#queue.splice(0, events)
  }

  /** Sends these lines until the node takes them, refuses them, or the time of close() is over. */
  async #deliver (lines) {
    // The same for every attempt, so that the events are stored once.
    const key = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
    for (let pause = FIRST_PAUSE; Date.now() < this.#deadline; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const { status, wait, problem } = await this.#post(lines, key)
      if (status === 202) {
        this.accepted += lines.length
        return
      }
      if (status !== 0 && !TRY_AGAIN.has(status)) return this.#refuse(lines, status, problem)
      // Jitter, so that a thousand senders don't come back in the same instant.
      await this.#pause(Math.max(wait, pause) * (1 + Math.random() / 2))
    }
    this.dropped += lines.length
    this.#options.say(`sluice: gave up ${lines.length} events`)
  }

  /** The node names the bad events, and stored none: the others are sent again without them. */
  async #refuse (lines, status, problem) {
    if (status === 413 && lines.length > 1) {
      const middle = lines.length >> 1
      await this.#deliver(lines.slice(0, middle))
      return this.#deliver(lines.slice(middle))
    }
    this.#options.say(`sluice: refused: ${status} ${JSON.stringify(problem)}`)
    const bad = new Set((problem.faults ?? []).map(fault => fault.index))
    const good = bad.size > 0 ? lines.filter((line, index) => !bad.has(index)) : []
    this.refused += lines.length - good.length
    if (good.length > 0) await this.#deliver(good)
  }

  /** One attempt: status (0 without an answer), milliseconds to wait, problem document. */
  async #post (lines, key) {
    const body = ndjson(lines)
    const headers = { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': key }
    // Node 18 and every browser since 2023 can compress.
    const gzip = 'CompressionStream' in globalThis && body.length > 1024
    if (gzip) headers['Content-Encoding'] = 'gzip'
    try {
      const answer = await fetch(this.#url, {
        method: 'POST',
        headers,
        body: gzip ? await compress(body) : body,
        credentials: 'omit',
        signal: AbortSignal.timeout(this.#options.timeout)
      })
      // The body is read in any case, or the connection isn't used again.
      const problem = await answer.json().catch(() => ({}))
      if (TRY_AGAIN.has(answer.status)) this.#options.say(`sluice: ${answer.status} ${problem.code}, will be tried again`)
      if ([502, 504].includes(answer.status) || problem.code === 'outcome_unknown') this.unknown++
      return { status: answer.status, wait: 1000 * (Number(answer.headers.get('Retry-After')) || 0), problem }
    } catch (error) {
      // fetch tells a refused connection from a broken one in Node only.
      if (error.cause?.code !== 'ECONNREFUSED') this.unknown++
      this.#options.say(`sluice: no answer, will be tried again: ${error.cause?.message ?? error.message}`)
      return { status: 0, wait: 0, problem: {} }
    }
  }

  /** The pause, or until close() is called, and then no longer than its time. */
  async #pause (milliseconds) {
    const until = Date.now() + milliseconds
    while (Date.now() < Math.min(until, this.#deadline)) {
      await new Promise(resolve => {
        this.#wake = resolve
        setTimeout(resolve, Math.min(until, this.#deadline) - Date.now())
      })
    }
  }

  /**
   * What is still queued when the page is hidden goes in a request that outlives the page. Nobody hears the answer of a
   * page that is gone; while it lives, what failed comes back into the queue. What is in flight already stays there.
   */
  #lastWord () {
    const lines = this.#batch(LAST_BYTES)
    if (lines.length === 0) return
    const body = ndjson(lines)
    if (!('keepalive' in Request.prototype)) {
      // A beacon takes no headers: its media type comes from the Blob. It always sends cookies.
      if (!navigator.sendBeacon(this.#url, new Blob([body], { type: 'application/x-ndjson' }))) this.#putBack(lines)
      return
    }
    fetch(this.#url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-ndjson' },
      body,
      credentials: 'omit',
      keepalive: true
    }).then(
      answer => { answer.status === 202 ? this.accepted += lines.length : this.#putBack(lines) },
      () => this.#putBack(lines)
    )
  }

  #putBack (lines) {
    this.#queue.unshift(...lines)
    this.#start()
  }
}

function ndjson (lines) {
  const size = lines.reduce((sum, line) => sum + line.length + 1, 0)
  const body = new Uint8Array(size)
  let end = 0
  for (const line of lines) {
    body.set(line, end)
    body.set(NEW_LINE, end + line.length)
    end += line.length + 1
  }
  return body
}

async function compress (bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
