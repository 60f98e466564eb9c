// Events that couldn't become rows: which, why, and what to do about each.

import { byId, choice, el, empty, field, say, table } from "./dom.js";
import { change } from "./bus.js";
import { bytes, dateAndTime, many, number } from "./words.js";
import * as view from "./view.js";

const EVERY_MILLIS = 10_000;
const SHOWN = 50;
const STATES = [["", "open"], ["stored", "stored"], ["discarded", "discarded"], ["all", "all"]];

let askedAt = 0;
let open = null;
let streams = [];
let shown = "";
let count = null;

const filter = () => ({
  ...(view.get("trouble-stream") ? { stream: view.get("trouble-stream") } : {}), ...(view.get("reason") ? { reason: view.get("reason") } : {}),
  ...(view.get("state") ? { state: view.get("state") } : {}),
});

function tools() {
  byId("trouble-filter").replaceChildren(
    field("Stream", choice("trouble-stream", [["", "all"], ...streams.map((name) => [name, name])], view.get("trouble-stream"),
      (event) => view.set({ "trouble-stream": event.target.value }))),
    field("Reason contains", el("input", { name: "reason", type: "search", value: view.get("reason"), onchange: (event) => view.set({ reason: event.target.value.trim() }) })),
    field("State", choice("state", STATES, view.get("state"), (event) => view.set({ state: event.target.value }))));
}

const entryButton = (entry) => el("button", { type: "button", class: "plain", "data-entry": entry.id, text: `No. ${entry.id}`,
  onclick: () => view.set({ entry: entry.id }, true) });

function list(answer) {
  const text = JSON.stringify(answer);
  if (text === shown) return;
  shown = text;
  const focused = document.activeElement?.dataset?.entry;
  const heads = [{ text: "Entry" }, { text: "Received" }, { text: "Stream" }, { text: "Client" }, { text: "Reason" }, { text: "Size", class: "n" }, { text: "State" }];
  byId("trouble-list").replaceChildren(answer.entries.length === 0
    ? empty(Object.keys(filter()).length ? "Nothing in the trouble queue is like that." : "The trouble queue is empty: every event that was accepted could be stored.")
    : table("Trouble queue", heads, answer.entries.map((entry) => [entryButton(entry), dateAndTime(Date.parse(entry.receivedAt)), entry.stream, entry.client ?? "–",
      el("span", { class: "reason", text: entry.reason }), bytes(entry.bytes), entry.state])),
  answer.next ? empty(`These are the first ${SHOWN}; “sluice trouble list” has all of them.`) : "");
  if (focused) document.querySelector(`[data-entry="${focused}"]`)?.focus();
}

async function ask(bus) {
  askedAt = Date.now();
  try {
    list(await bus.ask("trouble.list", { ...filter(), limit: SHOWN }));
  } catch (failure) {
    shown = "";
    byId("trouble-list").replaceChildren(empty(`The trouble queue can't be read now: ${failure.message}.`));
  }
}

const OUTCOMES = {
  stored: "It is stored.", edited: "It is changed, and still in the queue: requeue it.", discarded: "It is discarded.",
  would_be_stored: "It would be stored.", would_be_edited: "The new payload would pass.", would_be_discarded: "It would be discarded.",
  not_open: "Somebody has already dealt with it.",
};

/** Does something about the entry that is open, and says what came of it. */
async function act(operation, more, bus, said) {
  const buttons = byId("trouble-entry").querySelectorAll("button");
  buttons.forEach((each) => { each.disabled = true; });
  let result;
  try {
    const answer = await change(`trouble.${operation}`, { id: open.id, ...more });
    const [{ outcome, detail }] = answer.entries;
    result = [outcome === "refused" ? "wrong" : "done", `${OUTCOMES[outcome] ?? "Refused."} ${detail ?? ""}`.trim()];
  } catch (failure) {
    result = ["wrong", `Nothing was done: ${failure.message}.`];
  }
  buttons.forEach((each) => { each.disabled = false; });
  said.replaceChildren(el("p", { class: result[0], text: result[1] }));
  if (!more.dryRun) {
    await ask(bus);
    if (result[0] === "done") await look(bus, said);
  }
}

const past = (each) => el("li", { text: `${dateAndTime(Date.parse(each.at))}: ${each.state}${each.who ? ` by ${each.who}` : ""}${each.note ? ` (${each.note})` : ""}` });

function panel(bus, said) {
  const isText = typeof open.payload === "string";
  const payload = el("textarea", { name: "payload", spellcheck: "false", value: isText ? open.payload : open.payloadBase64, readonly: !isText || open.state !== "open" });
  const note = el("input", { name: "note", placeholder: "why, for the history" });
  const noted = () => (note.value ? { note: note.value } : {});
  const isChanged = () => payload.value !== open.payload;
  const action = (text, style, clicked) => el("button", { type: "button", class: style, text, onclick: clicked });
  /** What was typed and not saved must not be lost in a requeue of the old bytes. */
  const requeue = async (dryRun) => {
    if (isChanged()) await act("edit", { payload: payload.value, dryRun, ...noted() }, bus, said);
    if (!isChanged()) await act("requeue", { dryRun, ...noted() }, bus, said);
  };
  const close = action("Close", "", () => view.set({ entry: "" }, true));
  const discard = () => confirm(`Discard number ${open.id}? It will never be stored.`) && act("discard", noted(), bus, said);
  return el("div", { class: "entry", role: "group", "aria-labelledby": "entry-title" },
    el("h3", { id: "entry-title", tabindex: "-1", text: `Number ${open.id}, ${open.state}` }),
    el("p", { class: "reason", text: open.reason }),
    el("p", { class: "empty", text: `Stream ${open.stream}, partition ${open.partition}, offset ${number(open.offset)}, event ${open.index}; received ${dateAndTime(Date.parse(open.receivedAt))}${open.client ? ` from ${open.client}` : ""}; tried ${many(open.times, "time")}.` }),
    field(isText ? "Payload, as it was sent" : "Payload in Base64: it is no text", payload),
    open.state === "open" ? el("div", { class: "tools" }, field("Note", note),
      action("Dry run", "", () => requeue(true)),
      action("Save", "", () => act("edit", { payload: payload.value, ...noted() }, bus, said)),
      action("Requeue", "main", () => requeue(false)),
      action("Discard", "", discard), close) : el("div", { class: "tools" }, close),
    said,
    open.history.length ? el("ol", {}, ...open.history.map(past)) : null);
}

async function look(bus, said = el("div", { role: "status" })) {
  const id = Number(view.get("entry"));
  const place = byId("trouble-entry");
  if (!id) {
    place.replaceChildren();
    if (open) document.querySelector(`[data-entry="${open.id}"]`)?.focus();
    open = null;
    return;
  }
  const isNew = open?.id !== id;
  try {
    open = await bus.ask("trouble.show", { id });
    place.replaceChildren(panel(bus, said));
    if (isNew) byId("entry-title").focus();
  } catch (failure) {
    place.replaceChildren(el("p", { class: "wrong", text: `Number ${id} can't be read now: ${failure.message}.` }));
  }
}

export function start(bus) {
  byId("trouble-filter").addEventListener("submit", (event) => event.preventDefault());
  let before = "";
  view.changed(() => {
    const now = JSON.stringify(filter());
    if (now !== before) ask(bus);
    before = now;
    if (Number(view.get("entry")) !== (open?.id ?? 0)) look(bus);
  });
  tools();
}

export function heard(picture, bus) {
  const names = Object.keys(picture.streams).filter((name) => name !== "-").sort();
  if (names.join() !== streams.join()) {
    streams = names;
    tools();
  }
  const now = picture.gauges.troubleOpen;
  say(byId("trouble-now"), now === undefined ? "" : `${number(now)} open`);
  if (now !== count || Date.now() - askedAt > EVERY_MILLIS) ask(bus);
  count = now;
}

export const repaint = () => {};
export function connected(bus) {
  ask(bus);
  if (!open) look(bus);
}
