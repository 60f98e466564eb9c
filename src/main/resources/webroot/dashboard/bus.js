// The event-bus bridge over a plain WebSocket: what is registered stays so over lost connections.

const PING_MILLIS = 5_000;
const SILENT_MILLIS = 4_000;
const ANSWER_MILLIS = 65_000;

export class Bus {
  #socket = null;
  #heard = new Map();
  #asked = new Map();
  #numbered = 0;
  #attempt = 0;
  #spoken = 0;
  #told;

  /** {@code told} hears {up, since}. */
  constructor(told) {
    this.#told = told;
    this.since = Date.now();
    this.up = false;
    setInterval(() => this.#watch(), 1_000);
    setInterval(() => this.#send({ type: "ping" }), PING_MILLIS);
    this.#connect();
  }

  #connect() {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/eventbus/websocket`);
    this.#socket = socket;
    this.#spoken = Date.now();
    socket.onopen = () => {
      this.#attempt = 0;
      this.#turn(true);
      for (const [address, { headers }] of this.#heard) this.#send({ type: "register", address, headers });
    };
    socket.onmessage = (message) => {
      this.#spoken = Date.now();
      this.#hear(JSON.parse(message.data));
    };
    socket.onclose = () => this.#closed(socket);
  }

  #closed(socket) {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#turn(false);
    for (const { refuse } of this.#asked.values()) refuse(new Error("the connection to this node is lost"));
    this.#asked.clear();
    setTimeout(() => this.#connect(), Math.min(250 * 2 ** this.#attempt++, 5_000));
  }

  /** A node that was killed with its machine says nothing any more, and its connection stays. */
  #watch() {
    const socket = this.#socket;
    if (this.up && socket && Date.now() - this.#spoken > SILENT_MILLIS) {
      socket.close();
      this.#closed(socket);
    }
  }

  #turn(up) {
    if (this.up !== up) this.since = Date.now();
    this.up = up;
    this.#told({ up, since: this.since });
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #hear(message) {
    const asked = this.#asked.get(message.address);
    if (asked) {
      this.#asked.delete(message.address);
      if (message.type === "err") asked.refuse(new Error(message.message));
      else asked.answer(message.body);
    } else if (message.type === "rec") {
      this.#heard.get(message.address)?.handler(message.body);
    }
  }

  /** From here on {@code handler} hears what is published there; another one ends the one before. */
  hear(address, headers, handler) {
    this.silence(address);
    this.#heard.set(address, { headers, handler });
    this.#send({ type: "register", address, headers });
  }

  silence(address) {
    if (this.#heard.delete(address)) this.#send({ type: "unregister", address, headers: {} });
  }

  /** The answer to a question, {@code recent} or an operation's name. */
  ask(name, body = {}) {
    return new Promise((answer, refuse) => {
      if (!this.up) {
        refuse(new Error("the connection to this node is lost"));
        return;
      }
      const replyAddress = `r${this.#numbered++}`;
      this.#asked.set(replyAddress, { answer, refuse });
      setTimeout(() => {
        if (this.#asked.delete(replyAddress)) refuse(new Error("there was no answer"));
      }, ANSWER_MILLIS);
      this.#send({ type: "send", address: `sluice.dashboard.ask.${name}`, headers: {}, body, replyAddress });
    });
  }
}

/** A change, by POST; fails with the problem's sentence. */
export async function change(operation, body) {
  const response = await fetch(`/admin/${operation.replaceAll(".", "/")}`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? answer.title ?? `status ${response.status}`);
  return answer;
}
