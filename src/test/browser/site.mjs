// What every step of the browser test stands on: a browser, pages that may not complain, and a node to send to.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const DESK = { width: 1280, height: 900 };

export class Site {
  complaints = [];
  paints = [];

  /** {@code shown}: the management port's URL; {@code door}: where events are POSTed to; {@code pictures}: a folder. */
  constructor(shown, door, pictures) {
    this.shown = shown;
    this.door = door;
    this.pictures = pictures;
  }

  async open() {
    this.folder = await mkdtemp(path.join(tmpdir(), "sluice-browser-"));
    this.context = await chromium.launchPersistentContext(this.folder, { executablePath: "/usr/bin/chromium", args: FLAGS, viewport: DESK });
  }

  async close() {
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A page at this place that has figures; the width of a desk and light unless said. */
  async page(place = "/", { viewport = DESK, dark = false } = {}) {
    const page = await this.context.newPage();
    page.setDefaultTimeout(20_000);
    page.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
    await page.goto(this.shown + place);
    await page.locator("#notice.good, #notice.warn").waitFor();
    this.paints.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity));
    return page;
  }

  picture(page, name, fullPage = false) {
    return page.screenshot({ path: path.join(this.pictures, `dashboard-${name}.png`), fullPage });
  }

  /** What the open pages say, for who looks for the reason of a failure. */
  async seen() {
    const texts = [];
    for (const [at, page] of this.context.pages().entries()) {
      if (!page.url().startsWith(this.shown)) continue;
      await this.picture(page, `failed-${at}`).catch(() => {});
      texts.push(`${page.url()}: ${await page.locator("#notice").innerText()} | ${await page.locator("#nodes").innerText()}`.replaceAll("\n", " "));
    }
    return texts;
  }

  async send(stream, events, headers = {}) {
    const response = await fetch(`${this.door}/v1/logs/${stream}`, {
      method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(events),
    });
    await response.arrayBuffer();
    return response.status;
  }

  async admin(place) {
    return (await fetch(`${this.shown}/admin/${place}`)).json();
  }
}

export const event = (userId, at = new Date().toISOString()) =>
  ({ event: "track.streamed", at, userId, trackId: 7, playedMs: 180_000, territory: "DE" });

/** Serious and critical findings of axe-core, in words. */
export async function findings(page) {
  const source = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  await page.evaluate(await readFile(source, "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
}

/** Waits until a page says so; fails after so many milliseconds from {@code since} on. */
export async function within(millis, since, what, seen) {
  await seen(Math.max(1, millis - (Date.now() - since)));
  const took = Date.now() - since;
  assert.ok(took <= millis, `${what} after ${took} ms`);
  return took;
}
