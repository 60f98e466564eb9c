// Counts as series over equal steps, from the last quarter of an hour that the node heard, or from PostgreSQL's counts.

import { date, dateAndTime, time } from "./words.js";

const QUARTER = 900_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const MOST = 8;
const BY_COUNTS = ["stream", "client"];
/** Of the quarter of an hour, where nothing was before: three minutes. */
const LEAST_CELLS = 36;

/** What can be looked at: how far back, and by which step. */
export const RANGES = {
  now: { text: "Now" }, hour: { text: "Hour", length: HOUR, step: QUARTER },
  day: { text: "Day", length: DAY, step: HOUR }, week: { text: "Week", length: 7 * DAY, step: DAY },
};

const RECENT = { appended: "appendedEvents", stored: "storedEvents", duplicates: "duplicateEvents", trouble: "troubleEvents" };
const STEPS = { [QUARTER]: "15m", [HOUR]: "1h", [DAY]: "1d" };

export function period(from, until) {
  if (until - from >= DAY) return until - from === DAY ? date(from) : `${date(from)} – ${date(until - 1)}`;
  return `${dateAndTime(from)} – ${time(until)}`;
}

/** From the beginning of a step of this browser's clock: days begin at its midnight. */
function bounds({ range, from, until }) {
  if (from && until > from) {
    const length = until - from;
    return { from, until, step: length > DAY ? DAY : length > HOUR ? HOUR : QUARTER };
  }
  const { length, step } = RANGES[range];
  const end = step === DAY ? new Date().setHours(24, 0, 0, 0) : Math.ceil(Date.now() / step) * step;
  return { from: end - length, until: end, step };
}

function sorted(series) {
  return series.sort((one, other) => one.isRest - other.isRest || other.total - one.total);
}

async function recent(bus, { stream, figure }) {
  const answer = await bus.ask("recent", { figure: RECENT[figure] });
  const chosen = Object.entries(answer.streams).filter(([name]) => !stream || name === stream);
  const series = chosen.map(([name, data]) => ({ name, data, isRest: false, total: data.reduce((sum, each) => sum + each, 0) }));
  const cells = chosen[0]?.[1].length ?? 180;
  const begun = series.map(({ data }) => data.findIndex((each) => each > 0)).filter((at) => at >= 0);
  const first = Math.min(cells - LEAST_CELLS, ...begun);
  const from = answer.from + first * answer.stepMillis;
  return { from, until: answer.from + cells * answer.stepMillis, step: answer.stepMillis, size: cells - first,
    series: series.filter((each) => each.total > 0).map((each) => ({ ...each, data: each.data.slice(first) })).sort((one, other) => one.name.localeCompare(other.name)) };
}

/** The series of a question; fails with the sentence of who couldn't answer. */
export async function load(bus, question) {
  if (question.range === "now" && !question.from) return recent(bus, question);
  const { from, until, step } = bounds(question);
  const answer = await bus.ask("histogram", {
    // Of a field only the stored ones are counted.
    by: question.by, ...(BY_COUNTS.includes(question.by) ? { figure: question.figure } : {}), from: new Date(from).toISOString(), until: new Date(until).toISOString(), step: STEPS[step], limit: MOST,
    ...(question.stream ? { stream: question.stream } : {}),
  });
  const size = Math.round((until - from) / step);
  const series = new Map();
  for (const { at, value, other, events } of answer.counts) {
    const key = `${other} ${value}`;
    if (!series.has(key)) series.set(key, { name: value ?? "", data: new Array(size).fill(0), isRest: Boolean(other), total: 0 });
    const of = series.get(key);
    const index = Math.floor((Date.parse(at) - from) / step);
    if (index >= 0 && index < size) of.data[index] += events;
    of.total += events;
  }
  return { from, until, step, size, series: sorted([...series.values()]) };
}
