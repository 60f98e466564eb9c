// What is looked at stands in the URL, so that a view can be shared, and Back goes back.

const listeners = [];

export const get = (key, unlessSaid = "") => new URLSearchParams(location.search).get(key) ?? unlessSaid;

/** Sets several; an empty value leaves the key out. {@code isStep} makes a step that Back undoes. */
export function set(values, isStep = false) {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(values)) {
    if (value === "" || value === null || value === undefined) query.delete(key);
    else query.set(key, value);
  }
  const text = query.toString();
  const url = `${location.pathname}${text ? `?${text}` : ""}${location.hash}`;
  if (isStep) history.pushState(null, "", url);
  else history.replaceState(null, "", url);
  listeners.forEach((listener) => listener());
}

export const changed = (listener) => listeners.push(listener);

addEventListener("popstate", () => listeners.forEach((listener) => listener()));
