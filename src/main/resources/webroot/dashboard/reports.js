// The daily reports, each with its latest days.

import { byId, el, empty } from "./dom.js";

const EVERY_MILLIS = 60_000;
const PLACE = "/v1/reports";
let askedAt = 0;

const day = (report, made) => el("li", {}, el("a", {
  href: `${PLACE}/${encodeURIComponent(report)}/${made.day}?format=html`, class: made.complete ? null : "part", title: made.sentence ?? null,
  text: made.complete ? made.day : `${made.day}, not complete`,
}));

const line = (report) => el("div", { class: "report" },
  el("h3", { text: report.title }),
  el("p", { text: [report.description, `Stream ${report.stream}; days of ${report.zone}.`].filter(Boolean).join(" ") }),
  report.days.length ? el("ol", { class: "days", "aria-label": `Days of ${report.title}` }, ...report.days.map((made) => day(report.report, made)))
    : empty("No day was made yet: a report is made when its day is over."));

function nobody() {
  const place = byId("reports-list");
  const said = "No node with the role report answers now: there are no reports to show.";
  if (place.textContent !== said) place.replaceChildren(empty(said));
}

async function ask() {
  askedAt = Date.now();
  const place = byId("reports-list");
  try {
    const response = await fetch(PLACE, { headers: { accept: "application/json" } });
    if (!response.ok) {
      if (response.status === 404 || response.status === 503) nobody();
      else place.replaceChildren(empty(`The reports can't be read: status ${response.status}.`));
      return;
    }
    const { reports } = await response.json();
    place.replaceChildren(...(reports.length ? reports.map(line) : [empty("There is no report in conf/reports.")]));
  } catch {
    place.replaceChildren(empty("The reports can't be read now."));
  }
}

export function heard(picture) {
  if (!picture.nodes.some((node) => node.state !== "gone" && node.roles.includes("report"))) {
    askedAt = 0;
    nobody();
  } else if (Date.now() - askedAt > EVERY_MILLIS) {
    ask();
  }
}

export const repaint = () => {};
