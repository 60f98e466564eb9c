// The dashboard's page as people use it. Arguments: the URL of a management port, the URL of the node that takes events in,
// that node's process id (it is killed at the end), and a folder for pictures.

import assert from "node:assert/strict";
import { Site, event, findings, within } from "./site.mjs";

const [shown, door, pid, pictures] = process.argv.slice(2);
const site = new Site(shown, door, pictures);
const PHONE = { width: 390, height: 844 };
let feeding = true;

async function step(name, action) {
  const since = Date.now();
  const said = await action().catch(async (failure) => {
    for (const line of [`not ok ${name}`, ...site.complaints, ...await site.seen()]) console.log(line);
    throw failure;
  });
  console.log(`ok ${name} (${said ? `${said}; ` : ""}${Date.now() - since} ms)`);
}

/** Something to look at, several times a second, until the node is killed. */
async function feed() {
  for (let turn = 0; feeding; turn++) {
    const plays = Array.from({ length: 4 + (turn % 7) }, (none, at) => event(`u-${turn * 10 + at}`));
    await site.send("playback", plays).catch(() => {});
    await site.send("nginx", [{ nginx_version: "1.27.4", timestamp: Date.now(), address: "10.0.0.1" }]).catch(() => {});
    if (turn % 9 === 0) await site.send("playback", { event: 1 }).catch(() => {});
    await new Promise((done) => { setTimeout(done, 150); });
  }
}

const aSentEvent = async () => {
  const page = await site.page("/?contains=u-the-one");
  await page.locator("#tail-events .empty").waitFor();
  const before = await page.locator("#flow-now").textContent();
  const since = Date.now();
  assert.equal(await site.send("playback", event("u-the-one")), 202);
  const took = await within(2_000, since, "the event was shown", (timeout) => Promise.all([
    page.locator("#tail-events article", { hasText: "u-the-one" }).waitFor({ timeout }),
    page.waitForFunction((text) => document.querySelector("#flow-now").textContent !== text, before, { timeout }),
  ]));
  await page.close();
  return `after ${took} ms`;
};

const drillDown = async () => {
  const page = await site.page("/?range=week&figure=stored");
  const keys = page.getByRole("slider", { name: "Events over time" });
  await page.locator("#events-legend button", { hasText: "playback" }).waitFor();
  await keys.focus();
  await page.keyboard.press("End");
  assert.match(await keys.getAttribute("aria-valuetext"), /: [\d,]+ events?$/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/from=\d+.*until=\d+/);
  const day = new URL(page.url()).searchParams;
  assert.equal(Number(day.get("until")) - Number(day.get("from")), 86_400_000);
  await page.locator("#events-legend button", { hasText: "playback" }).waitFor();
  await page.getByText("As a table").click();
  await page.locator("#events-table tbody button").first().click();
  await page.waitForFunction(() => {
    const hour = new URLSearchParams(location.search);
    return hour.get("until") - hour.get("from") === 3_600_000;
  });
  const shared = await site.page(new URL(page.url()).search);
  await shared.locator("#events-path", { hasText: "Back" }).waitFor();
  await shared.close();
  await keys.focus();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.waitForFunction(() => !location.search.includes("from="));
  await page.locator("#events-legend button", { hasText: "playback" }).click();
  await page.locator("#events-legend button", { hasText: "anonymous" }).waitFor();
  assert.match(page.url(), /stream=playback.*by=client|by=client.*stream=playback/);
  await page.goBack();
  await page.locator("#events-legend button", { hasText: "nginx" }).waitFor();
  await page.close();
};

const requeue = async () => {
  assert.equal(await site.send("playback", [event("u-good"), event("u-mended", "yesterday")], { prefer: "handling=lenient" }), 207);
  const page = await site.page("/?reason=date-time#trouble");
  await page.locator("#trouble-list button").first().click();
  const payload = page.getByLabel("Payload, as it was sent");
  assert.match(await payload.inputValue(), /yesterday/);
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.locator("#trouble-entry .wrong", { hasText: "date-time" }).waitFor();
  await site.picture(page, "trouble");
  await payload.fill(JSON.stringify(event("u-mended")));
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByText("The new payload would pass.").waitFor();
  assert.equal((await site.admin("trouble/list")).entries.length, 1);
  await page.getByRole("button", { name: "Requeue" }).click();
  await page.getByText("It is stored.").waitFor();
  assert.equal((await site.admin("trouble/list?state=stored")).entries.length, 1);
  assert.equal((await site.admin("trouble/list")).entries.length, 0);
  await page.getByText("Nothing in the trouble queue is like that.").waitFor();
  await page.close();
};

const ready = (page) => page.locator("#events-legend button", { hasText: "playback" }).waitFor()
  .then(() => page.locator("#partitions .swatch").first().waitFor())
  .then(() => page.locator("#balance-verdict.good").waitFor());

const bothThemes = async () => {
  const dark = await site.page("/", { dark: true });
  const light = await site.page("/");
  for (const [page, name] of [[light, "light"], [dark, "dark"]]) {
    await page.bringToFront();
    await ready(page);
    assert.deepEqual(await findings(page), [], name);
  }
  const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [white, black] = [await paper(light), await paper(dark)];
  assert.notEqual(white, black);
  const button = dark.getByRole("button", { name: /^Theme/ });
  await button.click();
  assert.equal(await button.textContent(), "Theme: light");
  assert.equal(await paper(dark), white);
  await button.click();
  await button.click();
  assert.equal(await paper(dark), black);
  await dark.setViewportSize({ width: 1280, height: 1450 });
  await light.setViewportSize({ width: 1280, height: 1450 });
  for (const [page, name] of [[light, "light"], [dark, "dark"]]) {
    await page.bringToFront();
    await page.waitForTimeout(1_200);
    await site.picture(page, name);
    await page.close();
  }
};

const phone = async () => {
  const page = await site.page("/", { viewport: PHONE });
  await ready(page);
  assert.deepEqual(await findings(page), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
  await page.setViewportSize({ width: PHONE.width, height: 1500 });
  await page.waitForTimeout(1_200);
  await site.picture(page, "phone");
  await page.close();
};

const keyboard = async () => {
  const page = await site.page("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, "none", await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200)));
  }
  await page.close();
};

const sentences = async () => {
  const page = await site.page("/");
  const said = await page.evaluate(async () => {
    const { situation } = await import("/dashboard/words.js");
    const at = Date.now();
    const gauges = { postgresAwaySeconds: 60, backlogEvents: 4210 };
    const parts = { database: { status: "degraded", detail: "x" }, kafka: { status: "down", detail: "no broker answers" } };
    return situation({ at, gauges, nodes: [{ node: "a", state: "live", silentMillis: 0, roles: ["kafka"], parts }, { node: "b", state: "gone", silentMillis: 9000, roles: ["http", "kafka"], parts: {} }] });
  });
  assert.match(said[0][1], /^Node b is gone since \d\d:\d\d:\d\d; nobody runs http at present\.$/);
  assert.match(said[1][1], /^PostgreSQL is away since \d\d:\d\d; 4,210 events wait in Kafka; nothing is lost\.$/);
  assert.equal(said[2][1], "kafka on a: no broker answers.");
  assert.equal(said.length, 3);
  await page.close();
};

const aKilledNode = async () => {
  const page = await site.page("/#cluster");
  await ready(page);
  assert.equal(await page.locator(".node.live").count(), 2);
  feeding = false;
  const since = Date.now();
  process.kill(Number(pid), "SIGKILL");
  const took = await within(2_000, since, "the death was shown", (timeout) => page.locator(".node.silent, .node.gone").waitFor({ timeout }));
  assert.match(await page.locator("#notice.bad").textContent(), /^Node \S+ is silent, for /);
  await page.locator(".node.gone").waitFor();
  await page.locator("#notice", { hasText: "is gone since" }).waitFor();
  await page.locator("#cluster").evaluate((section) => section.scrollIntoView());
  await site.picture(page, "node-killed");
  await page.close();
  return `after ${took} ms`;
};

await site.open();
const fed = feed();
try {
  await step("a sent event is shown within two seconds", aSentEvent);
  await step("a click, a key and a shared address look closer", drillDown);
  await step("an entry of the trouble queue is mended and requeued", requeue);
  await step("the keyboard's focus is visible", keyboard);
  await step("what is the matter is said in sentences", sentences);
  await step("both themes, without findings of axe-core", bothThemes);
  await step("a phone's width, without findings of axe-core", phone);
  await step("a killed node is visible within two seconds", aKilledNode);
  await step("the first paint comes within a second", async () => {
    const fastest = Math.round(Math.min(...site.paints));
    assert.ok(fastest < 1_000, `${fastest} ms`);
    return `${fastest} ms`;
  });
  assert.deepEqual(site.complaints, [], "errors in the browser's console");
  console.log("ok no error in the browser's console");
} finally {
  feeding = false;
  await fed;
  await site.close();
}
