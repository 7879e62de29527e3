import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { listDueLooks, NEVER } from "../packages/store/src/looks.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import type { DomainPlace } from "./domain-place.ts";
import { openDomainPlace } from "./domain-place.ts";
import { waitUntil } from "./wait-until.ts";

const DOMAIN = "reading.example";
const NAME = `_undersigned.${DOMAIN}`;
const DAY = 86_400_000;

for (const engine of ["sqlite", "postgres"] as const) describe(`looking again, on ${engine}`, () => suite(engine));

function suite(engine: Engine): void {
  let net: DomainPlace;
  let place: Place;
  let opened: OpenPlace;
  let now = Date.now();

  before(async () => {
    net = await openDomainPlace(DOMAIN);
    place = await makePlace(engine);
    opened = await place.open({ clock: () => now, lookup: net.settings });
  });
  after(async () => {
    await opened.depositary.close();
    await place.remove();
    await net.close();
    assert.deepEqual(opened.errors, []);
  });
  beforeEach(() => {
    net.answer(NAME, "TXT", "nxdomain");
    net.answer(DOMAIN, "A", ["127.0.0.2"]);
  });

  let signatories = 0;
  async function signed(
    how: "dns" | "web-page",
  ): Promise<{ statement: StatementView; token: string; mailbox: string; record: string }> {
    const { depositary } = opened;
    const statement = await depositary.drafts.open((await depositary.drafts.create(makeDraft())).id);
    const mailbox = `office${++signatories}@${DOMAIN}`;
    const change = { kind: "organisation", capacity: "institutional", name: "Reading Rooms Union", mailbox } as const;
    await depositary.signing.submit(statement.id, makeSignature(statement, change), { address: "192.0.2.1" });
    const token = await mailedToken(depositary, mailbox, "confirm");
    await depositary.signing.confirm({ token });
    const record = `undersigned=v1 version=${statement.version?.digest}`;
    net.answer(NAME, "TXT", [record]);
    net.website.page(DOMAIN, "/news", `<a href="${statement.url}">x</a>`);
    const look = how === "dns" ? ({ how } as const) : ({ how, url: `https://${DOMAIN}/news` } as const);
    const { problem } = await depositary.looking.look(token, look);
    assert.equal(problem, null);
    return { statement, token, mailbox, record };
  }

  async function view(token: string) {
    const found = await opened.depositary.evidence.find(token);
    assert.ok(found);
    return found;
  }

  /** Moves the clock on by a day, and waits until all that is due then was looked at. */
  async function nextDay(): Promise<void> {
    now += DAY;
    // A look that fails may take all of its ten seconds, and the job comes round again only after that.
    const isDone = async () => (await listDueLooks(opened.store, { now, first: DAY, limit: 1 })).length === 0;
    await waitUntil(isDone, 60_000);
  }

  async function mailsAboutMissing(mailbox: string): Promise<number> {
    const { items } = await opened.depositary.outbox.list({ limit: 500 });
    return items.filter((mail) => mail.to === mailbox && mail.subject.includes("is not found any more")).length;
  }

  const kinds = async (token: string) => (await view(token)).observations.map(({ observation }) => observation.kind);

  test("unchanged: the day is noted, and nothing is added", async () => {
    const { token, statement } = await signed("dns");
    const [before] = (await view(token)).observations;
    assert.equal(before?.seenAgain, null);
    await nextDay();
    await waitUntil(async () => (await view(token)).observations[0]?.seenAgain === now);
    assert.deepEqual(await kinds(token), ["dns"]);
    assert.deepEqual((await opened.depositary.statements.counts(statement.id)).levels.organisation, [0, 0, 1, 0]);
    await close(statement);
  });

  test("not there on three days in a row: told on the first, recorded on the third, and good again by a new look", async () => {
    const { token, mailbox, record, statement } = await signed("dns");
    net.answer(NAME, "TXT", "nxdomain");
    await nextDay();
    await waitUntil(async () => (await mailsAboutMissing(mailbox)) === 1);
    assert.equal((await view(token)).level, 3);
    await nextDay();
    await nextDay();
    await waitUntil(async () => (await view(token)).level === 2);
    assert.deepEqual(await kinds(token), ["dns", "gone"]);
    assert.equal(await mailsAboutMissing(mailbox), 1);
    net.answer(NAME, "TXT", [record]);
    await opened.depositary.looking.look(token, { how: "dns" });
    assert.equal((await view(token)).level, 3);
    assert.deepEqual(await kinds(token), ["dns", "gone", "dns"]);
    await close(statement);
  });

  test("failures on the way say nothing, however long they last; a day on which it is there begins anew", async () => {
    const { token, mailbox, record, statement } = await signed("dns");
    for (const answer of ["servfail", "servfail", "servfail", "servfail"] as const) {
      net.answer(NAME, "TXT", answer);
      await nextDay();
    }
    assert.deepEqual(await kinds(token), ["dns"]);
    assert.equal(await mailsAboutMissing(mailbox), 0);
    for (const answer of ["nxdomain", "nxdomain", [record], "nxdomain", "nxdomain"] as const) {
      net.answer(NAME, "TXT", answer);
      await nextDay();
    }
    assert.deepEqual(await kinds(token), ["dns"]);
    assert.equal((await view(token)).level, 3);
    await close(statement);
  });

  test("a page that is gone is told apart from a server that is off", async () => {
    const { token, mailbox, statement } = await signed("web-page");
    net.website.handle(DOMAIN, "/news", (_, response) => void response.writeHead(503).end());
    for (let day = 0; day < 4; day++) await nextDay();
    assert.deepEqual(await kinds(token), ["web-page"]);
    net.website.handle(DOMAIN, "/news", (_, response) => void response.writeHead(404).end());
    for (let day = 0; day < 3; day++) await nextDay();
    await waitUntil(async () => (await view(token)).level === 2);
    assert.equal(await mailsAboutMissing(mailbox), 1);
    await close(statement);
  });

  test("once its statement is closed, nothing is looked at any more", async () => {
    const closed = await signed("web-page");
    await close(closed.statement);
    const open = await signed("dns");
    net.website.asked();
    await nextDay();
    await waitUntil(async () => (await view(open.token)).observations[0]?.seenAgain === now);
    assert.deepEqual(net.website.asked(), []);
    assert.equal((await view(closed.token)).level, 3);
    await close(open.statement);
  });

  test("one that no longer opens keeps no other from being looked at, and those of closed statements are due no more", async () => {
    const { depositary, store } = opened;
    const [good, broken, closed] = [await signed("web-page"), await signed("web-page"), await signed("web-page")];
    const row = (one: { statement: StatementView }) =>
      store.db
        .selectFrom("observation")
        .selectAll()
        .where("statement_id", "=", one.statement.id)
        .executeTakeFirstOrThrow();
    const change = { observation_sealed: new Uint8Array(100).fill(1), observed_at: 0 };
    await store.db.updateTable("observation").set(change).where("statement_id", "=", broken.statement.id).execute();
    net.website.page(DOMAIN, "/news", `<a href="${good.statement.url}">x</a>`);
    await depositary.drafts.close(closed.statement.id);
    await nextDay();
    await waitUntil(async () => (await view(good.token)).observations[0]?.seenAgain === now);
    assert.ok(((await row(broken)).look_at ?? 0) > now);
    assert.equal((await row(closed)).look_at, NEVER);
    for (const one of [good, broken]) await close(one.statement);
  });

  async function close(statement: StatementView): Promise<void> {
    await opened.depositary.drafts.close(statement.id);
  }
}
