import assert from "node:assert/strict";
import { cpSync, createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { encodeHex, encodeUtf8 } from "../packages/core/src/bytes.ts";
import { parseHeadsEntry } from "../packages/core/src/log/identity-act.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import { replay } from "../packages/core/src/signature/replay.ts";
import { plainText } from "../packages/core/src/statement/inline.ts";
import { parseText } from "../packages/core/src/statement/text.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import { identityMacs } from "../packages/server/src/depositary/identity-mac.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { RestoreReport } from "../packages/server/src/restore/restore.ts";
import { beginSuccessor, restore } from "../packages/server/src/restore/restore.ts";
import { HEADS, readEntries, readLog } from "../packages/store/src/log-reading.ts";
import { readSignature } from "../packages/store/src/signatures.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { mirrorOf, serveFolder } from "./mirror-of.ts";
import type { OlderDatabase } from "./older-database.ts";
import { copyDatabase } from "./older-database.ts";
import { searchEverywhere } from "./search-everywhere.ts";
import { waitUntil } from "./wait-until.ts";

const GONE = { name: "Quirina Zwölfender", mailbox: "quirina@nachlass.example" };
const ANSWER = { addressee: "Town Council", document: { bytes: encodeUtf8("We thank you.\n") } };
const DOER = { kind: "administrator", id: "a", name: "Ada" } as const;

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`an older copy is brought back to what was published, on ${engine}`, () => restoreSuite(engine));
}

function restoreSuite(engine: Engine): void {
  const folders = mkdtempSync(join(tmpdir(), "undersigned-mirror-"));
  const whole = join(folders, "whole");
  const early = join(folders, "early");
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let linkOnly: StatementView;
  let older: OlderDatabase;
  /** What was there before it was lost. */
  let entries: Uint8Array[];
  let counts: unknown;
  let lateToken: string;
  const indices = new Map<string, number>();

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open();
    statement = await open({});
    linkOnly = await open({ visibility: "link", slug: "for-some" });
    for (const who of [GONE, person("Early"), person("Changed"), person("Removed")]) await sign(statement, who);
    await sign(linkOnly, person("Secret"));
    older = await copyDatabase(opened.store);
    await mirrorOf(opened.depositary, early, [statement.id]);
    await loseLater();
    await mirrorOf(opened.depositary, whole, [statement.id]);
    entries = await readEntries(opened.store.db, statement.id, 0, 1_000);
    counts = await opened.depositary.statements.counts(statement.id);
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
    rmSync(folders, { recursive: true });
  });

  /** Everything that the copy does not have. */
  async function loseLater(): Promise<void> {
    const { signing, acts, additions, resigning } = opened.depositary;
    await sign(statement, person("Late"));
    lateToken = await mailedToken(opened.depositary, "late@post.example", "manage");
    await sign(statement, person("Latest"));
    await signing.withdraw(await mailedToken(opened.depositary, GONE.mailbox, "manage"));
    await acts.remove(statement.id, indices.get("Removed") ?? -1, { reason: "duplicate" }, DOER);
    await additions.respond(statement.id, ANSWER, DOER);
    const changed = await mailedToken(opened.depositary, "changed@post.example", "manage");
    const { mailbox: _mailbox, ...input } = makeSignature(statement, { ...person("Changed"), named: false });
    await resigning.resign(changed, { ...input, replaces: indices.get("Changed") ?? -1 });
    await sign(linkOnly, person("Secret too"));
  }

  function person(name: string): { name: string; mailbox: string } {
    return { name, mailbox: `${name.toLowerCase().replace(" ", ".")}@post.example` };
  }

  async function open(change: Parameters<typeof makeDraft>[0]): Promise<StatementView> {
    const draft = await opened.depositary.drafts.create(makeDraft(change));
    return await opened.depositary.drafts.open(draft.id);
  }

  async function sign(of: StatementView, who: { name: string; mailbox: string }): Promise<void> {
    const { signing } = opened.depositary;
    await signing.submit(of.id, makeSignature(of, who), { address: "192.0.2.1", linkKey: of.linkKey ?? "" });
    const { index, receipt } = await signing.confirm({
      token: await mailedToken(opened.depositary, who.mailbox, "confirm"),
    });
    assert.ok(receipt);
    indices.set(who.name, index);
  }

  /** As an operator does: stops it, puts the copy back, does something, and starts it again. */
  async function withOlder<T>(work: () => Promise<T>): Promise<T> {
    await opened.depositary.close();
    assert.deepEqual(opened.errors, []);
    const store = await place.openStore();
    await older.putBack(store);
    await store.close();
    try {
      return await work();
    } finally {
      opened = await place.open();
    }
  }

  async function restoreFrom(from: readonly string[], dryRun = false): Promise<RestoreReport> {
    return await restore(place, { from, dryRun, warn: assert.fail, tell: () => undefined });
  }

  async function find({ name, mailbox }: typeof GONE): Promise<string[]> {
    const { identityMac, mailboxMac } = identityMacs(opened.secrets, statement.id, mailbox, name);
    return (await searchEverywhere(opened, [name, mailbox, identityMac, mailboxMac])).map(({ table }) => table);
  }

  test("looking first changes nothing, and tells all", async () => {
    const report = await withOlder(() => restoreFrom([whole], true));
    assert.equal(report.complete, false);
    assert.equal(report.dryRun, true);
    assert.equal(opened.depositary.trouble()?.startsWith("THE DATABASE IS BEHIND"), true);
    const [one] = report.statements.filter((of) => of.statement === statement.id);
    assert.deepEqual(
      [one?.before, one?.after, one?.lostOpenings, one?.ended, one?.missing],
      [5, entries.length, 3, 2, null],
    );
    assert.equal((await readLog(opened.store.db, statement.id))?.size, 5);
  });

  test("a mirror of before the copy says so, and nothing is published", async () => {
    const report = await withOlder(() => restoreFrom([early]));
    assert.equal(report.complete, false);
    assert.match(report.problems.join(" "), /The anchor knows \d+ heads, and the mirrors end at \d+/);
    assert.notEqual(opened.depositary.trouble(), null);
  });

  test("a mirror with one entry changed is not believed", async () => {
    const lying = join(folders, "lying");
    cpSync(whole, lying, { recursive: true });
    const bundles = join(lying, "s", statement.id, "log", "tile", "entries", "000.p");
    const [name = ""] = readdirSync(bundles);
    const bytes = readFileSync(join(bundles, name));
    const at = bytes.lastIndexOf('"commitment":"') + 20;
    bytes[at] = bytes[at] === 0x61 ? 0x62 : 0x61;
    writeFileSync(join(bundles, name), bytes);
    const report = await withOlder(() => restoreFrom([lying], true));
    const [one] = report.statements.filter((of) => of.statement === statement.id);
    assert.match(one?.missing ?? "", /do not give the root/);
    // Another mirror beside it serves.
    const both = await withOlder(() => restoreFrom([lying, whole], true));
    assert.equal(both.statements.find((of) => of.statement === statement.id)?.missing, null);
  });

  test("a database that recorded acts of its own is told from one that is only older", async () => {
    await assert.rejects(
      withOlder(async () => {
        const store = await place.openStore();
        rmSync(join(place.dataDir, "anchor"), { recursive: true });
        await store.close();
        opened = await place.open();
        await sign(statement, person("Meanwhile"));
        await opened.depositary.close();
        await restoreFrom([whole]);
      }),
      { code: "root_mismatch", message: /put the copy back once more/ },
    );
    rmSync(join(place.dataDir, "anchor"), { recursive: true });
  });

  test("all comes back that anybody can bring back, and what is lost is told", async () => {
    const report = await withOlder(() => restoreFrom([whole]));
    const of = (id: string) => report.statements.find((one) => one.statement === id);
    assert.deepEqual([of(statement.id)?.missing, of(statement.id)?.lostOpenings], [null, 3]);
    assert.match(of(linkOnly.id)?.missing ?? "", /1 of its entries are missing: no mirror has it/);
    assert.deepEqual([report.complete, report.problems], [false, []]);
    assert.equal(opened.depositary.trouble(), null);
    assert.deepEqual(await readEntries(opened.store.db, statement.id, 0, 1_000), entries);
    assert.deepEqual(await opened.depositary.statements.counts(statement.id), counts);
    const { statement: state } = replay(entries.map((bytes) => parseEntry(bytes)));
    assert.deepEqual(JSON.parse((await readLog(opened.store.db, statement.id))?.state ?? ""), state);
  });

  test("copies are found by the texts that came back with the database", async () => {
    const view = await opened.depositary.statements.text(statement.id, "en");
    const { title, blocks } = parseText(view?.bytes ?? "");
    const words = [title, ...blocks.map(({ inlines }) => inlines)].map(plainText).join("\n\n");
    const input = { source: { kind: "text", text: words }, statement: null } as const;
    const { report, checked } = (await opened.depositary.checks.make(input, {})).check;
    assert.deepEqual([report.verdict, checked?.statement.id], ["identical", statement.id]);
  });

  test("who was forgotten since the copy is forgotten again, and who was removed waits for an objection", async () => {
    assert.deepEqual(await find(GONE), []);
    const removed = await readSignature(opened.store.db, statement.id, indices.get("Removed") ?? -1);
    assert.deepEqual([removed?.status, removed?.reason], ["removed", "duplicate"]);
    assert.notEqual(removed?.forget_at, null);
    const answered = (await opened.depositary.statements.find(statement.id))?.additions.responses;
    assert.partialDeepStrictEqual(answered, [{ addressee: "Town Council", document: null, stands: true }]);
  });

  test("the list, the receipts and the link of a signature without its name work", async () => {
    const { statements, signing, receipts } = opened.depositary;
    const { items } = await statements.signatories(statement.id, {});
    assert.deepEqual(
      items.map(({ name }) => name),
      ["Early"],
    );
    const managed = await signing.managed(lateToken);
    assert.deepEqual([managed.status, managed.input], ["standing", null]);
    const receipt = await receipts.get(`${statement.id}.${indices.get("Late")}`, lateToken);
    assert.equal(receipt?.opening, null);
    const changed = await readSignature(opened.store.db, statement.id, indices.get("Changed") ?? -1);
    assert.deepEqual([changed?.named, changed?.public_part, changed?.private_sealed], [0, null, null]);
    const { receipt: withdrawn } = await signing.withdraw(lateToken);
    assert.ok(withdrawn);
    await sign(statement, person("After"));
  });

  test("a statement that nobody had a copy of takes no acts, and the others are published", async () => {
    const who = person("Not yet");
    const { signing } = opened.depositary;
    await signing.submit(linkOnly.id, makeSignature(linkOnly, who), {
      address: "192.0.2.1",
      linkKey: linkOnly.linkKey ?? "",
    });
    const token = await mailedToken(opened.depositary, who.mailbox, "confirm");
    await assert.rejects(signing.confirm({ token }), {
      code: "unavailable",
      message: /a part of its records was lost/,
    });
  });

  test("the bundle verifies as before", async () => {
    assert.equal(await verifyNow(), "valid");
  });

  test("over HTTP the same comes back", async () => {
    const server = await serveFolder(whole);
    try {
      // The anchor knows what was signed since the last test.
      rmSync(join(place.dataDir, "anchor"), { recursive: true });
      const report = await withOlder(() => restoreFrom([`${server.url}/`]));
      assert.equal(report.statements.find((one) => one.statement === statement.id)?.missing, null);
    } finally {
      await server.close();
    }
  });

  test("where nobody has what is missing, a successor begins under another name, and its bundles verify", async () => {
    const before = (await opened.depositary.statements.counts(statement.id)).total;
    const ended = await readLog(opened.store.db, HEADS);
    await opened.depositary.close();
    const options = { dryRun: false, warn: assert.fail };
    const dry = await beginSuccessor(place, "letters-2.example", { ...options, dryRun: true });
    assert.equal(dry.statements.length, 2);
    await assert.rejects(beginSuccessor(place, "letters.example", options), { code: "invalid_field" });
    const done = await beginSuccessor(place, "letters-2.example", options);
    assert.deepEqual([done.from, done.statements], ["letters.example", dry.statements]);
    // Again, as after a crash before the anchor was put aside: nothing is said twice.
    const again = await beginSuccessor(place, "letters-2.example", options).catch((error: unknown) => error);
    assert.equal(Reflect.get(Object(again), "code"), "invalid_field");
    assert.ok(readdirSync(place.dataDir).includes("anchor.letters.example"));
    opened = await place.open();
    assert.equal(opened.depositary.trouble(), null);
    assert.equal(opened.depositary.identity.origin, "letters-2.example");
    await sign(statement, person("Moved along"));
    await sign(linkOnly, person("Found again"));
    assert.equal((await opened.depositary.statements.counts(statement.id)).total, before + 1);
    assert.equal(await verifyNow(), "valid");
    const [first] = await readEntries(opened.store.db, HEADS, 0, 1);
    assert.deepEqual(parseHeadsEntry(first as Uint8Array), {
      act: "succeed",
      origin: "letters.example",
      size: ended?.size,
      root: encodeHex(ended?.root ?? new Uint8Array(0)),
      time: Reflect.get(parseHeadsEntry(first as Uint8Array), "time"),
    });
  });

  async function verifyNow(): Promise<string> {
    const path = join(folders, `${Math.random()}.zip`);
    await waitUntil(async () => (await opened.depositary.logs.checkpoint(statement.id)) !== null);
    await pipeline(Readable.fromWeb(await opened.depositary.bundles.open(statement.id)), createWriteStream(path));
    const archive = await openArchive(path);
    try {
      const key = parseVerifierKey(opened.depositary.identity.vkey);
      const report = await verifyBundle(archive, { key, source: "given" });
      return report.reason ?? report.verdict;
    } finally {
      await archive.close();
    }
  }
}
