// Small things for making elements. Texts are only ever set as texts: what senders sent is never markup.

export const byId = (id) => document.getElementById(id);

/** An element with properties (class, text, on…: a listener, else an attribute) and children. */
export function el(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "text") made.textContent = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value") made.value = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Changes a text only where it is another: what didn't change isn't drawn or read out again. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A table; a cell is a text, or {text, class}, or an element; where numbers stand is told by the heads' class. */
export function table(caption, heads, rows) {
  const cell = (value, at) => {
    const made = el(at === 0 ? "th" : "td", { scope: at === 0 ? "row" : null, class: heads[at].class, "data-column": heads[at].text });
    made.append(value instanceof Node ? value : String(value));
    return made;
  };
  return el("table", {},
    el("caption", { class: "hidden", text: caption }),
    el("thead", {}, el("tr", {}, ...heads.map((head) =>
      el("th", { scope: "col", class: head.class, title: head.title, text: head.text })))),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map(cell)))));
}

/** A labelled control. */
export const field = (label, control) => el("label", {}, el("span", { text: label }), control);

/** A list to choose from: pairs of value and text. */
export const choice = (name, pairs, chosen, changed) =>
  el("select", { name, onchange: changed }, ...pairs.map(([value, text]) =>
    el("option", { value, text, selected: value === chosen })));

/** Where there is nothing to show, a sentence that says why. */
export const empty = (text) => el("p", { class: "empty", text });
