import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { readConfig } from "../packages/server/src/config.ts";
import type { RunningServer } from "../packages/server/src/main.ts";
import { serve } from "../packages/server/src/main.ts";
import type { MailReceiver } from "../tools/live/mail-receiver.ts";
import { startMailReceiver } from "../tools/live/mail-receiver.ts";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";
import { makeDraft } from "./depositary.ts";
import { waitUntil } from "./wait-until.ts";

/*
 * A secretary hands in a spreadsheet and sends what is in it; an invited organisation gets the mail, passes the sheet on and
 * signs: in a browser, with a real mail server between them. PICTURES names a folder for pictures of the pages.
 */

const { PICTURES = "" } = process.env;

let folder: string;
let server: RunningServer;
let mail: MailReceiver;
let browser: Browser;
let page: Page;
let here: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  mail = await startMailReceiver();
  server = await serve(readConfig({ PORT: "0", DATA_DIR: folder, PUBLISH_INTERVAL: "50", SMTP_URL: mail.url }));
  browser = await openBrowser(PICTURES === "" ? {} : { fonts: "machine" });
  page = await browser.newPage();
  await page.goto(server.setupUrl ?? "");
  await page.getByLabel("Your name").fill("Ada Winter");
  await page.getByLabel("Your e-mail address").fill("ada@coalition.example");
  await page.getByLabel("With a password").check();
  await page.getByLabel("Password", { exact: true }).fill("seven quiet benches by the river");
  await page.getByLabel("Its name").fill("Coalition for Reading Rooms");
  await page.getByLabel("Its website or domain").fill("https://coalition.example");
  await press("Set up");
  const { drafts } = server.depositary;
  const texts = [
    { lang: "en", markdown: "# Open the reading rooms\n\nOpen every reading room.\n\nHeat them.\n", authentic: true },
    { lang: "de", markdown: "# Öffnet die Lesesäle\n\nÖffnet jeden Lesesaal.\n\nHeizt sie.\n", authentic: true },
  ];
  const { id } = await drafts.open((await drafts.create(makeDraft({ slug: "rooms", texts, demands: [] }))).id);
  here = `${server.url}/admin/statements/${id}/invitations`;
});
after(async () => {
  await browser?.close();
  await server?.close();
  await mail?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function press(name: string): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
}

async function follow(name: string): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.getByRole("link", { name, exact: true }).click()]);
}

/** Looks at the page as it stands, and keeps pictures of it where they are wanted. */
async function look(what: string): Promise<void> {
  assert.deepEqual(await findAccessibilityFaults(page), [], what);
  for (const width of [360, 1100]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    assert.ok(Number(overflow) <= 0, `${what} is ${String(overflow)} pixels too wide at ${width}`);
    if (PICTURES === "") continue;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${what}-${width}.png`), fullPage: true });
  }
}

const LIST = [
  "Zeitstempel;Verein;E-Mail-Adresse;Sprache;Ansprechpartnerin;Telefon",
  "01.11.2026;Alder Club e. V.;office@alder.example;Deutsch;Mara Holm;+49 30 1",
  '02.11.2026;"Birch, Beech\nand Friends";office@birch.example;English;;',
  "02.11.2026;Cedar Choir;;Deutsch;;",
  "03.11.2026;Dogwood Band;band@gmail.com;Français;;",
  "03.11.2026;Elm Union;a@elm.example, b@elm.example;;;",
  '04.11.2026;=HYPERLINK("http://evil.test");x@evil.test;;;',
  "04.11.2026;Alder again;OFFICE@alder.example;;;",
].join("\r\n");

test("a spreadsheet is handed in, looked at, and sent once it was asked twice", async () => {
  await page.goto(here);
  await look("invitations-empty");
  await follow("Hand in a list …");
  await look("hand-in");
  const buffer = Buffer.from(LIST, "latin1");
  await page.getByLabel("The list as a file").setInputFiles({ name: "vereine.csv", mimeType: "text/csv", buffer });
  await press("Look at it");
  await look("review");
  assert.equal(await page.getByText("3 organisations would be invited.").count(), 1);
  assert.equal(await page.getByText("No mailbox: cannot be invited (line 5)").count(), 1);
  assert.equal(await page.getByLabel("Column 2: Verein").inputValue(), "name");
  assert.equal(await page.getByLabel("Column 3: E-Mail-Adresse").inputValue(), "mailbox");
  await page.getByLabel("Column 5: Ansprechpartnerin").selectOption("none");
  await press("Read it again like this");
  assert.equal(await page.getByLabel("Column 5: Ansprechpartnerin").inputValue(), "none");
  await follow("Send 3 invitations …");
  await look("send");
  await press("Yes, send 3 invitations");
  await look("invitations");
  assert.match((await page.locator(".deed").textContent()) ?? "", /on their way/);
  assert.equal(await page.getByText("Birch, Beech and Friends").count(), 1);
});

test("the invited organisation gets one mail, sees how it would stand, and a hand on the page marks it as opened", async () => {
  await waitUntil(async () => mail.mailsTo("office@alder.example").length === 1);
  const [invitation] = mail.mailsTo("office@alder.example");
  const link = invitation?.links.find((address) => address.includes("/invited?"));
  assert.ok(link !== undefined, invitation?.text);
  const { invitations } = server.depositary;
  const state = async () => (await invitations.list("rooms", { mailbox: "office@alder.example" })).items[0]?.state;
  await page.goto(link);
  assert.equal(await state(), "invited");
  await page.mouse.move(40, 40);
  await page.mouse.move(80, 90);
  await waitUntil(async () => (await state()) === "opened");
  await look("invited");
  await page.getByText("Does it go by another name").click();
  await page.getByLabel("Deutsch").fill("Erlenverein");
  await press("Show it like this");
  assert.match((await page.locator(".as-shown [lang=de].who").textContent()) ?? "", /^Erlenverein · Alder Club/);
  await press("Sign for Alder Club e. V.");
  assert.equal(await page.getByLabel("Deutsch").inputValue(), "Erlenverein");
  await page.goBack();
  await follow("The sheet to pass on");
  await look("sheet");
  await page.pdf({ path: join(folder, "sheet.pdf"), format: "A4" });
});

test("it signs, by the way of every signature, and is marked as signed", async () => {
  const [invitation] = mail.mailsTo("office@alder.example");
  await page.goto(invitation?.links.find((address) => address.includes("/invited?")) ?? "");
  await press("Sign for Alder Club e. V.");
  await look("invited-sign");
  assert.equal(await page.getByLabel("Name of the organisation").inputValue(), "Alder Club e. V.");
  assert.equal(await page.getByLabel("Your e-mail address").inputValue(), "office@alder.example");
  await page.getByLabel("I may sign for it, as").fill("chair");
  await page.getByLabel(/I agree/).check();
  await press("Send me the mail to confirm");
  await waitUntil(async () => mail.mailsTo("office@alder.example").length === 2);
  const confirm = mail.mailsTo("office@alder.example")[1]?.links.find((address) => address.includes("/confirm?"));
  await page.goto(confirm ?? "");
  await press("Yes, I sign");
  await page.goto(here);
  const row = page.locator("li", { hasText: "Alder Club" }).first();
  assert.match((await row.textContent()) ?? "", /Signed/);
});
