import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { readConfig } from "../packages/server/src/config.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { RunningServer } from "../packages/server/src/main.ts";
import { serve } from "../packages/server/src/main.ts";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";
import { mailedToken, makeDraft, makeSignature } from "./depositary.ts";

const PASSWORD = "a long and quiet river";

let dataDir: string;
let server: RunningServer;
let depositary: Depositary;
let statement: StatementView;
let browser: Browser;

before(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  server = await serve(readConfig({ PORT: "0", DATA_DIR: dataDir, PUBLISH_INTERVAL: "50" }));
  depositary = server.depositary;
  const setupToken = (await depositary.administrators.setupToken()) ?? "";
  const organisation = { name: "Friends of Reading Rooms", contact: "privacy@reading.example" };
  const about = { name: "Mara Holm", mailbox: "mara@reading.example", password: PASSWORD, organisation };
  await depositary.administrators.setUp(setupToken, about, { browser: "", address: "127.0.0.1" });
  statement = await depositary.drafts.open((await depositary.drafts.create(makeDraft({ slug: "rooms" }))).id);
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function sign(name: string, mailbox: string, kind: "person" | "organisation" = "person"): Promise<string> {
  const more = kind === "organisation" ? ({ kind, capacity: "institutional" } as const) : {};
  const input = makeSignature(statement, { name, mailbox, ...more });
  await depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
  await depositary.signing.confirm({ token: await mailedToken(depositary, mailbox, "confirm") });
  return await mailedToken(depositary, mailbox, "manage");
}

async function look(page: Page, name: string): Promise<void> {
  assert.deepEqual(await findAccessibilityFaults(page), [], name);
  const folder = process.env.SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

test("a name is disputed, answered and settled in a browser, and no cookie is left at readers", async () => {
  const managed = await sign("Harbour Library", "desk@library.example", "organisation");
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${server.url}/s/rooms/signatories`);
  await page.getByRole("link", { name: "We never signed this" }).click();
  await look(page, "dispute");
  assert.equal(await page.locator("h1").textContent(), "We never signed this");

  // From a domain that only looks alike it is refused, and what was typed is kept.
  await page.getByLabel("E-mail address").fill("director@library-example.test");
  await page.getByLabel("Your own name").fill("Ines Brandt");
  await page.getByLabel("What happened?").fill("An intern signed.\nThe board knows nothing of it.");
  await page.getByRole("button", { name: "Send me the mail" }).click();
  assert.match(
    (await page.locator(".error-summary, [role=alert]").first().textContent()) ?? "",
    /ends in library\.example/,
  );
  assert.match(await page.getByLabel("What happened?").inputValue(), /An intern signed/);
  await look(page, "dispute-refused");

  await page.getByLabel("E-mail address").fill("director@library.example");
  await page.getByRole("button", { name: "Send me the mail" }).click();
  assert.equal(await page.locator("h1").textContent(), "Check your mail");
  await look(page, "dispute-sent");

  // A scanner of mails opens every link, and nothing changes.
  const token = await mailedToken(depositary, "director@library.example", "dispute");
  await page.goto(`${server.url}/dispute?token=${token}`);
  assert.equal((await depositary.statements.counts(statement.id)).total, 1);
  await look(page, "dispute-confirm");
  await page.getByRole("button", { name: "Yes: hide it and check" }).click();
  assert.match((await page.locator(".lead").textContent()) ?? "", /hidden and not counted/);
  await look(page, "dispute-open");
  assert.equal((await depositary.statements.counts(statement.id)).total, 0);

  await page.goto(`${server.url}/s/rooms/disputes`);
  assert.match((await page.locator("main").textContent()) ?? "", /A name that is not shown here.*Still being checked/s);
  await look(page, "dispute-history");
  assert.doesNotMatch((await page.content()) ?? "", /Harbour Library|Ines Brandt/);

  await page.goto(`${server.url}/manage?token=${managed}`);
  await look(page, "dispute-manage");
  assert.match((await page.locator(".will-show").textContent()) ?? "", /The list showed, and shows again if/);
  await page.goto(`${server.url}/evidence?token=${managed}`);
  assert.match((await page.locator(".notice").first().textContent()) ?? "", /hidden and not counted/);
  assert.equal(await page.getByText("Your signature is recorded and counts").count(), 0);
  await page.goto(`${server.url}/manage?token=${managed}`);
  await page.getByLabel("Anything that helps to see that it was you").fill("The director agreed by telephone.");
  await page.getByRole("button", { name: "We did sign: keep our name" }).click();
  assert.match((await page.locator("main").textContent()) ?? "", /You said on .* that you did sign/);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

test("an administrator sees both sides and how the signature is known, and upholds with a reason, asked twice", async () => {
  const { items: names } = await depositary.disputes.history(statement.id, {});
  const domain = "library.example";
  const record = `undersigned=v1 version=${statement.version?.digest}`;
  const resolvers = [{ resolver: "192.0.2.53:53", records: [record] }];
  await depositary.evidence.add(
    { statementId: statement.id, index: names[0]?.index ?? -1 },
    { kind: "dns", domain, name: `_undersigned.${domain}`, names: "version", record, resolvers },
  );
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${server.url}/admin/statements/${statement.id}`);
  await page.getByLabel("E-mail address").fill("mara@reading.example");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).first().click();
  await page.getByRole("link", { name: "One disputed name waits for you" }).click();
  await look(page, "admin-disputes");
  await page.getByRole("link", { name: "Look at it" }).click();
  const main = (await page.locator("main").textContent()) ?? "";
  assert.match(main, /director@library\.example/);
  assert.match(main, /The board knows nothing of it/);
  assert.match(main, /The director agreed by telephone/);
  assert.match(main, /a DNS record.*The domain library\.example says so itself.*_undersigned\.library\.example/s);
  await look(page, "admin-dispute");
  await page.getByLabel("Your reason").fill("The board confirmed it by letter.");
  await page.getByRole("button", { name: "It is genuine" }).click();
  await look(page, "admin-dispute-sure");
  await page.getByRole("button", { name: "Yes, uphold it" }).click();
  assert.match((await page.locator("[role=status]").textContent()) ?? "", /Upheld/);
  assert.equal((await depositary.statements.counts(statement.id)).total, 1);
  await context.close();

  const { items } = await depositary.outbox.list({ limit: 50 });
  for (const to of ["director@library.example", "desk@library.example"]) {
    assert.ok(
      items.some((mail) => mail.to === to && mail.text.includes("The board confirmed it by letter.")),
      to,
    );
  }
});
