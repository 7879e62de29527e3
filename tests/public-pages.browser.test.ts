import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { readConfig } from "../packages/server/src/config.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { SignatureInput } from "../packages/server/src/depositary/signing.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { RunningServer } from "../packages/server/src/main.ts";
import { serve } from "../packages/server/src/main.ts";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";
import { MARKDOWN, mailedToken, makeDraft, makeSignature } from "./depositary.ts";

const ARABIC = `# افتحوا قاعات القراءة

قاعة القراءة هي المكان الذي تلتقي فيه المدينة بعقلها.

## ما نطلبه

- افتحوا كل قاعة يوم الأحد.
- ودفّئوها في الشتاء.
`;

let dataDir: string;
let server: RunningServer;
let depositary: Depositary;
let statement: StatementView;
let browser: Browser;
let library: string;

before(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  server = await serve(readConfig({ PORT: "0", DATA_DIR: dataDir, PUBLISH_INTERVAL: "50" }));
  depositary = server.depositary;
  const texts = [
    { lang: "en", markdown: MARKDOWN, authentic: true },
    { lang: "ar", markdown: ARABIC, authentic: true },
  ];
  const draft = await depositary.drafts.create(makeDraft({ slug: "rooms", texts, closes: "2199-01-01T00:00:00Z" }));
  statement = await depositary.drafts.open(draft.id);
  await sign("Ada Winter", "ada@post.example");
  library = await sign("Riverbend Library", "office@library.example", ORGANISATION);
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const ORGANISATION = {
  kind: "organisation",
  capacity: "institutional",
  names: { ar: "مكتبة" },
  country: "KE",
  authority: "director",
} as const;

async function sign(name: string, mailbox: string, change: Partial<SignatureInput> = {}): Promise<string> {
  const input = makeSignature(statement, { name, mailbox, ...change });
  await depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
  const token = await mailedToken(depositary, mailbox, "confirm");
  await depositary.signing.confirm({ token });
  return token;
}

/** Everything that can stand beside a name. */
async function showEvidenceAndLogo(index: number): Promise<void> {
  const [domain, record] = ["library.example", `undersigned=v1 version=${statement.version?.digest}`];
  const resolvers = ["192.0.2.1:53", "192.0.2.2:53"].map((resolver) => ({ resolver, records: [record] }));
  const name = `_undersigned.${domain}`;
  const seen = { kind: "dns", domain, name, names: "version", record, resolvers } as const;
  await depositary.evidence.add({ statementId: statement.id, index }, seen);
  const create = { width: 400, height: 200, channels: 3, background: "#204080" } as const;
  await depositary.logos.put(library, await sharp({ create }).png().toBuffer());
}

async function waitingToken(name: string, mailbox: string): Promise<string> {
  await depositary.signing.submit(statement.id, makeSignature(statement, { name, mailbox }), { address: "127.0.0.1" });
  return mailedToken(depositary, mailbox, "confirm");
}

test("somebody signs and withdraws in a browser without scripts, and no cookie is left", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.url}/s/rooms`);
  await page.getByRole("link", { name: "Sign this statement" }).click();
  await page.getByLabel("Your name").fill("Bo Lind");
  await page.getByLabel("Your e-mail address").fill("bo@post.example");
  await page.getByLabel("Show my name").check();
  await page.getByLabel("I agree and am 16 or older.").check();
  await page.getByRole("button", { name: "Send me the mail to confirm" }).click();
  assert.equal(await page.locator("h1").textContent(), "Check your mail");

  const { items } = await depositary.outbox.list({});
  const mail = items.find((one) => one.to === "bo@post.example");
  const code = /\b[A-Z2-7]{4} [A-Z2-7]{4}\b/.exec(mail?.text ?? "")?.[0] ?? "";
  await page.getByLabel("Code from the mail").fill(code);
  await page.getByRole("button", { name: "Yes, I sign" }).click();
  assert.equal(await page.locator("h1").textContent(), "You have signed");

  const token = await mailedToken(depositary, "bo@post.example", "confirm");
  await page.goto(`${server.url}/manage?token=${token}`);
  await page.getByRole("link", { name: "Withdraw my signature" }).click();
  await page.getByRole("button", { name: "Yes, withdraw it" }).click();
  assert.equal(await page.locator("h1").textContent(), "Your signature is withdrawn");
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

test("axe-core finds nothing wrong, nothing is wider than the window, and no policy is broken", async () => {
  const waiting = await waitingToken("Cy Other", "cy@post.example");
  const signed = await sign("Di Fourth", "di@post.example");
  const { items } = await depositary.statements.signatories(statement.id, { kind: "organisation" });
  const listed = items[0]?.index ?? -1;
  await showEvidenceAndLogo(listed);
  const paths = [
    "/",
    "/s/rooms",
    "/s/rooms/ar",
    "/s/rooms/signatories",
    "/s/rooms/signatories?q=nobody",
    `/s/rooms/signatories/${listed}`,
    "/o/library.example",
    `/logo?token=${library}`,
    `/manage?token=${library}`,
    "/s/rooms/sign",
    "/s/rooms/sign?lang=ar&as=organisation",
    "/s/rooms/sign/sent?pending=x",
    `/confirm?token=${waiting}`,
    `/confirm?token=${signed}`,
    `/manage?token=${signed}`,
    `/manage/withdraw?token=${signed}`,
    "/s/rooms/manage",
    "/s/rooms/verify",
  ];
  for (const { width, colorScheme } of [
    { width: 360, colorScheme: "light" },
    { width: 1440, colorScheme: "dark" },
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
    });
    for (const path of paths) {
      const answer = await page.goto(server.url + path);
      assert.equal(answer?.status(), 200, path);
      assert.deepEqual(await findAccessibilityFaults(page), [], `${path} at ${width}`);
      const wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assert.equal(wider, 0, `${path} at ${width}`);
    }
    assert.deepEqual(complaints, []);
    await page.close();
  }
});

test("a form with errors, and pages that refuse, are as accessible", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}/s/rooms/sign`);
  await page.locator("form").evaluate((form) => form.setAttribute("novalidate", ""));
  await page.getByRole("button", { name: "Send me the mail to confirm" }).click();
  await page.getByRole("link", { name: "Please type your name." }).click();
  assert.equal(await page.evaluate("document.activeElement.name"), "name");
  assert.deepEqual(await findAccessibilityFaults(page), []);
  for (const path of ["/s/nothing", "/confirm?token=x"]) {
    assert.equal((await page.goto(server.url + path))?.status(), 404);
    assert.deepEqual(await findAccessibilityFaults(page), [], path);
  }
  await page.close();
});
