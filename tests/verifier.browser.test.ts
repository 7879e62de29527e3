import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { formatReceipt } from "@undersigned/core/verify/receipt.ts";
import { zipSync } from "fflate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";
import { buildBundle, buildReceipt, HOST, SEED } from "./bundle-fixture.ts";
import { tellStory } from "./bundle-story.ts";
import type { BundleVector } from "./bundle-vectors.ts";
import { applyVector } from "./bundle-vectors.ts";
import { runCli } from "./run-cli.ts";
import { makeTestSigner } from "./test-signer.ts";
import { readVectors } from "./vectors.ts";

/* verify.html, opened from disk in Chromium with the network cut off: the same verdicts as the command. */

const PAGE = new URL("../packages/islands/dist/verify.html", import.meta.url).href;
const KEY = formatVerifierKey(makeTestSigner(HOST, SEED).key);
const folder = mkdtempSync(join(tmpdir(), "undersigned-page-"));
const story = tellStory();

let browser: Browser;
let context: BrowserContext;
let page: Page;
/** Whatever the browser asked anybody for, and what it complained about. */
const asked: string[] = [];
const complaints: string[] = [];

before(async () => {
  browser = await openBrowser();
  context = await browser.newContext({ offline: true, acceptDownloads: true });
  page = await context.newPage();
  context.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(PAGE);
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

let written = 0;
function write(bytes: Uint8Array, ending: string): string {
  const path = join(folder, `${written++}.${ending}`);
  writeFileSync(path, bytes);
  return path;
}

function zip(files: ReadonlyMap<string, Uint8Array>): string {
  return write(zipSync(Object.fromEntries(files), { level: 1, mtime: new Date(2026, 10, 20) }), "zip");
}

/** What the page finds: the report that it offers to save. */
async function check(file: string, key: string | null, policy = ""): Promise<Record<string, unknown>> {
  // A choice wipes what was found before, so what appears after the button is about this file.
  await page.setInputFiles("#file", file);
  await page.fill("#key", key ?? "");
  const chosen = { name: "policy.txt", mimeType: "text/plain", buffer: Buffer.from(policy) };
  await page.setInputFiles("#policy", policy === "" ? [] : chosen);
  await page.click("button");
  await page.waitForSelector("#found, #failure");
  assert.equal(await page.locator("#failure").count(), 0, "the page itself has not failed");
  const href = await page.getAttribute('a[download="report.json"]', "href");
  return JSON.parse(decodeURIComponent(href?.split(",").slice(1).join(",") ?? "null"));
}

async function commandSays(file: string, key: string | null): Promise<Record<string, unknown>> {
  const { stdout } = await runCli(["verify", file, "--json", ...(key === null ? [] : ["--key", key])]);
  return JSON.parse(stdout);
}

test("a bundle with the depositary's key: the report that the command gives, shown in words", async () => {
  const file = zip(await buildBundle(story));
  const found = await check(file, KEY);
  assert.equal(found.verdict, "valid");
  assert.deepEqual(found, await commandSays(file, KEY));
  assert.match((await page.textContent("#verdict")) ?? "", /^Valid\. This bundle is what it says it is\./);
  assert.match((await page.textContent("#found")) ?? "", /Open the reading rooms/);
  assert.equal(await page.evaluate("document.activeElement.id"), "verdict", "the answer has the focus");
  assert.deepEqual(await findAccessibilityFaults(page), []);
});

test("without a key it could not tell, and says what would settle it", async () => {
  const file = zip(await buildBundle(story));
  const found = await check(file, null);
  assert.deepEqual(found, await commandSays(file, null));
  assert.equal(found.verdict, "inconclusive");
  assert.match((await page.textContent("#verdict")) ?? "", /give the depositary's key above/);
});

test("a receipt", async () => {
  const file = write(formatReceipt(await buildReceipt(story, 4)), "json");
  const found = await check(file, KEY);
  assert.equal(found.verdict, "valid");
  assert.deepEqual(found, await commandSays(file, KEY));
});

/** As a person does it, by one call: choosing 140 files by hand would take most of the time of these tests. */
async function checkQuickly(file: Uint8Array, key: string | null, policy = ""): Promise<Record<string, unknown>> {
  const given = { file: Buffer.from(file).toString("base64"), key: key ?? "", policy };
  // Runs in the page, so it is given as text: types of a browser are not known here.
  const href: unknown = await page.evaluate(`(async ({ file, key, policy }) => {
    function choose(id, content) {
      const chosen = new DataTransfer();
      if (content.length > 0) chosen.items.add(new File([content], "chosen"));
      const input = document.querySelector(id);
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    choose("#file", Uint8Array.from(atob(file), (character) => character.charCodeAt(0)));
    choose("#policy", policy);
    document.querySelector("#key").value = key;
    while (document.querySelector("#found") !== null) await new Promise((go) => setTimeout(go));
    document.querySelector("form").requestSubmit();
    for (;;) {
      const link = document.querySelector('a[download="report.json"]');
      if (link !== null) return link.getAttribute("href");
      if (document.querySelector("#failure") !== null) return null;
      await new Promise((go) => setTimeout(go, 1));
    }
  })(${JSON.stringify(given)})`);
  assert.equal(typeof href, "string", "the page itself has not failed");
  return JSON.parse(decodeURIComponent(String(href).split(",").slice(1).join(",")));
}

/** A thread is started for each, which takes a fifth of a second: this part of them tells as much of the page. */
const EVERY_NTH = 4;

test("bundles among the vectors have the verdict that they have elsewhere", async (t) => {
  const vectors = readVectors<BundleVector>("bundle");
  const base = vectors.find(({ name }) => name === "valid")?.vector;
  assert.ok(base !== undefined);
  let compared = 0;
  for (const { name, vector } of vectors.filter((_, at) => at % EVERY_NTH === 0)) {
    // The page has no field for the greatest age of a cosignature, as the command has an option.
    if (vector.freshness !== undefined) continue;
    const files = applyVector(vector, applyVector(base, new Map()));
    const file = zipSync(Object.fromEntries(files), { level: 1, mtime: new Date(2026, 10, 20) });
    const { verdict, checks } = await checkQuickly(file, vector.trust, vector.policy);
    const open = (checks as { name: string; status: string }[]).filter(({ status }) => status !== "ok");
    const first = open.find(({ status }) => status === "failed") ?? open[0];
    assert.deepEqual([verdict, first?.name ?? null], [vector.verdict, vector.check], name);
    compared += 1;
  }
  t.diagnostic(`${compared} of ${vectors.length} vectors compared`);
});

test("every zip among the vectors that must be refused is refused, and the page goes on working", async () => {
  for (const { name, vector } of readVectors<{ error: string | null; zip: string }>("zip")) {
    // A file of no bytes is none to choose, in a browser.
    if (vector.zip === "") continue;
    const { verdict, reason } = await checkQuickly(Buffer.from(vector.zip, "base64"), KEY);
    assert.equal(verdict, "invalid", name);
    assert.equal(typeof reason, "string");
  }
});

test("what is typed wrongly is said beside its field, and kept", async () => {
  await page.goto(PAGE);
  await page.click("button");
  assert.match((await page.textContent("#failure")) ?? "", /Choose a file first/);
  await page.setInputFiles("#file", zip(await buildBundle(story)));
  await page.fill("#key", "letters.example");
  await page.click("button");
  await page.waitForSelector("#key-fault");
  assert.equal(await page.inputValue("#key"), "letters.example");
  assert.equal(await page.getAttribute("#key", "aria-invalid"), "true");
  assert.deepEqual(await findAccessibilityFaults(page), []);
});

test("it asked nobody for anything, could not have, and nothing went wrong", async () => {
  const outside = asked.filter((url) => !url.startsWith("file:") && !url.startsWith("blob:"));
  assert.deepEqual(outside, []);
  assert.deepEqual(complaints, []);
  const blocked = await page.evaluate(() =>
    fetch("http://127.0.0.1:9/").then(
      () => "reached",
      () => "blocked",
    ),
  );
  assert.equal(blocked, "blocked");
  assert.match(complaints.join(" "), /Content Security Policy/, "it is the page's own policy that stopped it");
});

test("the page holds all that it needs, and its policy lets nothing else in", () => {
  const html = readFileSync(new URL(pathToFileURL(PAGE.replace("file://", "")).href), "utf8");
  assert.doesNotMatch(html, /<(?:link|img|iframe|script[^>]* src)/);
  assert.match(html, /default-src 'none'/);
  assert.doesNotMatch(html, /unsafe-inline|'unsafe-eval'|https:;/);
  assert.ok(html.length < 4_194_304);
});
