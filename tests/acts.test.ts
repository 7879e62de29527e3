import assert from "node:assert/strict";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { decodeBase64 } from "../packages/core/src/bytes.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import type { Doer, GivenReason } from "../packages/server/src/depositary/acts.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import { listErasures } from "../packages/store/src/erasures.ts";
import { readSignature } from "../packages/store/src/signatures.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";

const FROM = { address: "192.0.2.1" };
const DAY = 86_400_000;
const BY: Doer = { kind: "administrator", id: "admin1", name: "Mara Holm" };

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`what administrators do with signatures, on ${engine}`, () => actsSuite(engine));
}

function actsSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let now = Date.now();
  let bundles = 0;

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open({ clock: () => now });
    statement = await open();
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
    assert.deepEqual(opened.errors, []);
  });

  async function open(): Promise<StatementView> {
    const { drafts } = opened.depositary;
    return await drafts.open((await drafts.create(makeDraft())).id);
  }

  async function sign(name: string, change: Parameters<typeof makeSignature>[1] = {}, of = statement) {
    const { signing } = opened.depositary;
    const mailbox = `${name.toLowerCase().replaceAll(" ", ".")}@acts.example`;
    await signing.submit(of.id, makeSignature(of, { name, mailbox, ...change }), FROM);
    const { index } = await signing.confirm({ token: await mailedToken(opened.depositary, mailbox, "confirm") });
    return { index, mailbox, token: await mailedToken(opened.depositary, mailbox, "manage") };
  }

  const organisation = { kind: "organisation", capacity: "institutional" } as const;

  async function rowOf(index: number, of = statement) {
    const row = await readSignature(opened.store.db, of.id, index);
    assert.ok(row !== null);
    return row;
  }

  /** All mails to a mailbox. */
  async function mailTo(mailbox: string): Promise<string> {
    const { items } = await opened.depositary.outbox.list({ limit: 500 });
    return items.flatMap((mail) => (mail.to === mailbox ? [mail.text] : [])).join("\n");
  }

  async function verdict(of = statement): Promise<string> {
    const { depositary } = opened;
    const log = await opened.store.db.selectFrom("log").select("size").where("log_id", "=", of.id).executeTakeFirst();
    await waitFor(async () => (await depositary.statements.find(of.id))?.log?.size === log?.size);
    const path = join(place.dataDir, `${bundles++}.zip`);
    await pipeline(Readable.fromWeb(await depositary.bundles.open(of.id)), createWriteStream(path));
    const archive = await openArchive(path);
    try {
      const trust = { key: parseVerifierKey(depositary.identity.vkey), source: "given" } as const;
      return (await verifyBundle(archive, trust)).verdict;
    } finally {
      await archive.close();
    }
  }

  for (const reason of ["forged", "legal"] as const) {
    for (const kind of [{}, organisation]) {
      test(`what is removed as ${reason} is forgotten at once (${"kind" in kind ? "organisation" : "person"})`, async () => {
        const { acts, statements } = opened.depositary;
        const name = `Removed ${reason} ${"kind" in kind ? "Society" : "Person"}`;
        const { index, mailbox } = await sign(name, kind);
        const before = await statements.counts(statement.id);
        const removal = { reason, explanation: "We asked at the town hall." };
        const done = await acts.remove(statement.id, index, removal, BY);
        assert.deepEqual(done, { statement: statement.id, signature: index, index: done.index, repeated: false });
        assert.equal((await statements.counts(statement.id)).total, before.total - 1);
        const { status, public_part, public_salt, private_sealed, identity_mac, forget_at } = await rowOf(index);
        assert.deepEqual(
          [status, public_part, public_salt, private_sealed, identity_mac, forget_at],
          ["removed", null, null, null, null, null],
        );
        const text = await mailTo(mailbox);
        assert.match(text, reason === "forged" ? /somebody else had used it/ : /A law or a court/);
        assert.match(text, /They add: We asked at the town hall\./);
        assert.match(text, /What we held about you for it is deleted/);
        assert.ok((await listErasures(opened.store, statement.id)).some((row) => row.signature_index === index));
      });
    }
  }

  for (const reason of ["duplicate", "ineligible", "mistaken"] as const) {
    test(`what is removed as ${reason} is hidden at once, and forgotten when the time to object is over`, async () => {
      const { acts, statements } = opened.depositary;
      const name = `Hidden ${reason}`;
      const { index, mailbox, token } = await sign(name);
      await waitFor(async () => (await statements.signatories(statement.id, { q: name })).items.length === 1);
      await acts.remove(statement.id, index, { reason }, BY);
      assert.deepEqual((await statements.signatories(statement.id, { q: name })).items, []);
      assert.match(await mailTo(mailbox), /kept for 30 days, shown to nobody/);
      const seen = await acts.signature(statement.id, index);
      assert.deepEqual([seen?.name, seen?.status, seen?.reason, seen?.acts], [name, "removed", reason, []]);
      const managed = await opened.depositary.signing.managed(token);
      assert.deepEqual([managed.status, managed.reason], ["removed", reason]);

      now += 30 * DAY - 1_000;
      await runJobs();
      assert.notEqual((await rowOf(index)).private_sealed, null);
      now += 2_000;
      await runJobs();
      const { public_part, private_sealed, forget_at, status } = await rowOf(index);
      assert.deepEqual([public_part, private_sealed, forget_at, status], [null, null, null, "removed"]);
      assert.equal((await opened.depositary.signing.managed(token)).input, null);
      assert.ok((await listErasures(opened.store, statement.id)).some((row) => row.signature_index === index));
    });
  }

  test("a signature is erased at its signatory’s request, of people and of organisations", async () => {
    const { acts } = opened.depositary;
    for (const { index, mailbox } of [
      await sign("Erased Person", { named: false }),
      await sign("Erased Society", organisation),
    ]) {
      const done = await acts.erase(statement.id, index, BY);
      const { status, public_part, private_sealed, ended_index } = await rowOf(index);
      assert.deepEqual([status, public_part, private_sealed, ended_index], ["erased", null, null, done.index]);
      assert.match(await mailTo(mailbox), /was erased/);
    }
  });

  test("a second time answers the same, and another act is refused", async () => {
    const { acts, signing } = opened.depositary;
    const { index, token } = await sign("Twice");
    const [first, second] = await Promise.all([1, 2].map(() => acts.erase(statement.id, index, BY)));
    assert.equal(first?.index, second?.index);
    assert.deepEqual([first?.repeated, second?.repeated].sort(), [false, true]);
    await assert.rejects(acts.remove(statement.id, index, { reason: "forged" }, BY), { code: "wrong_state" });
    await assert.rejects(signing.withdraw(token), { code: "wrong_state" });
    await assert.rejects(acts.erase(statement.id, 10 ** 9, BY), { code: "not_found" });
    // An entry, but no signature.
    await assert.rejects(acts.erase(statement.id, 0, BY), { code: "not_found" });
    await assert.rejects(acts.erase("nosuchstatement", 1, BY), { code: "not_found" });
  });

  test("nobody is removed as disputed without a dispute, nor in silence", async () => {
    const { acts, statements } = opened.depositary;
    const { index, mailbox } = await sign("Silenced");
    const { total } = await statements.counts(statement.id);
    const refused = { code: "invalid_field" };
    await assert.rejects(acts.remove(statement.id, index, { reason: "disputed" }, BY), { ...refused, field: "reason" });
    const silently = { reason: "duplicate" as GivenReason, tell: false };
    await assert.rejects(acts.remove(statement.id, index, silently, BY), { ...refused, field: "tell" });
    const long = { reason: "forged" as GivenReason, explanation: "x".repeat(501) };
    await assert.rejects(acts.remove(statement.id, index, long, BY), { ...refused, field: "explanation" });
    assert.equal((await statements.counts(statement.id)).total, total);
    await acts.remove(statement.id, index, { reason: "legal", tell: false }, BY);
    assert.doesNotMatch(await mailTo(mailbox), /removed/);
  });

  test("who did what is remembered, and nothing of who signed", async () => {
    const { acts } = opened.depositary;
    const { index } = await sign("Remembered");
    const token: Doer = { kind: "token", id: "t1", name: "our website" };
    const { index: entry } = await acts.remove(statement.id, index, { reason: "ineligible" }, token);
    const { items } = await acts.recorded(statement.id, { limit: 1 });
    assert.partialDeepStrictEqual(items, [
      { index: entry, act: "remove", signature: index, reason: "ineligible", by: token, at: now },
    ]);
    const all = await acts.recorded(statement.id, { limit: 200 });
    assert.ok(all.items.length > 5 && all.next === null);
    const first = await acts.recorded(statement.id, { limit: 2 });
    const second = await acts.recorded(statement.id, { limit: 2, cursor: first.next ?? "" });
    assert.deepEqual([...first.items, ...second.items], all.items.slice(0, 4));
  });

  test("administrators find signatures by name, by number and by mailbox, and page through them all", async () => {
    const { acts, statements } = opened.depositary;
    const { index, mailbox } = await sign("Findable Oak");
    const unnamed = await sign("Unseen Ash", { named: false });
    await waitFor(async () => (await statements.signatories(statement.id, { q: "findable" })).items.length === 1);
    const find = async (q: string) => (await acts.signatures(statement.id, { q })).items.map((one) => one.index);
    assert.deepEqual(await find("oak find"), [index]);
    assert.deepEqual(await find(String(index)), [index]);
    assert.deepEqual(await find(mailbox.toUpperCase()), [index]);
    assert.deepEqual(await find(unnamed.mailbox), [unnamed.index]);
    assert.deepEqual(await find("unseen"), []);
    assert.deepEqual(await find("@"), []);
    assert.equal((await acts.signature(statement.id, unnamed.index))?.name, null);
    const indices: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await acts.signatures(statement.id, { cursor, limit: 3 });
      assert.ok(page.items.length <= 3);
      indices.push(...page.items.map((one) => one.index));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    const rows = await opened.store.db
      .selectFrom("signature")
      .select("idx")
      .where("statement_id", "=", statement.id)
      .orderBy("idx")
      .execute();
    assert.deepEqual(
      indices,
      rows.map((row) => row.idx),
    );
  });

  test("people are forgotten and still counted, once the statement is closed", async () => {
    const { acts, signing, drafts, statements } = opened.depositary;
    const own = await sign("Own Wish");
    const asked = await sign("Asked Wish", { named: false });
    const society = await sign("Staying Society", organisation);
    await assert.rejects(acts.anonymise(statement.id, own.index, BY), { code: "wrong_state" });
    await assert.rejects(signing.anonymise(own.token), { code: "wrong_state" });
    await assert.rejects(acts.anonymisePeople(statement.id, BY), { code: "wrong_state" });
    assert.deepEqual((await acts.signature(statement.id, own.index))?.acts, ["remove", "erase"]);
    await drafts.close(statement.id);
    assert.deepEqual((await acts.signature(statement.id, own.index))?.acts, ["remove", "erase", "anonymise"]);
    const { total } = await statements.counts(statement.id);
    const { receipt, index } = await signing.anonymise(own.token);
    assert.deepEqual(parseEntry(decodeBase64(receipt?.entry ?? "")), { act: "anonymise", of: own.index });
    assert.equal((await signing.anonymise(own.token)).index, index);
    await acts.anonymise(statement.id, asked.index, BY);
    await assert.rejects(acts.anonymise(statement.id, society.index, BY), { code: "wrong_state" });
    for (const one of [own, asked]) {
      const { status, public_part, private_sealed } = await rowOf(one.index);
      assert.deepEqual([status, public_part, private_sealed], ["anonymised", null, null]);
    }
    assert.match(await mailTo(own.mailbox), /As you asked/);
    assert.match(await mailTo(asked.mailbox), /its depositary has deleted/);
    assert.equal((await statements.counts(statement.id)).total, total);
    assert.equal(await verdict(), "valid");
  });

  test("all people at once are anonymised in the background, and the order survives a stop", async () => {
    const { acts, drafts } = opened.depositary;
    const crowd = await open();
    const society = await sign("Crowd Society", organisation, crowd);
    for (const name of ["Crowd One", "Crowd Two", "Crowd Three"]) await sign(name, {}, crowd);
    await drafts.close(crowd.id);
    const order = await acts.anonymisePeople(crowd.id, BY);
    assert.deepEqual(await acts.anonymisePeople(crowd.id, { ...BY, name: "Another" }), order);
    await opened.depositary.close();
    opened = await place.open({ clock: () => (now += 2_500) });
    const again = opened.depositary;
    await waitFor(async () => (await again.acts.anonymising(crowd.id))?.doneAt !== null);
    const rows = await opened.store.db
      .selectFrom("signature")
      .selectAll()
      .where("statement_id", "=", crowd.id)
      .execute();
    assert.deepEqual(rows.map((row) => row.status).sort(), ["anonymised", "anonymised", "anonymised", "standing"]);
    assert.ok(rows.every((row) => (row.public_part === null) === (row.idx !== society.index)));
    assert.equal((await again.statements.counts(crowd.id)).total, 4);
    assert.equal((await again.acts.recorded(crowd.id, {})).items.length, 0, "the order stands for them");
    assert.equal(await verdict(crowd), "valid");
  });

  async function runJobs(): Promise<void> {
    for (const job of retentionJobs({ store: opened.store, clock: () => now })) await job.run(() => false);
  }
}

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("waited for ten seconds");
}
