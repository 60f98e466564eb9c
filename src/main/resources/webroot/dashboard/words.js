// Numbers, times and sentences as people read them.

const whole = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const seconds = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });

export const number = (value) => whole.format(value);
export const time = (millis) => clock.format(millis);
export const timeWithSeconds = (millis) => seconds.format(millis);
export const date = (millis) => day.format(millis);
export const dateAndTime = (millis) => `${day.format(millis)}, ${clock.format(millis)}`;
/** "1 event", "4,210 events". */
export const many = (count, one, more = `${one}s`) => `${number(count)} ${count === 1 ? one : more}`;

export function bytes(value) {
  if (value < 1000) return `${number(value)} B`;
  const units = ["kB", "MB", "GB", "TB"];
  const step = Math.min(units.length, Math.floor(Math.log10(value) / 3));
  return `${short.format(value / 1000 ** step)} ${units[step - 1]}`;
}

export function millis(value) {
  if (value <= 0) return "–";
  return value < 1000 ? `${short.format(value)} ms` : `${short.format(value / 1000)} s`;
}

export function duration(inSeconds) {
  const left = Math.round(inSeconds);
  if (left < 1) return "under 1 s";
  if (left < 120) return `${left} s`;
  if (left < 7200) return `${Math.round(left / 60)} min`;
  if (left < 172_800) return `${Math.floor(left / 3600)} h ${Math.round((left % 3600) / 60)} min`;
  return `${Math.floor(left / 86_400)} days`;
}

/** Until the backlog is empty; the picture has -1 for never. */
export function drain(gauges) {
  if (!gauges.backlogEvents && !gauges.backlogRecords) return "nothing waits";
  return gauges.drainSeconds < 0 ? "never at this rate" : duration(gauges.drainSeconds ?? 0);
}

/** When a place to store to went away; since when a time lies back. */
const since = (secondsAgo) => {
  const at = Date.now() - secondsAgo * 1000;
  return secondsAgo < 86_400 ? time(at) : dateAndTime(at);
};

/** Who does now what a node did that is gone. */
function missed(gone, nodes) {
  const live = nodes.filter((node) => node.state === "live").flatMap((node) => node.roles);
  const missing = (gone.roles ?? []).filter((role) => !live.includes(role));
  return missing.length === 0 ? "other nodes do what it did." : `nobody runs ${missing.join(" and ")} at present.`;
}

/** What is the matter, the worst first: pairs of a level (bad, warn) and a sentence. */
export function situation(picture) {
  const { gauges } = picture;
  const said = [];
  for (const node of picture.nodes.filter((each) => each.state !== "live")) {
    const ago = node.silentMillis / 1000;
    said.push(["bad", node.state === "gone"
      ? `Node ${node.node} is gone since ${timeWithSeconds(Date.now() - node.silentMillis)}; ${missed(node, picture.nodes)}`
      : `Node ${node.node} is silent, for ${ago.toFixed(1)} s.`]);
  }
  const away = gauges.postgresAwaySeconds ?? 0;
  if (away > 0) {
    const waiting = gauges.backlogEvents === undefined ? "Kafka keeps what comes" : `${many(gauges.backlogEvents, "event waits", "events wait")} in Kafka`;
    said.push(["warn", `PostgreSQL is away since ${since(away)}; ${waiting}; nothing is lost.`]);
  }
  for (const node of picture.nodes.filter((each) => each.state === "live")) {
    for (const [part, told] of Object.entries(node.parts)) {
      if (told.status === "up" || (part === "database" && away > 0)) continue;
      said.push([told.status === "down" ? "bad" : "warn", `${part} on ${node.node}: ${told.detail || told.status}.`.replace(/\.\.$/, ".")]);
    }
  }
  if (away === 0 && gauges.drainSeconds < 0 && gauges.backlogEvents > 0) {
    said.push(["warn", `${many(gauges.backlogEvents, "event waits", "events wait")} in Kafka and the backlog doesn't shrink; nothing is lost.`]);
  }
  return said;
}

/** When nothing is the matter. */
export function fine(picture) {
  const live = picture.nodes.filter((node) => node.state === "live").length;
  const waiting = picture.gauges.backlogEvents ?? 0;
  return `All is well: ${many(live, "node")}, ${waiting === 0
    ? "everything accepted is stored" : `${many(waiting, "event")} on the way to PostgreSQL`}.`;
}
