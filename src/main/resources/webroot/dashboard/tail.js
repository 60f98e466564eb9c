// Events as they come, of one stream, with a filter.

import { byId, choice, el, empty, field, say } from "./dom.js";
import { number, timeWithSeconds } from "./words.js";
import * as view from "./view.js";

const KEPT = 100;
const ADDRESS = "sluice.dashboard.tail.";

let streams = [];
let heardAt = "";
let passed = 0;
let isPaused = false;

const stream = () => (streams.includes(view.get("tail")) ? view.get("tail") : streams.includes("playback") ? "playback" : streams[0]);

function headers() {
  const all = { client: view.get("client"), contains: view.get("contains"), pointer: view.get("pointer"), value: view.get("pointer") ? view.get("value") : "" };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

const text = (label, name, placeholder) => field(label, el("input", { name, type: "search", placeholder, value: view.get(name),
  onchange: (event) => view.set({ [name]: event.target.value.trim() }) }));

function tools() {
  byId("tail-filter").replaceChildren(
    field("Stream", choice("tail", streams.map((name) => [name, name]), stream(), (event) => view.set({ tail: event.target.value }))),
    text("Contains", "contains", "any text"), text("Client", "client", "a name"), text("Pointer", "pointer", "/territory"), text("is", "value", "DE"),
    el("button", { type: "button", "aria-pressed": String(isPaused), text: "Pause", onclick: (event) => {
      isPaused = !isPaused;
      event.target.setAttribute("aria-pressed", String(isPaused));
    } }));
}

const line = (event) => el("article", {},
  el("div", { class: "meta", text: `${timeWithSeconds(event.at)} · ${event.client || "no client"} · partition ${event.partition}, offset ${number(event.offset)}` }),
  el("pre", { text: event.event + (event.cut ? " …" : "") }));

function show(body) {
  passed += body.passed;
  say(byId("tail-now"), `${number(passed)} passed since you look`);
  if (isPaused || body.events.length === 0) return;
  const place = byId("tail-events");
  place.querySelector(".empty")?.remove();
  place.prepend(...body.events.map(line).reverse());
  while (place.children.length > KEPT) place.lastChild.remove();
}

/** From here on what the filter wants; nothing where it wants the same as before. */
function listen(bus) {
  const wanted = JSON.stringify([stream(), headers()]);
  if (!stream() || wanted === heardAt) return;
  if (heardAt) bus.silence(ADDRESS + JSON.parse(heardAt)[0]);
  heardAt = wanted;
  passed = 0;
  say(byId("tail-now"), "");
  byId("tail-events").replaceChildren(empty(`Waiting for events of ${stream()}${Object.keys(headers()).length ? " that pass the filter" : ""} …`));
  bus.hear(ADDRESS + stream(), headers(), show);
}

export function start(bus) {
  byId("tail-filter").addEventListener("submit", (event) => event.preventDefault());
  view.changed(() => listen(bus));
  byId("tail-events").append(empty("Waiting for the names of the streams …"));
}

function learn(more, bus) {
  const names = [...new Set([...streams, ...more])].filter((name) => name !== "-" && name !== "sluice_tallies").sort();
  if (names.join() === streams.join()) return;
  streams = names;
  tools();
  listen(bus);
}

export const heard = (picture, bus) => learn(Object.keys(picture.streams), bus);

/** Also those to which nothing was sent since the nodes' start; while PostgreSQL is away only the others are known. */
export const connected = (bus) => bus.ask("partitions").then(({ partitions }) => learn(partitions.map((each) => each.stream), bus), () => {});

export const repaint = () => {};
