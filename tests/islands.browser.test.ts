import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { readConfig } from "../packages/server/src/config.ts";
import { assetPath } from "../packages/server/src/http/assets.ts";
import type { RunningServer } from "../packages/server/src/main.ts";
import { serve } from "../packages/server/src/main.ts";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";
import { mailedToken, makeDraft, makeSignature } from "./depositary.ts";

/* What scripts add to the administrators' pages, under the site's own content security policy. */

let dataDir: string;
let server: RunningServer;
let browser: Browser;
let page: Page;
/** What the browser complained about: a script that the policy forbids, for example. */
const complaints: string[] = [];

before(async () => {
  for (const name of ["preview.js", "copy-link.js", "count.js"]) {
    assert.ok(assetPath(name), `${name} is not built: "npm test" builds the islands first`);
  }
  dataDir = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  server = await serve(readConfig({ PORT: "0", DATA_DIR: dataDir, PUBLISH_INTERVAL: "50" }));
  const { administrators } = server.depositary;
  const session = await administrators.setUp((await administrators.setupToken()) ?? "", {
    name: "Ada Winter",
    mailbox: "ada@coalition.example",
    password: "seven quiet benches by the river",
    organisation: { name: "Coalition for Reading Rooms", contact: "ada@coalition.example" },
  });
  browser = await openBrowser();
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  await context.addCookies([{ name: "undersigned", value: session.token, url: server.url }]);
  page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
});

after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test("a text appears as it will look while it is typed", async () => {
  await page.goto(`${server.url}/admin/statements/new`);
  await page.getByLabel("Title").fill("Open the *reading* rooms");
  await page.getByLabel("Text", { exact: true }).fill("One [link](https://example.org/).\n\n## Two\n\n- three\n- four");
  const sheet = page.locator("[data-preview-sheet]");
  await sheet.locator(".words li").nth(1).waitFor();
  assert.equal(await sheet.locator(".title em").textContent(), "reading");
  assert.deepEqual(await sheet.locator(".mark").allTextContents(), ["1", "2", "3", "4"]);
  assert.equal(await sheet.locator("a").getAttribute("href"), "https://example.org/");
  assert.deepEqual(await findAccessibilityFaults(page), []);
});

test("it turns with the language", async () => {
  await page.getByLabel("Language of this text").selectOption("ar");
  await page.locator('[data-preview-sheet] > [lang="ar"][dir="rtl"]').waitFor();
});

test("what is to be mended is shown with its place, and the cursor goes there", async () => {
  await page.getByLabel("Text", { exact: true }).fill("One.\n\nTwo  three.");
  const fault = page.locator(".preview-fault");
  await fault.waitFor();
  assert.match((await fault.textContent()) ?? "", /Line 3, character 4: one space is enough/);
  assert.match((await page.locator("[data-preview-sheet]").textContent()) ?? "", /once it is tidied.*Two three\./s);
  assert.deepEqual(await findAccessibilityFaults(page), []);
  await fault.getByRole("button", { name: "Show me" }).click();
  const selected = await page.evaluate("[document.activeElement.name, document.activeElement.selectionStart]");
  assert.deepEqual(selected, ["body", "One.\n\nTwo".length]);
});

test("a link is copied, and counts come in by themselves", async () => {
  const { drafts, signing } = server.depositary;
  const { id } = await drafts.create(makeDraft({ slug: "rooms" }));
  const statement = await drafts.open(id);
  await page.goto(`${server.url}/admin/statements/${id}`);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate("navigator.clipboard.readText()"), `${server.url}/s/rooms`);
  assert.equal(await page.locator("[data-count-of=total]").textContent(), "0");
  await signing.submit(id, makeSignature(statement, { mailbox: "bo@post.example" }), { address: "127.0.0.1" });
  await signing.confirm({ token: await mailedToken(server.depositary, "bo@post.example", "confirm") });
  await page.locator("[data-count-of=total]", { hasText: "1" }).waitFor({ timeout: 15_000 });
  assert.equal(await page.locator("[data-count-of=people]").textContent(), "1");
});

test("the browser complained about nothing", () => {
  assert.deepEqual(complaints, []);
});
