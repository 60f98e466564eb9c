// How long each step takes, and the last minutes of one of them.

import { Picture } from "./chart.js";
import * as charts from "./chart.js";
import { byId, el, table } from "./dom.js";
import { millis, timeWithSeconds } from "./words.js";
import * as view from "./view.js";

const KEPT = 300;
const STEPS = {
  request: "Request, until its answer", check: "Check of the events", append: "Append to Kafka",
  store: "Transaction in PostgreSQL", delay: "Accepted, until stored",
};

const samples = [];
let chart;

const chosen = () => (STEPS[view.get("step")] ? view.get("step") : "request");

export function start() {
  chart = new Picture("latency-chart", {
    type: "line", label: "Latency in the last five minutes", unit: (value) => (value === 0 ? "0" : millis(value)), title: (at) => timeWithSeconds(samples[at].at), least: 1,
  });
  view.changed(() => samples.length && draw());
}

/** That of the slowest node. */
function slowest(nodes, step, share) {
  return Math.max(0, ...nodes.map((node) => node.latency[step]?.[share] ?? 0));
}

function choose(step) {
  return el("button", { type: "button", class: "plain", "data-step": step, "aria-pressed": null, text: STEPS[step], title: "Show it below",
    onclick: () => view.set({ step: step === "request" ? "" : step }) });
}

function draw() {
  const now = samples[samples.length - 1];
  const focused = document.activeElement?.dataset?.step;
  const made = table("Latency by step", [{ text: "Step" }, { text: "Median", class: "n" }, { text: "Slowest 1 %", class: "n" }],
    Object.keys(STEPS).map((step) => [choose(step), millis(now[step].p50), millis(now[step].p99)]));
  [...made.tBodies[0].rows].forEach((row, at) => row.classList.toggle("chosen", Object.keys(STEPS)[at] === chosen()));
  byId("latency-table").replaceChildren(made);
  if (focused) made.querySelector(`[data-step="${focused}"]`)?.focus();
  const value = (share) => samples.map((sample) => sample[chosen()][share] || null);
  chart.says(`${STEPS[chosen()]}: median ${millis(now[chosen()].p50)}, slowest 1 % ${millis(now[chosen()].p99)}`);
  chart.show(samples.map((sample) => timeWithSeconds(sample.at)), [
    { label: "Slowest 1 %", data: value("p99"), colour: charts.colour("s2") },
    { label: "Median", data: value("p50"), colour: charts.colour("s0") },
  ]);
}

export function heard(picture) {
  const live = picture.nodes.filter((node) => node.state === "live");
  const sample = { at: picture.at };
  for (const step of Object.keys(STEPS)) sample[step] = { p50: slowest(live, step, "p50"), p99: slowest(live, step, "p99") };
  samples.push(sample);
  if (samples.length > KEPT) samples.shift();
  draw();
}

export const repaint = () => samples.length && draw();
