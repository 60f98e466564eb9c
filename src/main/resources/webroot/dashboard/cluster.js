// The nodes, what runs where, and who stores which partition.

import { byId, el, empty, say } from "./dom.js";
import { bytes, duration, many, number, timeWithSeconds } from "./words.js";

const EVERY_MILLIS = 5_000;
const SERIES = 8;
const NOTED = "sluice_tallies";

let states = "";
let askedAt = 0;
let known = null;
const numbers = new Map();

/** A node keeps its colour while this page is open. */
function tint(node) {
  if (!numbers.has(node)) numbers.set(node, numbers.size % SERIES);
  return numbers.get(node);
}

function badge(node) {
  if (node.state === "gone") return ["bad", `gone for ${duration(node.silentMillis / 1000)}`];
  if (node.state === "silent") return ["bad", `silent for ${(node.silentMillis / 1000).toFixed(1)} s`];
  return node.status === "up" ? ["", "up"] : ["warn", node.status];
}

function card(node) {
  const [level, text] = badge(node);
  const said = node.state === "live"
    ? Object.entries(node.parts).filter(([, part]) => part.status !== "up").map(([name, part]) => `${name}: ${part.detail || part.status}`) : [];
  return el("li", { class: `node ${node.state} t${tint(node.node)}`, "data-node": node.node },
    el("header", {}, el("h3", { text: node.node }), el("span", { class: `state ${level}`, text })),
    el("ul", { class: "chips", "aria-label": `Roles of ${node.node}` }, ...node.roles.map((role) => el("li", { text: role }))),
    ...said.map((sentence) => el("p", { class: "told", text: sentence })),
    node.state === "gone" ? el("p", { text: `Heard for the last time at ${timeWithSeconds(Date.now() - node.silentMillis)}` }) : figures(node));
}

function figures(node) {
  const { heapUsed, heapMax } = node.gauges;
  return el("div", {},
    el("p", {}, `Memory ${bytes(heapUsed)} of ${bytes(heapMax)} `,
      el("meter", { min: 0, max: heapMax, value: String(heapUsed), high: heapMax * 0.9, "aria-label": `Memory of ${node.node}` })),
    el("p", { text: `Version ${node.version}, runs for ${duration(node.uptime / 1000)}, ${number(node.perSecond.acceptedEvents)} events/s accepted, ${number(node.perSecond.storedEvents)} stored` }));
}

function owner(partition, nodes) {
  return partition.owner === null ? null : nodes.find((node) => partition.owner.startsWith(node.node));
}

function row(stream, partitions, nodes) {
  return el("div", { class: "parts" }, el("b", { text: stream === NOTED ? "Nodes' own notes" : stream }),
    el("ol", { "aria-label": `Partitions of ${stream}` }, ...partitions.map((partition) => {
      const by = owner(partition, nodes);
      const lives = by && by.state !== "gone";
      const who = lives ? by.node : "nobody at present";
      const waiting = partition.waiting === null ? "unknown" : many(partition.waiting, "record waits", "records wait");
      return el("li", { class: lives ? null : "nobody", title: `Stored by ${who}; ${waiting}` },
        el("span", { class: `swatch ${lives ? `c${tint(by.node)}` : ""}` }), String(partition.partition),
        el("span", { class: "hidden", text: `, stored by ${who}` }),
        lives && !partition.waiting ? null : el("span", { text: lives ? `${number(partition.waiting)} wait` : "nobody" }));
    })));
}

function map(nodes) {
  const place = byId("partitions");
  if (!known?.partitions) {
    place.replaceChildren(empty(known ? "Who stores which partition isn't known while PostgreSQL is away." : "Asking …"));
    return;
  }
  const streams = Map.groupBy ? Map.groupBy(known.partitions, (each) => each.stream) : new Map();
  if (!Map.groupBy) known.partitions.forEach((each) => streams.set(each.stream, [...streams.get(each.stream) ?? [], each]));
  place.replaceChildren(...[...streams].sort(([one], [other]) => (one === NOTED) - (other === NOTED))
    .map(([stream, partitions]) => row(stream, partitions, nodes)));
}

async function ask(nodes, bus) {
  askedAt = Date.now();
  try {
    known = await bus.ask("cluster");
  } catch {
    // Said above: the connection, or who is away.
  }
  map(nodes);
}

export function heard(picture, bus) {
  byId("nodes").replaceChildren(...picture.nodes.map(card));
  const live = picture.nodes.filter((node) => node.state === "live").length;
  const uncovered = known?.uncovered ?? [];
  say(byId("cluster-now"), `${live} of ${many(picture.nodes.length, "node")} live${uncovered.length ? `; nobody runs ${uncovered.map((each) => each.role ?? each).join(", ")}` : ""}`);
  const now = picture.nodes.map((node) => `${node.node} ${node.state} ${node.roles}`).join();
  if (now !== states || Date.now() - askedAt > EVERY_MILLIS) {
    states = now;
    ask(picture.nodes, bus);
  }
}

export const connected = () => { states = ""; };
