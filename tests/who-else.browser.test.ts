import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { readConfig } from "../packages/server/src/config.ts";
import type { RunningServer } from "../packages/server/src/main.ts";
import { serve } from "../packages/server/src/main.ts";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";
import { mailedToken, makeDraft, makeSignature } from "./depositary.ts";

let dataDir: string;
let server: RunningServer;
let browser: Browser;
const paths = new Map<string, string>();

before(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  const providers = join(dataDir, "providers.json");
  const uni = { id: "uni", name: "University of X", issuer: "https://accounts.x.example", clientId: "c" };
  writeFileSync(providers, JSON.stringify([{ id: "orcid", preset: "orcid", clientId: "c" }, uni]));
  server = await serve(
    readConfig({ PORT: "0", DATA_DIR: dataDir, PUBLISH_INTERVAL: "50", OPENID_PROVIDERS: providers }),
  );
  const { drafts, signing, evidence, askings, outbox } = server.depositary;
  const statement = await drafts.open((await drafts.create(makeDraft({ slug: "rooms" }))).id);

  async function sign(change: Parameters<typeof makeSignature>[1]): Promise<string> {
    const input = makeSignature(statement, change);
    await signing.submit(statement.id, input, { address: "127.0.0.1" });
    const token = await mailedToken(server.depositary, input.mailbox, "confirm");
    await signing.confirm({ token }).catch(() => undefined);
    return token;
  }
  async function mailed(mailbox: string, page: string): Promise<string> {
    const { items } = await outbox.list({ limit: 500 });
    const links = items.filter(({ to }) => to === mailbox).flatMap((mail) => mail.links);
    return new URL(links.find((link) => new URL(link).pathname === page) ?? "").searchParams.get("token") ?? "";
  }

  const organisation = { kind: "organisation", capacity: "institutional" } as const;
  const office = await sign({ ...organisation, name: "Library of X", mailbox: "office@x.example", role: "director" });
  const view = await evidence.find(office);
  assert.ok(view);
  const page = { kind: "web-page", domain: "x.example", url: "https://x.example/news" } as const;
  await evidence.add(view.holder, { ...page, link: statement.url, sha256: "ab".repeat(32) });
  const lane = await sign({ ...organisation, name: "Friends of the Lane", mailbox: "lane@gmail.com", noDomain: true });
  const ada = await sign({
    name: "Ada Winter",
    mailbox: "ada@home.example",
    organisation: "Library of X",
    role: "librarian",
  });
  await askings.askApproval(office, "treasurer@x.example");
  await askings.askNaming(office, "ada@home.example");
  await askings.askVouch(lane, "x.example");
  paths.set("organisation", `/evidence/others?token=${office}`);
  paths.set("without-domain", `/evidence/others?token=${lane}`);
  paths.set("person", `/evidence/others?token=${ada}`);
  paths.set("approve", `/approve?token=${await mailed("treasurer@x.example", "/approve")}`);
  paths.set("vouch", `/vouch?token=${await mailed("office@x.example", "/vouch")}`);
  paths.set("named", `/named?token=${await mailed("ada@home.example", "/named")}`);
  paths.set("code", "/s/rooms/answer");
  paths.set("signatories", "/s/rooms/signatories");
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

for (const name of ["organisation", "without-domain", "person", "approve", "vouch", "named", "code", "signatories"]) {
  test(`who else says so: the page “${name}” can be used by everybody, at every width, light and dark`, async () => {
    for (const [width, colorScheme] of [
      [1000, "light"],
      [320, "dark"],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.goto(server.url + (paths.get(name) ?? ""));
      assert.deepEqual(await findAccessibilityFaults(page), []);
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(Number(overflow) <= 0, `${width}: ${overflow} too wide`);
      const shots = process.env.SCREENSHOTS;
      if (shots) await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
      await page.close();
    }
  });
}
