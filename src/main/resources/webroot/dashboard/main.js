// The page: who hears what. Each part is a module that draws one section from the picture that comes each second.

import { Bus } from "./bus.js";
import { redraw } from "./chart.js";
import { byId, el, say } from "./dom.js";
import * as backlog from "./backlog.js";
import * as balance from "./balance.js";
import * as cluster from "./cluster.js";
import * as events from "./events.js";
import * as flow from "./flow.js";
import * as latency from "./latency.js";
import * as reports from "./reports.js";
import * as tail from "./tail.js";
import * as trouble from "./trouble.js";
import { fine, situation, time, timeWithSeconds } from "./words.js";

const PARTS = [flow, events, latency, backlog, cluster, trouble, balance, tail, reports];
const root = document.documentElement;
let newest = null;

/** One place says what is the matter; a screen reader hears it when it becomes another matter, not each second. */
function notice(level, sentences) {
  const place = byId("notice");
  place.className = `notice ${level}`;
  while (place.children.length > sentences.length) place.lastChild.remove();
  if (place.children.length === 0) place.textContent = "";
  sentences.forEach((sentence, at) => say(place.children[at] ?? place.appendChild(el("p")), sentence));
}

/** Only the figures in a sentence move: nothing to be read out anew. */
function announce(matter) {
  const place = byId("notice");
  place.setAttribute("aria-live", matter === place.dataset.matter ? "off" : "polite");
  place.dataset.matter = matter;
}

function judge(bus) {
  if (!bus.up) {
    announce("lost");
    const as = newest ? ` The figures are those of ${timeWithSeconds(newest.at)}.` : "";
    notice("bad", [`The connection to this node is lost since ${time(bus.since)}; trying again.${as}`]);
    return;
  }
  if (!newest) return;
  const said = situation(newest);
  announce(said.map(([, sentence]) => sentence.replace(/[\d.,:]+/g, "")).join());
  if (said.length === 0) notice("good", [fine(newest)]);
  else notice(said.some(([level]) => level === "bad") ? "bad" : "warn", said.map(([, sentence]) => sentence));
}

const bus = new Bus((connection) => {
  judge(connection);
  root.classList.toggle("lost", !connection.up);
  if (connection.up) PARTS.forEach((part) => part.connected?.(bus));
});

bus.hear("sluice.dashboard.statistics", {}, (picture) => {
  const isFirst = newest === null;
  newest = picture;
  judge(bus);
  say(byId("from"), `Told by ${picture.from}.`);
  PARTS.forEach((part) => part.heard?.(picture, bus));
  // What stands above has grown since the browser went to the section in the address.
  if (isFirst && location.hash.length > 1) byId(location.hash.slice(1))?.scrollIntoView();
});

PARTS.forEach((part) => part.start?.(bus));

/** The system's theme, light, dark: in turn. */
const THEMES = { system: "light", light: "dark", dark: "system" };
const theme = () => root.dataset.theme ?? "system";
const button = byId("theme");
const show = () => say(button, `Theme: ${theme()}`);
const repaint = () => {
  redraw();
  if (newest) PARTS.forEach((part) => (part.repaint ?? part.heard)?.(newest, bus));
};
button.addEventListener("click", () => {
  const next = THEMES[theme()];
  if (next === "system") delete root.dataset.theme;
  else root.dataset.theme = next;
  localStorage.setItem("sluice.theme", next);
  show();
  repaint();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
document.addEventListener("visibilitychange", () => document.hidden || repaint());
show();
