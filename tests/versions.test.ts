import assert from "node:assert/strict";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, describe, test } from "node:test";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { encodeUtf8 } from "../packages/core/src/bytes.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import { parseReceipt } from "../packages/core/src/verify/receipt.ts";
import type { Report } from "../packages/core/src/verify/report.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import { verifyReceipt } from "../packages/core/src/verify/verify-receipt.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { Draft } from "../packages/server/src/depositary/drafts.ts";
import type { AgainInput } from "../packages/server/src/depositary/resigning-acts.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { Store } from "../packages/store/src/store.ts";
import type { Engine, OpenPlace } from "./depositary.ts";
import { MARKDOWN, mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { runCli } from "./run-cli.ts";
import { searchEverywhere } from "./search-everywhere.ts";
import { waitUntil } from "./wait-until.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-versions-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const NEW_TEXT = MARKDOWN.replace("on Sundays", "on Sundays and Mondays");

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`versions of a statement, on ${engine}`, () => versionsSuite(engine));
}

type Told = Awaited<ReturnType<Depositary["outbox"]["list"]>>["items"];

function versionsSuite(engine: Engine): void {
  const placed = makePlace(engine);
  const opened: OpenPlace[] = [];
  async function open(): Promise<OpenPlace> {
    const place = await (await placed).open();
    opened.push(place);
    return place;
  }
  after(async () => {
    for (const { depositary } of opened) await depositary.close();
    await (await placed).remove();
    assert.deepEqual(
      opened.flatMap(({ errors }) => errors),
      [],
    );
  });
  const first = open();

  async function begin(
    change: Partial<Draft> = {},
  ): Promise<{ depositary: Depositary; store: Store; statement: StatementView }> {
    const { depositary, store } = await first;
    const { id } = await depositary.drafts.create(makeDraft(change));
    return { depositary, store, statement: await depositary.drafts.open(id) };
  }

  test("a next version is a draft beside the open text, shows what changed, and is opened as it was read", async () => {
    const { depositary, store, statement } = await begin();
    assert.equal(await depositary.nextVersions.get(statement.id), null);
    const draft = await depositary.nextVersions.begin(statement.id);
    assert.deepEqual(draft.texts, [{ lang: "en", markdown: MARKDOWN, authentic: true, prevails: false }]);
    assert.deepEqual(draft.terms, makeDraft().terms);
    const same = await depositary.nextVersions.check(statement.id, draft);
    assert.match(same.problems[0]?.message ?? "", /Nothing is changed/);
    await assert.rejects(depositary.nextVersions.open(statement.id, "0".repeat(64)), { code: "invalid_field" });

    const next = withText(draft, NEW_TEXT);
    await depositary.nextVersions.replace(statement.id, next);
    const { changes, problems } = await depositary.nextVersions.check(statement.id, next);
    assert.deepEqual([problems, changes?.count, changes?.facts], [[], 1, []]);
    const unchanged = await depositary.statements.find(statement.id, {});
    assert.deepEqual(unchanged?.version, statement.version, "the open text stays as it is");

    const preview = await depositary.nextVersions.preview(statement.id, next);
    assert.equal(preview.version?.number, 2);
    await assert.rejects(depositary.nextVersions.open(statement.id, "0".repeat(64)), { code: "wrong_state" });
    const again = await depositary.nextVersions.open(statement.id, preview.version?.digest ?? "");
    assert.equal(again.version?.digest, preview.version?.digest);
    assert.equal(again.openedAt, statement.openedAt);
    assert.equal(await depositary.nextVersions.get(statement.id), null);
    const entries = await store.db.selectFrom("entry").selectAll().where("log_id", "=", statement.id).execute();
    assert.equal(entries.length, 2);
    assert.deepEqual(
      (await depositary.versions.list(statement.id)).map(({ number, digest, signed }) => [number, digest, signed]),
      [
        [1, statement.version?.digest, 0],
        [2, again.version?.digest, 0],
      ],
    );
    const old = await depositary.versions.text(statement.id, 1, "en");
    assert.equal(Buffer.from(old?.bytes ?? []).toString(), MARKDOWN);
  });

  test("a draft can be discarded; of what is no open statement there is no next version", async () => {
    const { depositary, statement } = await begin();
    await depositary.nextVersions.begin(statement.id);
    await depositary.nextVersions.discard(statement.id);
    assert.equal(await depositary.nextVersions.get(statement.id), null);
    const draft = await depositary.drafts.create(makeDraft());
    await assert.rejects(depositary.nextVersions.begin(draft.id), { code: "wrong_state" });
    await depositary.nextVersions.begin(statement.id);
    await depositary.drafts.close(statement.id);
    await assert.rejects(depositary.nextVersions.begin(statement.id), { code: "wrong_state" });
    await assert.rejects(depositary.nextVersions.replace(statement.id, makeDraft()), { code: "wrong_state" });
    assert.equal(await depositary.nextVersions.get(statement.id), null);
  });

  test("of two who open at once one does; a date changed or a closing in between stops it", async () => {
    const other = await open();
    const { depositary, statement } = await begin({ closes: "2199-01-01T00:00:00Z" });
    const digest = await prepare(depositary, statement.id, NEW_TEXT);
    const results = await Promise.allSettled(
      [depositary, other.depositary].map((one) => one.nextVersions.open(statement.id, digest)),
    );
    assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.equal((await depositary.versions.list(statement.id)).length, 2);

    const later = await prepare(depositary, statement.id, `${NEW_TEXT}- And on Fridays.\n`);
    await depositary.drafts.extend(statement.id, "2199-02-01T00:00:00Z");
    await depositary.nextVersions.open(statement.id, later);
    const state = await depositary.statements.find(statement.id, {});
    assert.equal(
      state?.closes,
      "2199-02-01T00:00:00Z",
      "the date is the statement's, whatever the draft was begun with",
    );
    const last = await prepare(depositary, statement.id, NEW_TEXT.replace("winter", "autumn"));
    await Promise.allSettled([
      depositary.drafts.close(statement.id),
      other.depositary.nextVersions.open(statement.id, last),
    ]);
    const closed = await depositary.versions.list(statement.id);
    const view = await depositary.statements.find(statement.id, {});
    assert.equal(view?.state, "closed");
    assert.equal(view.version?.number, closed.length);
  });

  test("what was asked to be signed under the old text is refused, in the same batch too", async () => {
    const { depositary, statement } = await begin();
    const waiting = await submit(depositary, statement, "ada@post.example", "Ada Winter");
    const digest = await prepare(depositary, statement.id, NEW_TEXT);
    const people = Array.from({ length: 20 }, (_, i) => `p${i}@post.example`);
    const tokens = await Promise.all(people.map((mailbox, i) => submit(depositary, statement, mailbox, `Person ${i}`)));
    const confirmed = await Promise.allSettled([
      ...tokens.slice(0, 10).map((token) => depositary.signing.confirm({ token })),
      depositary.nextVersions.open(statement.id, digest),
      ...tokens.slice(10).map((token) => depositary.signing.confirm({ token })),
    ]);
    const signed = confirmed.filter(({ status }) => status === "fulfilled").length - 1;
    const counts = await depositary.statements.counts(statement.id);
    assert.deepEqual(
      [counts.total, counts.earlier],
      [0, signed],
      "each stands under the text it was shown, or nowhere",
    );
    await assert.rejects(depositary.signing.confirm({ token: waiting }), { code: "wrong_version" });
    await assert.rejects(depositary.signing.pending(waiting), { code: "wrong_version" });
  });

  test("everybody who stands is told once, and nobody's name is moved", async () => {
    const { depositary, store, statement } = await begin();
    const ada = await sign(depositary, statement, "ada@post.example", "Ada Winter");
    await sign(depositary, statement, "bo@post.example", "Bo Lind", { named: false });
    const gone = await sign(depositary, statement, "cy@post.example", "Cy Other");
    await depositary.signing.withdraw(gone.token);
    const next = await openNext(depositary, statement.id, NEW_TEXT);
    await sign(depositary, next, "di@post.example", "Di Fourth");
    const { total, earlier } = await depositary.statements.counts(statement.id);
    assert.deepEqual([total, earlier], [1, 2]);
    const mails = await told(depositary, store, statement.id);
    assert.deepEqual(mails.map(({ to }) => to).sort(), ["ada@post.example", "bo@post.example"]);
    assert.match(
      mails[0]?.text ?? "",
      /Your signature stays with the version of .* and has not been moved\.\n\nSee the one change, then/,
    );
    const managed = await depositary.signing.managed(ada.token);
    assert.deepEqual([managed.again?.isEarlier, managed.again?.version.number, managed.again?.stays], [true, 1, false]);
    const list = await depositary.statements.signatories(statement.id, {});
    assert.deepEqual(
      list.items.map(({ name, version }) => [name, version]),
      [
        ["Ada Winter", 1],
        ["Di Fourth", 2],
      ],
    );
    // Asked again, it has nothing to do.
    await store.db.updateTable("statement").set({ told_to: 0 }).where("id", "=", statement.id).execute();
    assert.equal((await told(depositary, store, statement.id)).length, 2);
  });

  test("signing the new text moves the signature, with a receipt; what it opened before is destroyed", async () => {
    const { depositary, store, statement } = await begin();
    const { token, confirmed } = await sign(depositary, statement, "ada@post.example", "Ada Winter", {
      place: "Millford",
    });
    const next = await openNext(depositary, statement.id, NEW_TEXT);
    const input = await againOf(depositary, token, next, { named: false });
    await assert.rejects(depositary.resigning.resign(token, { ...input, consent: false }), { field: "consent" });
    await assert.rejects(depositary.resigning.resign(token, { ...input, version: statement.version?.digest ?? "" }), {
      code: "wrong_version",
    });
    const done = await depositary.resigning.resign(token, input);
    const trust = { key: parseVerifierKey(depositary.identity.vkey), source: "given" } as const;
    const report = verifyReceipt(parseReceipt(encodeUtf8(JSON.stringify(done.receipt))), trust);
    assert.deepEqual([report.verdict, report.entry?.act], ["valid", "resign"]);
    assert.ok(done.receipt?.opening && "part" in done.receipt.opening.private);
    const { part } = done.receipt.opening.private;
    assert.equal(part.name, "Ada Winter");
    assert.equal(part.consent?.version, next.version?.digest);
    assert.deepEqual(done.receipt.opening.public, {
      salt: Reflect.get(done.receipt.opening.public, "salt"),
      part: { date: new Date().toISOString().slice(0, 10), lang: "en" },
    });
    const counts = await depositary.statements.counts(statement.id);
    assert.deepEqual([counts.total, counts.unnamed, counts.earlier], [1, 1, 0]);
    assert.deepEqual((await depositary.statements.signatories(statement.id, {})).items, []);

    // The same form again, and an older one.
    assert.equal((await depositary.resigning.resign(token, input)).index, done.index);
    await assert.rejects(depositary.resigning.resign(token, { ...input, named: true }), { code: "wrong_state" });

    // The receipt of the first consent is there still, and opens nothing any more.
    const id = `${statement.id}.${confirmed.index}`;
    const former = await depositary.receipts.get(id, token);
    const checked = verifyReceipt(parseReceipt(encodeUtf8(JSON.stringify(former))), trust);
    assert.deepEqual([checked.verdict, checked.entry?.act], ["valid", "sign"], checked.reason ?? "");
    assert.deepEqual(Object.keys(former?.opening?.public ?? {}), ["digest"]);
    const current = await depositary.receipts.get(`${statement.id}.${done.index}`, token);
    assert.deepEqual(current?.opening, done.receipt.opening);
    await assert.rejects(depositary.receipts.get(`${statement.id}.0`, token), { code: "not_found" });
    const row = await store.db
      .selectFrom("signature")
      .selectAll()
      .where("statement_id", "=", statement.id)
      .executeTakeFirstOrThrow();
    assert.deepEqual([row.idx, row.consent_index], [confirmed.index, done.index]);

    // Taking it back ends the one signature.
    const withdrawn = await depositary.signing.withdraw(token);
    assert.deepEqual(parseEntryOf(withdrawn.receipt?.entry), { act: "withdraw", of: confirmed.index });
    await assert.rejects(depositary.resigning.resign(token, input), { code: "wrong_state" });
  });

  test("what is shown can be changed under the same text, and a search follows", async () => {
    const { depositary, statement } = await begin();
    const { token } = await sign(depositary, statement, "zoe@post.example", "Zoë Éclair", { named: false });
    const find = async (q: string) =>
      (await depositary.statements.signatories(statement.id, { q })).items.map(({ name }) => name);
    const shown = await againOf(depositary, token, statement, { named: true, reservation: "Not ¶ 4." });
    const done = await depositary.resigning.resign(token, shown);
    assert.deepEqual(await find("eclair"), ["Zoë Éclair"]);
    assert.equal((await depositary.statements.signatories(statement.id, {})).items[0]?.reservation, "Not ¶ 4.");
    const managed = await depositary.signing.managed(token);
    assert.deepEqual([managed.input?.named, managed.again?.isEarlier], [true, false]);
    assert.equal((await depositary.resigning.resign(token, { ...shown, replaces: done.index })).index, done.index);
    await depositary.resigning.resign(token, { ...shown, replaces: done.index, named: false, reservation: undefined });
    assert.deepEqual(await find("eclair"), []);
    await assert.rejects(depositary.resigning.stay(token, statement.version?.digest ?? ""), { code: "wrong_state" });
  });

  test("nothing of the earlier consent is left, and nothing of a person who signed again and then leaves", async () => {
    const { depositary, store, statement } = await begin();
    const { secrets } = await first;
    const find = async (needles: string[]) =>
      (await searchEverywhere({ store, secrets }, needles)).map(({ table, row }) =>
        `${table} ${row.template ?? ""}`.trim(),
      );
    const her = { place: "Obfelden", reservation: "Not Obfelden." };
    const { token } = await sign(depositary, statement, "quirina@post.example", "Quirina Zwölfender", her);
    const row = await store.db
      .selectFrom("signature")
      .select(["public_salt", "private_sealed"])
      .where("statement_id", "=", statement.id)
      .executeTakeFirstOrThrow();
    const next = await openNext(depositary, statement.id, NEW_TEXT);
    await told(depositary, store, statement.id);
    await depositary.resigning.resign(token, await againOf(depositary, token, next, { reservation: "Not ¶ 4." }));
    assert.deepEqual(await find(["Not Obfelden."]), []);
    const old = [row.public_salt, row.private_sealed].flatMap((bytes) => bytes ?? []);
    assert.equal(old.length, 2);
    assert.deepEqual(await searchEverywhere({ store, secrets }, old), []);
    await depositary.signing.withdraw(token);
    assert.deepEqual(await find(["Quirina", "quirina", "Obfelden"]), ["outbox withdrawn"]);
  });

  test("whoever stays with the old one is not written to, until there is another", async () => {
    const { depositary, store, statement } = await begin();
    const { token } = await sign(depositary, statement, "ada@post.example", "Ada Winter");
    const digest = await prepare(depositary, statement.id, NEW_TEXT);
    // Nobody is told before the decision is made: the job finds it.
    const held = await holdTelling(store);
    const next = await depositary.nextVersions.open(statement.id, digest);
    await assert.rejects(depositary.resigning.stay(token, statement.version?.digest ?? ""), { code: "wrong_version" });
    await depositary.resigning.stay(token, next.version?.digest ?? "");
    await held.release();
    assert.deepEqual(await told(depositary, store, statement.id), []);
    assert.equal((await depositary.signing.managed(token)).again?.stays, true);
    await openNext(depositary, statement.id, `${NEW_TEXT}- And on Fridays.\n`);
    assert.equal((await told(depositary, store, statement.id)).length, 1);
    assert.equal((await depositary.signing.managed(token)).again?.stays, false);
  });

  test("whoever signed the old text and asks to sign the new one is told so, by mail only", async () => {
    const { depositary, statement } = await begin();
    await sign(depositary, statement, "ada@post.example", "Ada Winter");
    const next = await openNext(depositary, statement.id, NEW_TEXT);
    const input = makeSignature(next, { name: "ada winter", mailbox: "ada@post.example" });
    await depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
    const { items } = await depositary.outbox.list({});
    const mail = items.find(({ subject }) => /already signed/.test(subject));
    assert.match(mail?.text ?? "", /under an earlier text/);
    assert.match(mail?.links[0] ?? "", /\/manage\/again\?token=/);
  });

  test("a bundle with two versions, and organisations that signed again, verifies", async () => {
    const { depositary, statement } = await begin();
    const organisation = { kind: "organisation", capacity: "institutional" } as const;
    const club = await sign(depositary, statement, "a@club.example", "Chess Club", { ...organisation });
    await sign(depositary, statement, "b@choir.example", "Town Choir", { ...organisation, reservation: "Not ¶ 4." });
    const ada = await sign(depositary, statement, "ada@post.example", "Ada Winter");
    const next = await openNext(depositary, statement.id, NEW_TEXT);
    await depositary.resigning.resign(club.token, await againOf(depositary, club.token, next, {}));
    await depositary.resigning.resign(ada.token, await againOf(depositary, ada.token, next, {}));
    const other = await sign(depositary, next, "c@band.example", "Brass Band", { ...organisation });
    const { path, report } = await bundleOf(depositary, statement.id);
    assert.equal(report.verdict, "valid", report.reason ?? "");
    assert.equal(report.size, other.confirmed.index + 1);
    assert.deepEqual(
      report.versions.map(({ number }) => number),
      [1, 2],
    );
    assert.deepEqual([report.counts?.total, report.counts?.earlier], [3, 1]);
    assert.deepEqual(report.names, { shown: 3, of: 3 });
    const cli = await runCli(["verify", path, "--key", depositary.identity.vkey]);
    assert.equal(cli.status, 0, cli.stdout + cli.stderr);
    assert.match(cli.stdout, /3 signed version 2, the latest/);
  });
}

function withText(draft: Draft, markdown: string): Draft {
  return { ...draft, texts: draft.texts.map((text) => ({ ...text, markdown })) };
}

/** Writes the next version. @returns the digest of what it will be */
async function prepare(depositary: Depositary, id: string, markdown: string): Promise<string> {
  const draft = withText(await depositary.nextVersions.begin(id), markdown);
  await depositary.nextVersions.replace(id, draft);
  return (await depositary.nextVersions.preview(id, draft)).version?.digest ?? "";
}

async function openNext(depositary: Depositary, id: string, markdown: string): Promise<StatementView> {
  return depositary.nextVersions.open(id, await prepare(depositary, id, markdown));
}

type Change = Parameters<typeof makeSignature>[1];

async function submit(
  depositary: Depositary,
  statement: StatementView,
  mailbox: string,
  name: string,
  change: Change = {},
) {
  const input = makeSignature(statement, { name, mailbox, ...change });
  await depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
  return await mailedToken(depositary, mailbox, "confirm");
}

async function sign(
  depositary: Depositary,
  statement: StatementView,
  mailbox: string,
  name: string,
  change: Change = {},
) {
  const token = await submit(depositary, statement, mailbox, name, change);
  return { token, confirmed: await depositary.signing.confirm({ token }) };
}

/** What its form would send: everything as it was, the open version, and the change. */
async function againOf(
  depositary: Depositary,
  token: string,
  statement: StatementView,
  change: Partial<AgainInput>,
): Promise<AgainInput> {
  const { input, again } = await depositary.signing.managed(token);
  assert.ok(input && again);
  const { named, lang, reservation } = input;
  return {
    replaces: again.consentIndex,
    named,
    consent: true,
    lang,
    version: statement.version?.digest ?? "",
    reservation,
    ...change,
  };
}

/** The mails about a new version of a statement, once everybody was written to. */
async function told(depositary: Depositary, store: Store, id: string): Promise<Told> {
  await waitUntil(async () => {
    const row = await store.db.selectFrom("statement").select("told_to").where("id", "=", id).executeTakeFirstOrThrow();
    return row.told_to === null;
  });
  const { items } = await depositary.outbox.list({ limit: 500 });
  return items.filter((mail) => mail.id.startsWith(id) && /changed after you signed/.test(mail.subject));
}

/** Leases the job of telling, as another process would that hangs. */
async function holdTelling(store: Store): Promise<{ release(): Promise<void> }> {
  const set = async (run_at: number) => {
    const job = store.db.updateTable("job").set({ run_at }).where("kind", "=", "tell-new-version");
    // Not while it is being done: it would then wait again.
    return (await job.where("lease_until", "=", 0).executeTakeFirst()).numUpdatedRows === 1n;
  };
  await waitUntil(() => set(Number.MAX_SAFE_INTEGER));
  return { release: async () => void (await set(0)) };
}

let written = 0;
async function bundleOf(depositary: Depositary, id: string): Promise<{ path: string; report: Report }> {
  const path = join(folder, `${written++}.zip`);
  await pipeline(Readable.fromWeb(await depositary.bundles.open(id)), createWriteStream(path));
  const archive = await openArchive(path);
  try {
    const trust = { key: parseVerifierKey(depositary.identity.vkey), source: "given" } as const;
    return { path, report: await verifyBundle(archive, trust) };
  } finally {
    await archive.close();
  }
}

function parseEntryOf(base64: string | undefined): unknown {
  return JSON.parse(Buffer.from(base64 ?? "", "base64").toString());
}
