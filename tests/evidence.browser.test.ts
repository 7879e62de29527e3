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
import { mailedToken, makeDraft, makeSignature } from "./depositary.ts";
import type { DomainPlace } from "./domain-place.ts";
import { openDomainPlace } from "./domain-place.ts";

const DOMAIN = "reading.example";

let net: DomainPlace;
let dataDir: string;
let server: RunningServer;
let browser: Browser;
let token = "";
let record = "";

before(async () => {
  net = await openDomainPlace(DOMAIN);
  dataDir = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  server = await serve(
    readConfig({
      PORT: "0",
      DATA_DIR: dataDir,
      PUBLISH_INTERVAL: "50",
      RESOLVERS: net.settings.resolvers.join(),
      LOOKUP_CA_FILE: net.authority.file,
      LOOKUP_ADDRESSES: "public,127.0.0.2",
      LOOKUP_HTTPS_PORT: String(net.settings.httpsPort),
    }),
  );
  const { drafts, signing } = server.depositary;
  const { terms } = makeDraft();
  const draft = makeDraft({ slug: "rooms", terms: { ...terms, leastLevel: { organisation: 3, person: 1 } } });
  const statement = await drafts.open((await drafts.create(draft)).id);
  const mailbox = `office@${DOMAIN}`;
  const change = { kind: "organisation", capacity: "institutional", name: "Reading Rooms Union", mailbox } as const;
  await signing.submit(statement.id, makeSignature(statement, change), { address: "127.0.0.1" });
  token = await mailedToken(server.depositary, mailbox, "confirm");
  await assert.rejects(signing.confirm({ token }));
  record = `undersigned=v1 version=${statement.version?.digest}`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await net?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function openPage(width: number, colorScheme: "light" | "dark" = "light"): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  await page.goto(`${server.url}/evidence?token=${token}`);
  return page;
}

/** For whoever wants to look at it: SCREENSHOTS names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

test("the page is accessible, and fits a telephone, also with everything unfolded and after a look", async () => {
  for (const [width, colorScheme] of [
    [360, "light"],
    [1280, "dark"],
  ] as const) {
    const page = await openPage(width, colorScheme);
    await picture(page, `evidence-${width}`);
    await page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true");
    await page.getByRole("button", { name: "Look now" }).click();
    await page.getByText("There is no TXT record at").waitFor();
    await picture(page, `evidence-${width}-not-seen`);
    assert.deepEqual(await findAccessibilityFaults(page), []);
    assert.equal(
      await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
      0,
      `at ${width}`,
    );
    await page.close();
  }
});

test("the exact value is copied by a button", async () => {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(`${server.url}/evidence?token=${token}`);
  await page.locator(".copy", { hasText: "Value, or content" }).getByRole("button", { name: "Copy" }).click();
  await page.getByText("Copied").first().waitFor();
  assert.equal(await page.evaluate("navigator.clipboard.readText()"), record);
  await page.locator("#forward").getByRole("button", { name: "Copy" }).click();
  const forwarded = await page.evaluate("navigator.clipboard.readText()");
  assert.ok(typeof forwarded === "string" && forwarded.includes(`Value: ${record}`));
  await context.close();
});

test("what was typed stays when a look shows nothing, and the page stays too", async () => {
  const page = await openPage(1280);
  await page.getByText("Or: a link on your website").click();
  await page.getByLabel("Address of your page").fill(`https://${DOMAIN}/nothing`);
  await page.getByRole("button", { name: "Look at that page" }).click();
  await page.getByText(`There is nothing at https://${DOMAIN}/nothing`).waitFor();
  assert.equal(await page.getByLabel("Address of your page").inputValue(), `https://${DOMAIN}/nothing`);
  await page.close();
});

test("a look shows what each resolver said, without leaving the page, and then that it is recorded", async () => {
  const page = await openPage(1280);
  await page.getByRole("button", { name: "Look now" }).click();
  await page.getByText("We look again every half minute").waitFor();
  assert.ok(await page.getByText(`${net.settings.resolvers[0]} knows no such name yet`).isVisible());
  net.answer(`_undersigned.${DOMAIN}`, "TXT", [record]);
  await page.getByRole("button", { name: "Look now" }).click();
  await page.getByText("Seen, and recorded").waitFor();
  await page.getByText("Your signature is recorded now, and counts.").waitFor();
  assert.equal(await page.getByText("Your signature is recorded now").count(), 1);
  assert.equal(await page.getByRole("link", { name: "See the list" }).getAttribute("href"), "/s/rooms/signatories");
  // What is done already is folded, and still there.
  assert.ok(await page.locator("#forward").isHidden());
  assert.deepEqual(await findAccessibilityFaults(page), []);
  await picture(page, "evidence-seen");
  await page.getByText("Prove it by your domain in another way").click();
  assert.ok(await page.locator("#forward").getByRole("button", { name: "Copy" }).isVisible());
  assert.deepEqual(await findAccessibilityFaults(page), []);
  await page.close();
});
