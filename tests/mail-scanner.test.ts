import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { sql } from "kysely";
import { mailInvitations } from "../packages/server/src/depositary/mailing-invitations.ts";
import { makeStatementReading } from "../packages/server/src/depositary/statement-reading.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { MailTemplate } from "../packages/server/src/mail/templates.ts";
import { appOf, setUpAdministrator } from "./accounts.ts";
import type { AskingPlace } from "./asking-place.ts";
import { openAskingPlace } from "./asking-place.ts";
import { MARKDOWN, makeDraft, makeSignature } from "./depositary.ts";
import { tablesOf } from "./search-everywhere.ts";
import { waitUntil } from "./wait-until.ts";

/*
 * A mail scanner opens every link of a mail, and what the pages behind it lead to, before anybody has read it; it presses no
 * button. Here one opens all that is ever mailed, and every row of the database is held against what it was.
 */

/** Where the mails of each template lead. Whoever adds a template says it here, and below has it mailed. */
const LEADS_TO: Readonly<Record<MailTemplate["template"], readonly string[]>> = {
  confirm: ["/confirm"],
  waiting: ["/evidence"],
  "waiting-ended": [],
  "already-signed": ["/manage", "/manage/again"],
  signed: ["/manage", "/api/v1/receipts/:id"],
  "manage-link": ["/manage"],
  withdrawn: ["/api/v1/receipts/:id"],
  removed: ["/manage", "/api/v1/receipts/:id"],
  erased: ["/api/v1/receipts/:id"],
  anonymised: ["/api/v1/receipts/:id"],
  "new-version": ["/manage/again"],
  correction: ["/manage"],
  "signed-again": ["/manage", "/api/v1/receipts/:id"],
  invitation: ["/invited"],
  asked: ["/approve", "/vouch", "/named"],
  answered: ["/evidence/others"],
  missing: ["/evidence"],
  "sign-in-code": [],
  "account-invitation": ["/account-invitation"],
  "dispute-confirm": ["/dispute"],
  "dispute-opened": [],
  "dispute-told": ["/manage"],
  "dispute-to-check": [],
  "dispute-outcome": [],
};

/** What mail programs are told to post to, without it being a link of the mail. */
const UNSUBSCRIBE = "/invited/unsubscribe";

let place: AskingPlace;
let app: Hono;
let statement: StatementView;
let now = Date.now();

before(async () => {
  place = await openAskingPlace("sqlite", { clock: () => (now += 1) });
  const { depositary } = place;
  app = appOf(depositary);
  const mara = await setUpAdministrator(depositary);
  const by = { kind: "administrator", id: mara.account.id, name: mara.account.name } as const;
  statement = await place.statement({ slug: "scanned" });
  await mailEverything(by);
});
after(() => place.close());

/** Has a mail written for each place that mails lead to. */
async function mailEverything(by: { kind: "administrator"; id: string; name: string }): Promise<void> {
  const { depositary } = place;
  await place.sign(statement, { name: "Bo Dale", mailbox: "bo@post.example" });
  await depositary.signing.withdraw(await place.sign(statement, { name: "Cy Moor", mailbox: "cy@post.example" }));
  const club = { kind: "organisation", capacity: "institutional" } as const;
  await place.sign(statement, { ...club, name: "Lane Club", mailbox: "lane@gmail.com", noDomain: true });
  const lane = await place.mailed("lane@gmail.com", "/evidence");
  const x = await place.signConfirmed(statement, "Library of X", "x.example");
  const y = await place.signConfirmed(statement, "Library of Y", "y.example");
  await depositary.askings.askVouch(lane, "x.example");
  await depositary.askings.askApproval(x, "treasurer@x.example");
  await depositary.askings.askNaming(x, "bo@post.example");
  await depositary.askings.askApproval(y, "treasurer@y.example");
  await depositary.askings.answer({ token: await place.mailed("treasurer@y.example", "/approve") }, { yes: false });
  await depositary.accounts.invite({ name: "Iva Berg", mailbox: "iva@coalition.example", role: "checker" }, by);
  await depositary.invitations.invite(statement.id, [{ name: "Alder Club", mailbox: "office@alder.example" }], by);
  const reading = makeStatementReading(place.store);
  await mailInvitations({ ...place, reading, clock: () => now, onMail: () => undefined }, statement.id);
  const { index } = (await place.holder(y)) as { index: number };
  const words = "We never signed this.";
  const dispute = { index, speaks: "organisation", mailbox: "intern@y.example", name: "An Intern", words };
  await depositary.disputes.submit(statement.id, { ...dispute, keepsName: false }, {});

  // Last, so that a mailbox that signed the text before is asked whether it signs this one.
  const texts = [{ lang: "en", markdown: `${MARKDOWN}- And on Fridays.\n`, authentic: true }];
  const draft = {
    ...(await depositary.nextVersions.begin(statement.id)),
    ...makeDraft({ texts }),
    slug: statement.slug,
  };
  await depositary.nextVersions.replace(statement.id, draft);
  const { version } = await depositary.nextVersions.preview(statement.id, draft);
  const second = await depositary.nextVersions.open(statement.id, version?.digest ?? "");
  await submit(makeSignature(second, { name: "Bo Dale", mailbox: "bo@post.example" }));
  await submit(makeSignature(second, { name: "Dee Holt", mailbox: "dee@post.example" }));
}

async function submit(input: ReturnType<typeof makeSignature>): Promise<void> {
  await place.depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
}

/** Every link in the outbox, and the address for who wants no more invitations. */
async function mailedLinks(): Promise<URL[]> {
  const { items } = await place.depositary.outbox.list({ limit: 500 });
  const links = items.flatMap((mail) => mail.links).map((link) => new URL(link));
  const invited = links.find(({ pathname }) => pathname === "/invited");
  return [...links, new URL(`${UNSUBSCRIBE}${invited?.search}`, invited)];
}

function placeOf({ pathname }: URL): string {
  return pathname.replace(/^(\/api\/v1\/receipts\/).*/, "$1:id");
}

/** Everything that is stored, as text. */
async function everything(): Promise<Record<string, string[]>> {
  const rows = async (table: string) => {
    const { rows: all } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(place.store.db);
    return all.map((row) => JSON.stringify(row)).sort();
  };
  const tables = await tablesOf(place.store);
  return Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await rows(table)] as const)));
}

/** What was begun before is done: nothing of it is taken for the work of the scanner. */
async function settled(): Promise<void> {
  await waitUntil(async () => {
    const { rows } = await sql`select * from unpublished`.execute(place.store.db);
    return rows.length === 0;
  });
}

async function open(url: URL, method: "GET" | "HEAD"): Promise<{ status: number; page: string }> {
  const answer = await app.request(url.pathname + url.search, { method });
  return { status: answer.status, page: await answer.text() };
}

/** Where a page leads: its links, and the actions of its forms as if they were links, with what the forms would send. */
function leadsOn(page: string, from: URL): URL[] {
  const targets = [...page.matchAll(/(?:href|action)="([^"#]*)"/g)].map(([, target = ""]) =>
    target.replaceAll("&amp;", "&"),
  );
  const urls = targets.filter((target) => URL.canParse(target, from)).map((target) => new URL(target, from));
  return urls
    .filter(({ origin }) => origin === from.origin)
    .map((url) => {
      const filled = new URL(url);
      for (const [name, value] of [...from.searchParams, ...hiddenFields(page)]) filled.searchParams.set(name, value);
      return filled;
    });
}

function hiddenFields(page: string): [string, string][] {
  return [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]);
}

test("what is mailed leads to every place that a mail can lead to", async () => {
  const walked = new Set((await mailedLinks()).map(placeOf));
  assert.deepEqual([...walked].sort(), [...new Set([...Object.values(LEADS_TO).flat(), UNSUBSCRIBE])].sort());
});

test("attack: a scanner opens every link of every mail, and every link and form behind it, and nothing changes", async () => {
  await settled();
  const before = await everything();
  const seen = new Set<string>();
  const shown = new Set<string>();
  for (const link of await mailedLinks()) {
    for (const method of ["HEAD", "GET", "GET"] as const) {
      const { status, page } = await open(link, method);
      // Of a signature that was taken back, and of a text that is not the newest, the links say so.
      assert.ok([200, 404, 409].includes(status), `${method} ${link.pathname} answered ${status}: ${page}`);
      if (status === 200) shown.add(placeOf(link));
      for (const next of leadsOn(page, link)) {
        if (seen.has(next.href)) continue;
        seen.add(next.href);
        const { status: behind } = await open(next, "GET");
        assert.ok(behind < 500, `${next.pathname} answered ${behind}`);
      }
    }
  }
  assert.deepEqual(
    [...new Set((await mailedLinks()).map(placeOf))].filter((one) => !shown.has(one)),
    [],
  );
  assert.ok(seen.size > 40, `only ${seen.size} links were found on the pages`);
  await settled();
  assert.deepEqual(await everything(), before);
});
