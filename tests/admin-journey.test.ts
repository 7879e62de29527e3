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

/* From the set-up link to a closed statement, as an administrator does it in a browser, without scripts and with them. */

const ENGLISH = `Reading rooms are where a town meets its own mind.

## What we ask

* Open every reading room on Sundays.
* Heat them in winter.`;

const ARABIC = `قاعات القراءة هي حيث تلتقي المدينة بعقلها.

## ما نطلبه

- افتحوا كل قاعة قراءة أيام الأحد.
- دفئوها في الشتاء.`;

let browser: Browser;
const folders: string[] = [];

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

/** Presses a button and waits for the page that follows. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name, exact: true });
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

async function follow(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.getByRole("link", { name }).first().click()]);
}

function heading(page: Page): Promise<string | null> {
  return page.locator("h1").textContent();
}

type Check = (page: Page, what: string) => Promise<void>;

/** No fault is found on the page; where scripts do not run, neither does the checker. */
async function checkWithScripts(page: Page, what: string): Promise<void> {
  assert.deepEqual(await findAccessibilityFaults(page), [], what);
}

async function setUp(page: Page, server: RunningServer, check: Check): Promise<void> {
  await page.goto(server.setupUrl ?? "");
  await check(page, "set-up");
  await page.getByLabel("Your name").fill("Ada Winter");
  await page.getByLabel("Your e-mail address").fill("ada@coalition.example");
  await page.getByLabel("Password").fill("password12");
  await page.getByLabel("Its name").fill("Coalition for Reading Rooms");
  await page.getByLabel("Its website or domain").fill("https://coalition.example/about");
  await press(page, "Set up");
  assert.match((await page.locator(".error-summary").textContent()) ?? "", /too easy to guess/);
  assert.equal(await page.getByLabel("Its name").inputValue(), "Coalition for Reading Rooms", "what was typed is kept");
  await check(page, "set-up with a weak password");
  await page.getByLabel("Password").fill("seven quiet benches by the river");
  await press(page, "Set up");
  assert.equal(await heading(page), "No statement yet");
  await check(page, "no statement yet");
}

/** A first language with list marks that are not ours: shown at its place, tidied after asking. */
async function writeEnglish(page: Page, check: Check): Promise<void> {
  await follow(page, "Begin the first statement");
  await check(page, "the ways in");
  await follow(page, "Write it by hand");
  await page.getByLabel("Title").fill("Open the reading rooms");
  await page.getByLabel("Text", { exact: true }).fill(ENGLISH);
  await press(page, "Save and go on");
  assert.equal(await heading(page), "Open the reading rooms");
  assert.match(
    (await page.locator(".error-summary").textContent()) ?? "",
    /Line 5, character 1: list items begin with/,
  );
  assert.equal(await page.getByLabel("Text", { exact: true }).inputValue(), ENGLISH, "nothing was changed unasked");
  await check(page, "a text with a fault");
  await press(page, "Tidy it as listed");
  assert.equal(await page.locator(".error-summary").count(), 0);
  assert.equal(await page.getByLabel("Text", { exact: true }).inputValue(), ENGLISH.replaceAll("* ", "- "));
  assert.equal(await page.locator(".preview .words li").count(), 2);
}

/** A second language whose last item is missing: shown side by side, then mended. */
async function writeArabic(page: Page, check: Check): Promise<void> {
  await press(page, "+ Add a language");
  await page.getByLabel("Language of this text").selectOption("ar");
  await page.getByLabel("Title").fill("افتحوا قاعات القراءة");
  await page.getByLabel("Text", { exact: true }).fill(ARABIC.split("\n").slice(0, -1).join("\n"));
  await page.getByLabel("Authentic: these words are signed").check();
  await press(page, "Save and go on");
  assert.match((await page.locator(".error-summary").textContent()) ?? "", /not built like the one in English/);
  assert.match((await page.locator(".misaligned .differs").textContent()) ?? "", /item of a list.*Heat them.*nothing/s);
  await check(page, "two languages that do not match");
  await page.getByLabel("Text", { exact: true }).fill(ARABIC);
  await page.getByLabel("If the authentic texts ever differ").selectOption("en");
  await press(page, "Save and go on");
}

async function fillSteps(page: Page, check: Check): Promise<void> {
  assert.equal(await page.getByLabel("Its domain").first().inputValue(), "coalition.example");
  await page.getByLabel("¶3 asks for something").check();
  await page.getByLabel("Of whom does ¶3 ask it?").fill("The city council\nThe mayor");
  await check(page, "demands");
  await press(page, "Save and go on");
  await page.getByLabel("Least age, in years").fill("sixteen");
  await press(page, "Save and go on");
  assert.match((await page.locator(".error-summary").textContent()) ?? "", /whole number/);
  assert.equal(await page.getByLabel("Least age, in years").inputValue(), "sixteen");
  await check(page, "terms with a fault");
  await page.getByLabel("Least age, in years").fill("16");
  await press(page, "Save and go on");
  await page.getByLabel("Last day to sign").fill("2020-01-01");
  await press(page, "Save and go on");
  assert.match((await page.locator(".error-summary").textContent()) ?? "", /date is over/);
  await page.getByLabel("Last day to sign").fill("2199-06-30");
  await check(page, "address and dates");
  await press(page, "Save and go on");
}

/** Reads once more, and is asked twice. Answers the statement's own link. */
async function openForSignature(page: Page, check: Check): Promise<string> {
  assert.match((await page.locator(".facts").first().textContent()) ?? "", /¶3, of The city council and The mayor/);
  await check(page, "what will be frozen");
  await follow(page, "All of this is right: go on");
  await check(page, "asked a second time");
  await page.locator("form").evaluateAll((forms) => {
    for (const form of forms) form.setAttribute("novalidate", "");
  });
  await press(page, "Open for signature");
  assert.match((await page.locator(".error-summary").textContent()) ?? "", /tick this once you have read/);
  await page.getByLabel("I have read the text in every language").check();
  await press(page, "Open for signature");
  assert.match(
    (await page.locator(".standing").textContent()) ?? "",
    /Open for signature until the end of 30 June 2199/,
  );
  await check(page, "an open statement");
  return page.getByLabel("Its link").inputValue();
}

/** A reader without an account signs; the administrator passes on the link that waits in the outbox. */
async function signAndConfirm(page: Page, server: RunningServer, link: string, check: Check): Promise<void> {
  const reader = await page.context().browser()?.newContext({ javaScriptEnabled: false });
  assert.ok(reader);
  const visitor = await reader.newPage();
  await visitor.goto(link);
  await follow(visitor, "Sign this statement");
  await visitor.getByLabel("Your name").fill("Bo Lind");
  await visitor.getByLabel("Your e-mail address").fill("bo@post.example");
  await visitor.getByLabel("Show my name").check();
  await visitor.getByLabel("I agree and am 16 or older.").check();
  await press(visitor, "Send me the mail to confirm");

  await page.goto(`${server.url}/admin/outbox`);
  assert.match((await page.locator(".notice").textContent()) ?? "", /sends no mail yet/);
  await check(page, "outbox");
  const mail = page.locator(".mail", { hasText: "bo@post.example" });
  const confirmLink = await mail.getByRole("link", { name: "/confirm?token=" }).getAttribute("href");
  await visitor.goto(confirmLink ?? "");
  await press(visitor, "Yes, I sign");
  assert.deepEqual(await reader.cookies(), [], "who signs keeps no cookie");
  await reader.close();
}

async function close(page: Page, check: Check): Promise<void> {
  await page.goto(page.url().replace(/\/admin.*/, "/admin"));
  assert.match((await page.locator(".listing").textContent()) ?? "", /1 signature/);
  await check(page, "list of statements");
  await follow(page, "Open the reading rooms");
  assert.equal(await page.locator(".counts dd").first().textContent(), "1");
  await page.getByLabel("Last day to sign").fill("2199-12-31");
  await press(page, "Change the date");
  assert.match((await page.locator(".standing").textContent()) ?? "", /31 December 2199/);
  await follow(page, "Close it now");
  assert.equal(await heading(page), "Close “Open the reading rooms”?");
  await check(page, "asked before closing");
  await press(page, "Yes, close it");
  assert.match((await page.locator(".standing").textContent()) ?? "", /^Closed on /);
  await check(page, "a closed statement");
}

async function walk(context: BrowserContext, check: Check): Promise<void> {
  const server = await start();
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error));
    await setUp(page, server, check);
    await writeEnglish(page, check);
    await writeArabic(page, check);
    await fillSteps(page, check);
    const link = await openForSignature(page, check);
    assert.equal(link, `${server.url}/s/open-the-reading-rooms`);
    await signAndConfirm(page, server, link, check);
    await close(page, check);
  } finally {
    await context.close();
    await server.close();
  }
}

test("an administrator sets up, writes, opens and closes a statement without scripts", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  await walk(context, async () => undefined);
});

test("the same with scripts, and no page has a fault of accessibility", async () => {
  await walk(await browser.newContext(), checkWithScripts);
});
