// Whether what went in came out.

import { byId, empty, table, el } from "./dom.js";
import { dateAndTime, many, number } from "./words.js";

const EVERY_MILLIS = 60_000;
let askedAt = 0;

function streams(sheet) {
  const heads = ["Stream", "Appended", "Stored", "Duplicates", "In trouble", "Discarded", "Answered 202"]
    .map((text, at) => ({ text, class: at === 0 ? null : "n" }));
  return table("Events by stream", heads, sheet.streams.map((each) => [each.stream, number(each.appended), number(each.stored),
    number(each.duplicates), number(each.trouble), number(each.discarded), each.tallied === undefined ? "–" : number(each.tallied)]));
}

function partitions(sheet) {
  const heads = ["Partition", "Stored", "Gaps", "Still in Kafka", "End of the log", ""].map((text, at) => ({ text, class: at === 0 ? null : "n" }));
  const known = (value) => (value === null ? "unknown" : number(value));
  return table("Records by partition", heads, sheet.partitions.map((each) => [`${each.stream} ${each.partition}`, number(each.stored),
    number(each.gap), known(each.inKafka), known(each.logEnd), each.even ? "even" : each.problem ?? "not even"]));
}

async function ask(bus) {
  askedAt = Date.now();
  const verdict = byId("balance-verdict");
  try {
    const sheet = await bus.ask("balance");
    const period = `from ${dateAndTime(Date.parse(sheet.from))} to ${dateAndTime(Math.min(Date.parse(sheet.to), Date.now()))}`;
    verdict.className = `verdict ${sheet.even ? "good" : "bad"}`;
    verdict.textContent = sheet.even
      ? `Even: every event ${period} is accounted for.`
      : `Not even: ${many(sheet.unevenCells, "quarter of an hour", "quarters of an hour")} ${period} or a partition below don't add up; “sluice balance” names the offsets.`;
    const rows = sheet.streams.filter((each) => each.stream !== "sluice_tallies");
    byId("balance-streams").replaceChildren(rows.length ? streams({ ...sheet, streams: rows }) : empty("Nothing was appended in this time."));
    byId("balance-partitions").replaceChildren(partitions(sheet));
  } catch (failure) {
    verdict.className = "verdict";
    verdict.replaceChildren(el("span", { class: "empty", text: `The balance sheet can't be counted now: ${failure.message}.` }));
  }
}

export function start(bus) {
  byId("balance-again").addEventListener("click", () => ask(bus));
}

export function heard(picture, bus) {
  if (Date.now() - askedAt > EVERY_MILLIS) ask(bus);
}

export const repaint = () => {};
export const connected = () => { askedAt = 0; };
