import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { readConfig } from "../packages/server/src/config.ts";
import type { RunningServer } from "../packages/server/src/main.ts";
import { serve } from "../packages/server/src/main.ts";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";
import { makeDraft } from "./depositary.ts";

/* An answer, a slip of the pen and a translation, added by an administrator in a browser and then read by anybody. */

const ARABIC =
  "قاعات القراءة هي حيث تلتقي المدينة بعقلها.\n\n## ما نطلبه\n\n- افتحوا كل قاعة قراءة أيام الأحد.\n- دفئوها في الشتاء.";

let folder: string;
let server: RunningServer;
let browser: Browser;
let page: Page;
let admin: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  server = await serve(readConfig({ PORT: "0", DATA_DIR: folder, PUBLISH_INTERVAL: "50" }));
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(server.setupUrl ?? "");
  await page.getByLabel("Your name").fill("Ada Winter");
  await page.getByLabel("Your e-mail address").fill("ada@coalition.example");
  await page.getByLabel("Password").fill("seven quiet benches by the river");
  await page.getByLabel("Its name").fill("Coalition for Reading Rooms");
  await page.getByLabel("Its website or domain").fill("https://coalition.example");
  await press("Set up");
  const { drafts } = server.depositary;
  const { id } = await drafts.open((await drafts.create(makeDraft({ slug: "rooms" }))).id);
  admin = `${server.url}/admin/statements/${id}`;
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function press(name: string): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
}

async function open(path: string): Promise<void> {
  await page.goto(path);
  await check(path);
}

async function check(what: string): Promise<void> {
  assert.deepEqual(await findAccessibilityFaults(page), [], what);
}

const deed = () => page.locator(".deed").textContent();

test("an answer is chosen as a file, seen once more, and saved by readers", async () => {
  await open(`${admin}/answer`);
  await page.getByLabel("Town Council").check();
  const buffer = Buffer.from("We thank you.\n");
  await page.getByLabel("Or a file").setInputFiles({ name: "answer.txt", mimeType: "text/plain", buffer });
  await press("Go on");
  await check("the answer once more");
  assert.equal(await page.locator("pre").textContent(), "We thank you.\n");
  await press("Yes, record it");
  assert.match((await deed()) ?? "", /recorded/);
  await open(`${server.url}/s/rooms`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page
      .locator("#answers")
      .getByRole("link", { name: /document/ })
      .click(),
  ]);
  assert.match(download.suggestedFilename(), /^rooms\.answer\.[0-9a-f]{8}\.txt$/);
});

test("a slip of the pen is noted, and stands beside its words", async () => {
  await open(`${admin}/correct`);
  await page.getByLabel("Paragraph").fill("4");
  await page.getByLabel("Note").fill("Read “in the winter”.");
  await press("Go on");
  await check("the note once more");
  await press("Yes, note it and tell them");
  assert.match((await deed()) ?? "", /beside the text/);
  await open(`${server.url}/s/rooms/versions/1/en`);
  const note = page.getByRole("complementary", { name: "Correction of paragraph 4" });
  assert.match((await note.textContent()) ?? "", /Read “in the winter”\./);
});

test("a translation that is built otherwise is shown side by side; mended, it is one more language, not signed", async () => {
  await open(`${admin}/translate`);
  await page.getByLabel("Language of this text").selectOption("ar");
  await page.getByLabel("Title").fill("افتحوا قاعات القراءة");
  await page.getByLabel("Text", { exact: true }).fill(ARABIC.split("\n").slice(0, -1).join("\n"));
  await press("Go on");
  await check("a text that is built otherwise");
  assert.equal(await page.locator(".misaligned tr.differs").count(), 1);
  await page.getByLabel("Text", { exact: true }).fill(ARABIC);
  await press("Go on");
  await check("the translation once more");
  await press("Yes, add it");
  await check("the statement’s page");
  assert.match((await deed()) ?? "", /marked as not signed/);
  await open(`${server.url}/s/rooms/ar`);
  assert.equal(await page.locator(".words").getAttribute("dir"), "rtl");
  assert.match((await page.locator(".unsigned").textContent()) ?? "", /Translation, not signed\./);
});
