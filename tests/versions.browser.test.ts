import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { readConfig } from "../packages/server/src/config.ts";
import type { RunningServer } from "../packages/server/src/main.ts";
import { serve } from "../packages/server/src/main.ts";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";
import { MARKDOWN, mailedToken, makeDraft, makeSignature } from "./depositary.ts";
import { waitUntil } from "./wait-until.ts";

const folders: string[] = [];
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<RunningServer> {
  const dataDir = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  folders.push(dataDir);
  return serve(readConfig({ PORT: "0", DATA_DIR: dataDir, PUBLISH_INTERVAL: "50" }));
}

async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name, exact: true }).first();
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

async function follow(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.getByRole("link", { name }).first().click()]);
}

type Check = (page: Page, what: string) => Promise<void>;

async function checkWithScripts(page: Page, what: string): Promise<void> {
  assert.deepEqual(await findAccessibilityFaults(page), [], what);
  const wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.equal(wider, 0, `${what} is wider than the window`);
  const folder = process.env.PICTURES;
  if (folder) await page.screenshot({ path: join(folder, `${what.replaceAll(/\W+/g, "-")}.png`), fullPage: true });
}

async function setUp(page: Page, server: RunningServer): Promise<void> {
  await page.goto(server.setupUrl ?? "");
  await page.getByLabel("Your name").fill("Ada Winter");
  await page.getByLabel("Your e-mail address").fill("ada@coalition.example");
  await page.getByLabel("Password").fill("seven quiet benches by the river");
  await page.getByLabel("Its name").fill("Coalition for Reading Rooms");
  await press(page, "Set up");
}

async function walk(context: BrowserContext, check: Check): Promise<void> {
  const server = await start();
  try {
    const { depositary } = server;
    const page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error));
    await setUp(page, server);
    const { id } = await depositary.drafts.create(makeDraft({ slug: "rooms" }));
    const statement = await depositary.drafts.open(id);
    const input = makeSignature(statement, { name: "Bo Lind", mailbox: "bo@post.example" });
    await depositary.signing.submit(id, input, { address: "127.0.0.1" });
    await depositary.signing.confirm({ token: await mailedToken(depositary, "bo@post.example", "confirm") });

    await prepareNext(page, `${server.url}/admin/statements/${id}`, check);
    await openNext(page, check);
    await decide(page, server, check);
    assert.deepEqual(await depositary.statements.counts(id).then(({ total, earlier }) => [total, earlier]), [1, 0]);
  } finally {
    await context.close();
    await server.close();
  }
}

/** Begins a new version, throws it away, begins it again and changes a word. */
async function prepareNext(page: Page, address: string, check: Check): Promise<void> {
  await page.goto(address);
  await check(page, "an open statement");
  await press(page, "Prepare a new version");
  assert.equal(
    await page.getByLabel("Text", { exact: true }).inputValue(),
    MARKDOWN.split("\n").slice(2).join("\n").trim(),
  );
  await check(page, "a version that begins as the open one");
  await page.goto(address);
  await follow(page, "Throw version 2 away");
  await check(page, "asked before throwing a version away");
  await press(page, "Yes, throw it away");
  assert.equal(await page.getByRole("button", { name: "Prepare a new version" }).count(), 1);
  await press(page, "Prepare a new version");
  await Promise.all([
    page.waitForEvent("load"),
    page.getByRole("button", { name: /Read it again and open it/ }).click(),
  ]);
  assert.match((await page.locator(".error-summary").textContent()) ?? "", /Nothing is changed/);
  await check(page, "a version in which nothing is changed");
  await page.goto(`${address}/edit`);
  const text = page.getByLabel("Text", { exact: true });
  await text.fill((await text.inputValue()).replace("on Sundays", "on Sundays and Mondays"));
  await press(page, "Save and go on");
  await press(page, "Save and go on");
  await press(page, "Save and go on");
  assert.match((await page.locator("main").textContent()) ?? "", /belong to the statement, whatever its version/);
  await check(page, "address and dates of a version");
  await press(page, "Save and go on");
}

async function openNext(page: Page, check: Check): Promise<void> {
  assert.match((await page.locator(".change ins").textContent()) ?? "", /and Mondays/);
  await check(page, "what will be frozen of a version");
  await follow(page, "All of this is right: go on");
  assert.match((await page.locator("h1").textContent()) ?? "", /Open version 2 of/);
  await page.getByLabel("I have read the text in every language").check();
  await check(page, "asked a second time before a version");
  await press(page, "Open for signature");
  assert.match((await page.locator(".deed").textContent()) ?? "", /Everybody who signed before is being written to/);
  await check(page, "a statement with two versions");
}

/** The signatory opens the mailed link, and signs the new text. */
async function decide(page: Page, server: RunningServer, check: Check): Promise<void> {
  const { depositary } = server;
  const find = async () =>
    (await depositary.outbox.list({})).items.find(({ subject }) => /changed after/.test(subject));
  await waitUntil(async () => (await find()) !== undefined);
  await page.goto((await find())?.links[0] ?? "");
  assert.equal(await page.locator("h1").textContent(), "The text changed after you signed");
  await check(page, "the page that a mail leads to");
  await press(page, "Stay with the old one");
  assert.equal(await page.locator("h1").textContent(), "Your signature stays where it is");
  await check(page, "stayed with the old one");
  await follow(page, "Your signature");
  await check(page, "a signature under an earlier version");
  await follow(page, "See what changed, and decide");
  await page.getByLabel("Count me without my name").check();
  await page.getByLabel("I agree and am 16 or older.").check();
  await press(page, "Sign the new text");
  assert.equal(await page.locator("h1").textContent(), "You have signed the new text");
  await check(page, "signed the new text");
  await page.goto(`${server.url}/s/rooms/versions`);
  await check(page, "versions");
  await follow(page, "See the one change since version 1");
  await check(page, "what changed");
}

test("a new version is prepared, opened and signed without scripts", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  await walk(context, async () => undefined);
});

test("the same with scripts on a telephone, and no page has a fault of accessibility", async () => {
  await walk(await browser.newContext({ viewport: { width: 360, height: 800 } }), checkWithScripts);
});
