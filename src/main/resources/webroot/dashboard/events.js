// Events over time: now, an hour, a day, a week, and closer by every click.

import { Picture } from "./chart.js";
import * as charts from "./chart.js";
import { byId, choice, el, empty, field, table } from "./dom.js";
import { date, dateAndTime, many, number, time, timeWithSeconds } from "./words.js";
import { RANGES, load, period } from "./counts.js";
import * as view from "./view.js";

const EVERY_MILLIS = 10_000;
const LIVE_MILLIS = 1_000;
const REST = "all others";

let chart;
let loaded = null;
let wanted = 0;
let answered = 0;
let askedAt = 0;
let pointed = -1;
let keys;

const range = () => (RANGES[view.get("range")] ? view.get("range") : "now");
const isLive = () => range() === "now" && !view.get("from");
const question = () => ({ range: range(), from: Number(view.get("from")), until: Number(view.get("until")), stream: view.get("stream"),
  by: view.get("by", "stream"), figure: view.get("figure", "appended") });

function label(at) {
  const { step, from, until } = loaded;
  if (step < 60_000) return timeWithSeconds(at);
  if (step >= 86_400_000) return date(at);
  return until - from > 86_400_000 ? dateAndTime(at) : time(at);
}

function title(index) {
  const at = loaded.from + index * loaded.step;
  return loaded.step >= 86_400_000 ? date(at) : `${label(at)} – ${loaded.step < 60_000 ? timeWithSeconds(at + loaded.step) : time(at + loaded.step)}`;
}

const total = (index) => loaded.series.reduce((sum, each) => sum + each.data[index], 0);

/** Closer: a day by the hour, an hour by the quarter. */
function closer(index) {
  if (isLive() || loaded.step <= 900_000 || index < 0 || index >= loaded.size) return;
  const from = loaded.from + index * loaded.step;
  view.set({ from, until: from + loaded.step }, true);
}

function back() {
  if (view.get("from")) {
    const wider = RANGES[range()];
    const isHour = Number(view.get("until")) - Number(view.get("from")) <= 3_600_000;
    if (isHour && wider.step > 3_600_000) {
      const from = new Date(Number(view.get("from"))).setHours(0, 0, 0, 0);
      view.set({ from, until: from + 86_400_000 }, true);
    } else {
      view.set({ from: "", until: "" }, true);
    }
  } else if (view.get("stream")) {
    view.set({ stream: "", by: "" }, true);
  }
}

/** One value alone: a stream by its clients. */
function alone(name) {
  if (view.get("by", "stream") === "stream") view.set({ stream: name, by: isLive() ? "" : "client" }, true);
}

function press(event) {
  const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 };
  if (event.key in moves) pointed = Math.max(0, Math.min(loaded.size - 1, (pointed < 0 ? loaded.size : pointed) + moves[event.key]));
  else if (event.key === "Home") pointed = 0;
  else if (event.key === "End") pointed = loaded.size - 1;
  else if (event.key === "Enter") closer(pointed);
  else if (event.key === "Backspace" || event.key === "Escape") back();
  else return;
  event.preventDefault();
  point();
}

function point() {
  chart.point(pointed);
  if (pointed >= 0 && pointed < loaded.size) {
    keys.setAttribute("aria-valuemax", loaded.size - 1);
    keys.setAttribute("aria-valuenow", pointed);
    keys.setAttribute("aria-valuetext", `${title(pointed)}: ${many(total(pointed), "event")}`);
  }
}

const button = (text, isOn, clicked) => el("button", { type: "button", text, "aria-pressed": String(isOn), onclick: clicked });

/** The controls, anew when the view changes; who used one keeps it. */
function tools() {
  const by = view.get("by", "stream");
  const isField = !["stream", "client"].includes(by);
  const figures = [["appended", "in Kafka"], ["stored", "stored"], ["duplicates", "duplicates"], ["trouble", "in trouble"]];
  const place = byId("events-tools");
  const focused = place.contains(document.activeElement) ? (document.activeElement.name || document.activeElement.textContent) : null;
  place.replaceChildren(
    el("div", { class: "group", role: "group", "aria-label": "Time" }, ...Object.entries(RANGES).map(([name, { text }]) =>
      button(text, name === range(), () => view.set({ range: name === "now" ? "" : name, from: "", until: "", ...(name === "now" ? { by: "" } : {}) }, true)))),
    field("Events", choice("figure", figures, view.get("figure", "appended"), (event) => view.set({ figure: event.target.value === "appended" ? "" : event.target.value }))),
    isLive() ? "" : field("By", choice("by", [["stream", "stream"], ["client", "client"], ["field", "a field"]], isField ? "field" : by,
      (event) => view.set({ by: { stream: "", client: "client", field: "territory" }[event.target.value] }))),
    isField && !isLive() ? field("Field", el("input", { name: "field", value: by, onchange: (event) => view.set({ by: event.target.value.trim() }) })) : "");
  [...place.querySelectorAll("button, select, input")].find((each) => (each.name || each.textContent) === focused)?.focus();
  const path = [["All streams", !view.get("stream"), () => view.set({ stream: "", by: "" }, true)]];
  if (view.get("stream")) path.push([view.get("stream"), true, null]);
  if (view.get("from")) path.push([period(Number(view.get("from")), Number(view.get("until"))), true, null]);
  byId("events-path").replaceChildren(...path.flatMap(([text, isHere, clicked], at) =>
    [at ? " › " : "", isHere ? text : el("button", { type: "button", class: "plain", text, onclick: clicked })]),
    view.get("from") || view.get("stream") ? " · " : "",
    view.get("from") || view.get("stream") ? el("button", { type: "button", class: "plain", text: "Back", onclick: back }) : "");
}

function legend() {
  const place = byId("events-legend");
  const names = loaded.series.map((each) => `${each.name} ${each.total}`).join();
  if (place.dataset.names === names) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.name : null;
  place.dataset.names = names;
  place.replaceChildren(...loaded.series.map((each, at) => el("button", {
    type: "button", "data-name": each.name, title: "Show it alone", onclick: () => each.isRest || alone(each.name),
  }, el("span", { class: `swatch ${each.isRest ? "" : `c${at % charts.SERIES}`}` }), `${each.isRest ? REST : each.name || "everything"} `, el("b", { text: number(each.total) }))));
  if (focused) place.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus();
}

function rows() {
  const place = byId("events-table");
  if (!place.open) return;
  const steps = Array.from({ length: loaded.size }, (none, at) => loaded.size - 1 - at).filter((at) => total(at) > 0).slice(0, 200);
  place.lastElementChild.replaceChildren(steps.length === 0 ? empty("No events.") : table("Events over time",
    [{ text: "Time" }, ...loaded.series.map((each) => ({ text: each.isRest ? REST : each.name || "everything", class: "n" }))],
    steps.map((at) => [isLive() || loaded.step <= 900_000 ? title(at) : el("button", { type: "button", class: "plain", text: title(at), onclick: () => closer(at) }),
      ...loaded.series.map((each) => number(each.data[at]))])));
}

function draw() {
  if (!loaded) return;
  chart.show(Array.from({ length: loaded.size }, (none, at) => label(loaded.from + at * loaded.step)),
    loaded.series.map((each, at) => ({ label: each.isRest ? REST : each.name || "everything", data: each.data,
      colour: each.isRest ? charts.colour("rest") : charts.seriesColour(at) })));
  const sum = loaded.series.reduce((all, each) => all + each.total, 0);
  chart.says(`${many(sum, "event")}, ${period(loaded.from, loaded.until)}`);
  legend();
  rows();
  if (sum === 0) byId("events-legend").replaceChildren(empty(isLive() ? "No events in the last quarter of an hour. As soon as one is sent, it is here." : "No events in this time."));
  if (sum === 0) delete byId("events-legend").dataset.names;
}

async function refresh(bus) {
  askedAt = Date.now();
  const mine = ++wanted;
  try {
    const answer = await load(bus, question());
    if (mine !== wanted) return;
    answered = mine;
    loaded = answer;
    draw();
    if (document.activeElement === keys) point();
  } catch (failure) {
    if (mine !== wanted) return;
    answered = mine;
    loaded = null;
    chart.show([], []);
    delete byId("events-legend").dataset.names;
    byId("events-legend").replaceChildren(el("p", { class: "wrong", text: `These counts can't be asked now: ${failure.message}.` }));
  }
}

export function start(bus) {
  chart = new Picture("events-chart", { type: "bar", stacked: true, label: "Events over time", unit: number, precision: 0, least: 5, title, clicked: closer });
  keys = el("div", { class: "keys", tabindex: "0", role: "slider", "aria-label": "Events over time; Enter looks closer, Backspace goes back",
    "aria-valuemin": "0", "aria-valuemax": "0", "aria-valuenow": "0", "aria-valuetext": "none chosen", onkeydown: (event) => loaded && press(event),
    onblur: () => { pointed = -1; point(); } });
  byId("events-chart").append(keys);
  byId("events-table").addEventListener("toggle", () => loaded && rows());
  let before = "";
  view.changed(() => {
    const now = JSON.stringify(question());
    if (now === before) return;
    before = now;
    pointed = -1;
    tools();
    refresh(bus);
  });
  tools();
}

export function heard(picture, bus) {
  const isDue = Date.now() - askedAt >= (isLive() ? LIVE_MILLIS - 100 : EVERY_MILLIS);
  // A slow answer is waited for: asking again would throw it away.
  if (isDue && answered === wanted && !document.hidden) refresh(bus);
}

export const connected = (bus) => refresh(bus);
export const repaint = draw;
