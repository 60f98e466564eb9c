// What waits in Kafka: how much, how old, and when it will be stored.

import { Picture } from "./chart.js";
import * as charts from "./chart.js";
import { byId, el, say } from "./dom.js";
import { bytes, drain, duration, many, number, timeWithSeconds } from "./words.js";

const KEPT = 600;
const FIGURES = { waiting: "Waiting", age: "Oldest", drain: "Empty in", size: "In Kafka" };

const samples = [];
const places = {};
let chart;

export function start() {
  for (const [key, label] of Object.entries(FIGURES)) {
    places[key] = el("dd", { text: "–" });
    byId("backlog-figures").append(el("div", { "data-backlog": key }, el("dt", { text: label }), places[key]));
  }
  chart = new Picture("backlog-chart", {
    type: "line", label: "Backlog in the last ten minutes", unit: number, precision: 0, least: 10,
    title: (at) => timeWithSeconds(samples[at].at),
  });
}

function draw() {
  chart.show(samples.map((sample) => timeWithSeconds(sample.at)),
    [{ label: "Events that wait", data: samples.map((sample) => sample.events), colour: charts.colour("s0"), fill: charts.colour("fill") }]);
}

export function heard(picture) {
  const { gauges } = picture;
  const waiting = gauges.backlogEvents;
  say(places.waiting, waiting === undefined ? "nobody knows" : many(waiting, "event"));
  say(places.age, waiting ? duration(gauges.backlogSeconds ?? 0) : "–");
  say(places.drain, waiting ? drain(gauges) : "–");
  say(places.size, gauges.topicBytes === undefined ? "–" : bytes(gauges.topicBytes));
  places.drain.parentElement.classList.toggle("warn", gauges.drainSeconds < 0 && waiting > 0);
  chart.says(`Backlog: ${many(waiting ?? 0, "event waits", "events wait")}`);
  samples.push({ at: picture.at, events: waiting ?? null });
  if (samples.length > KEPT) samples.shift();
  draw();
}

export const repaint = () => samples.length && draw();
