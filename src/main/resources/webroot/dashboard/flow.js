// The route of the events, with what goes over each leg of it in this second.

import { byId, el, say } from "./dom.js";
import { bytes, duration, many, number } from "./words.js";

const places = {};

const lane = (key, label, isBack, below) => el("div", { class: `lane${isBack ? " back" : ""}` },
  el("b", { "data-figure": key, text: "–" }), " ", el("span", { text: label }), el("i", { "aria-hidden": "true" }), " ", below ? el("small", { text: below }) : "");
const leg = (...lanes) => el("li", { class: "leg" }, ...lanes);
const station = (key, title, ...branches) => el("li", { class: "station", "data-station": key },
  el("div", { class: "stop" }, el("b", { text: title }), el("span", { "data-line": `${key}1` }), el("span", { "data-line": `${key}2` })),
  ...branches);
const branch = (key, label) => el("div", { class: "branch", "data-branch": key },
  el("b", { "data-figure": key, text: "–" }), ` ${label}`, el("small", { "data-line": key }));

export function start() {
  byId("route").append(
    station("senders", "Senders"),
    leg(lane("received", "requests/s received"), lane("accepted", "events/s accepted", true)),
    station("door", "Sluice", branch("rejected", "requests/s rejected")),
    leg(lane("appended", "events/s", false, "in Kafka")),
    station("kafka", "Kafka"),
    leg(lane("stored", "events/s", false, "stored")),
    station("postgres", "PostgreSQL", branch("trouble", "events/s in trouble"), branch("duplicates", "duplicates/s")));
  for (const kind of ["figure", "line", "branch", "station"]) {
    places[kind] = {};
    document.querySelectorAll(`[data-${kind}]`).forEach((found) => { places[kind][found.dataset[kind]] = found; });
  }
}

function figure(key, value) {
  const place = places.figure[key];
  say(place, number(value));
  place.parentElement.classList.toggle(place.parentElement.classList.contains("lane") ? "moves" : "some", value > 0);
}

const line = (key, text) => say(places.line[key], text);
const state = (key, level) => { places.station[key].className = `station ${level}`; };

function rejections(picture) {
  const codes = {};
  for (const node of picture.nodes) {
    for (const [code, count] of Object.entries(node.rejected ?? {})) codes[code] = (codes[code] ?? 0) + count;
  }
  const most = Object.entries(codes).sort((one, other) => other[1] - one[1]).slice(0, 3);
  return most.map(([code, count]) => `${code.replaceAll("_", " ")} ${number(count)}`).join(", ");
}

/** The worst that the nodes which are there say of a part. */
function worst(picture, part) {
  const said = picture.nodes.filter((node) => node.state === "live").map((node) => node.parts[part]?.status);
  return said.includes("down") ? "bad" : said.includes("degraded") ? "warn" : "";
}

export function heard(picture) {
  const { perSecond, counts, gauges } = picture;
  figure("received", perSecond.receivedRequests);
  figure("accepted", perSecond.acceptedEvents);
  figure("appended", perSecond.appendedEvents);
  figure("stored", perSecond.storedEvents);
  figure("rejected", perSecond.rejectedRequests);
  figure("trouble", perSecond.troubleEvents);
  figure("duplicates", perSecond.duplicateEvents);
  line("senders1", many(gauges.connections ?? 0, "connection"));
  line("senders2", `${bytes(perSecond.receivedBytes)}/s`);
  line("door1", "takes and checks");
  line("door2", `${many(gauges.inFlightRequests ?? 0, "request")} now`);
  line("rejected", counts.rejectedRequests ? `${number(counts.rejectedRequests)} since start: ${rejections(picture)}` : "none since start");
  const waiting = gauges.backlogEvents;
  line("kafka1", waiting === undefined ? "holds what isn't stored" : `${number(waiting)} ${waiting === 1 ? "event waits" : "events wait"}`);
  line("kafka2", waiting ? `the oldest for ${duration(gauges.backlogSeconds ?? 0)}` : "");
  const away = gauges.postgresAwaySeconds ?? 0;
  line("postgres1", away > 0 ? `away for ${duration(away)}` : `${number(counts.storedEvents)} stored`);
  line("postgres2", away > 0 ? "nothing is lost" : "since start");
  line("trouble", gauges.troubleOpen ? `${number(gauges.troubleOpen)} open in the queue` : "the queue is empty");
  line("duplicates", `${number(counts.duplicateEvents)} since start`);
  state("door", worst(picture, "http"));
  state("kafka", worst(picture, "kafka"));
  state("postgres", away > 0 ? "warn" : worst(picture, "database"));
  say(byId("flow-now"), `${number(counts.acceptedEvents)} events accepted since the nodes' start`);
}
