import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { readConfig } from "../packages/server/src/config.ts";
import type { RunningServer } from "../packages/server/src/main.ts";
import { serve } from "../packages/server/src/main.ts";
import type { SignedIn } from "./accounts.ts";
import { setUpAdministrator } from "./accounts.ts";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";
import { makeDocx } from "./make-docx.ts";
import { waitUntil } from "./wait-until.ts";

/* Bringing in a text in a real browser: by keyboard alone, with scripts and without. */

const RICH = `<meta charset="utf-8"><h1>Open the reading rooms</h1>
<p>Reading rooms are where a town meets its own mind. On Sundays they stay closed, and so does the town.</p>
<p>We call on the council to:</p><ul><li>open every reading room on Sundays</li><li>heat all of them in winter</li></ul>
<p>This line is an advertisement of a seller of chairs, and nobody signs it at all.</p>`;

let dataDir: string;
let server: RunningServer;
let browser: Browser;
let administrator: SignedIn;
/** What the browser complained about: a script that the policy forbids, for example. */
const complaints: string[] = [];

before(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  server = await serve(readConfig({ PORT: "0", DATA_DIR: dataDir, PUBLISH_INTERVAL: "50" }));
  administrator = await setUpAdministrator(server.depositary);
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function openPage(options: { readonly scripts?: boolean; readonly width?: number } = {}): Promise<Page> {
  const { scripts = true, width = 1280 } = options;
  const context: BrowserContext = await browser.newContext({
    javaScriptEnabled: scripts,
    viewport: { width, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await context.addCookies([{ name: "undersigned", value: administrator.token, url: server.url }]);
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  return page;
}

/** Puts rich text where people who press "Copy" have it. */
async function copyRich(page: Page, html: string, words: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.write([new ClipboardItem({
    "text/html": new Blob([${JSON.stringify(html)}], { type: "text/html" }),
    "text/plain": new Blob([${JSON.stringify(words)}], { type: "text/plain" }),
  })])`);
}

/** Presses Tab until what has the focus has this name. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    const found = String(
      await page.evaluate(`(() => { const it = document.activeElement;
        return it?.labels?.[0]?.textContent ?? it?.textContent ?? ""; })()`),
    ).trim();
    if (typeof name === "string" ? found.startsWith(name) : name.test(found)) return;
  }
  assert.fail(`Tab does not lead to ${name}`);
}

const partOf = (page: Page, words: string) => page.locator(".import-part", { hasText: words });

test("by keyboard alone: what is pasted keeps headings and lists, each part gets its role, and it becomes a draft", async () => {
  const page = await openPage();
  await page.goto(`${server.url}/admin/imports`);
  assert.deepEqual(await findAccessibilityFaults(page), []);
  await copyRich(page, RICH, "Open the reading rooms\n\nReading rooms …");
  await tabTo(page, "Or a text that you copied");
  await page.keyboard.press("Control+V");
  await page.getByText("Headings, lists and emphasis came with it.", { exact: true }).waitFor();
  await tabTo(page, "Read what I pasted");
  await page.keyboard.press("Enter");
  await page.waitForURL(/imports\/[a-z2-7]{21}$/);
  assert.deepEqual(await findAccessibilityFaults(page), []);
  assert.equal(await partOf(page, "Open the reading rooms").first().locator("select").inputValue(), "headline");
  assert.equal(await partOf(page, "heat all of them").locator("select").inputValue(), "demand");

  const last = partOf(page, "advertisement of a seller");
  assert.ok(await last.locator(".inside").isVisible());
  await page.keyboard.press("Tab");
  await tabTo(page, /^Part 1 is/);
  for (let part = 1; part < 6; part++) await page.keyboard.press("Enter");
  assert.equal(await page.evaluate("document.activeElement.id"), "role-6", "Enter goes on");
  await page.keyboard.press("o");
  assert.equal(await last.locator("select").inputValue(), "footer");
  assert.ok(!(await last.locator(".inside").isVisible()));
  await page.locator("#result:not(:has-text('advertisement'))").waitFor();
  assert.match((await page.locator("#result").textContent()) ?? "", /heat all of them in winter/);

  for (const box of await page.locator('input[name^="settled."]').all()) {
    await box.focus();
    await page.keyboard.press("Space");
  }
  await tabTo(page, "Use this text");
  await page.keyboard.press("Enter");
  await page.waitForURL(/statements\/[a-z2-7]+\/edit/);
  assert.match((await page.locator(".deed").textContent()) ?? "", /It is a draft now/);
  assert.equal(await page.getByLabel("Title").inputValue(), "Open the reading rooms");
  const body = await page.getByLabel("Text", { exact: true }).inputValue();
  assert.match(body, /- open every reading room on Sundays\n- heat all of them in winter/);
  assert.doesNotMatch(body, /advertisement/);
  assert.deepEqual(complaints, []);
});

test("words that were changed after pasting are used alone, and that is said", async () => {
  const page = await openPage();
  await page.goto(`${server.url}/admin/imports`);
  await copyRich(page, "<h2>One</h2><p>Two</p>", "One\n\nTwo");
  const box = page.getByLabel("Or a text that you copied");
  await box.focus();
  await page.keyboard.press("Control+V");
  const rich = page.locator("input[name=rich]");
  await page.getByText("came with it.", { exact: false }).last().waitFor();
  assert.match(await rich.inputValue(), /<h2>One<\/h2>/);
  await page.keyboard.press("Control+V");
  // A second paste at the end is added.
  await waitUntil(async () => (await rich.inputValue()).match(/<h2>/g)?.length === 2);
  await page.keyboard.type("!");
  await page.getByText(/only the words are used/).waitFor();
  assert.equal(await rich.inputValue(), "");
});

test("without scripts, on a phone: a Word file is reviewed, and used", async () => {
  const page = await openPage({ scripts: false, width: 360 });
  await page.goto(`${server.url}/admin/imports`);
  const names = [
    "Alder Club",
    "Birch Society",
    "Cedar Union",
    "Dogwood Choir",
    "Elm Library",
    "Fir Theatre",
    "Gorse School",
  ];
  const file = makeDocx([
    { kind: "heading", level: 1, words: "Keep the night bus" },
    {
      kind: "paragraph",
      words: "The night bus brings home whoever works late. Without it, people walk for an hour along the road.",
    },
    { kind: "paragraph", words: "We call on the county to:" },
    { kind: "item", words: "keep the night bus" },
    { kind: "item", words: "let it stop at the hospital" },
    { kind: "paragraph", words: "Signed by:" },
    ...names.map((words) => ({ kind: "paragraph" as const, words })),
  ]);
  const name = "bus.docx";
  const mimeType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  await page.getByLabel("A Word file").setInputFiles({ name, mimeType, buffer: Buffer.from(file) });
  await page.getByRole("button", { name: "Read the file" }).click();
  const wide = await page.evaluate("document.documentElement.scrollWidth");
  assert.equal(wide, 360, "nothing is wider than the screen");
  assert.ok(
    !(await page.getByText("Enter goes to the next part").isVisible()),
    "nothing is promised that needs a script",
  );
  await page.getByText(/7 parts in a row/).click();
  assert.ok(await partOf(page, "Dogwood Choir").isVisible());
  await partOf(page, "let it stop at the hospital").locator("select").selectOption("body");
  await page.getByRole("button", { name: "Show it again" }).last().click();
  assert.match(page.url(), /#result$/);
  assert.match((await partOf(page, "let it stop").textContent()) ?? "", /You chose this/);
  for (const box of await page.locator('input[name^="settled."]').all()) await box.check();
  await page.getByRole("button", { name: "Use this text" }).click();
  assert.match(page.url(), /statements\/[a-z2-7]+\/edit/);
  const body = await page.getByLabel("Text", { exact: true }).inputValue();
  assert.match(body, /- let it stop at the hospital/);
  assert.doesNotMatch(body, /Dogwood/);
});
