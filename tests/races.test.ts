import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import { replay } from "../packages/core/src/signature/replay.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { readEdge, readEntries, readLog } from "../packages/store/src/log-reading.ts";
import { readSignature } from "../packages/store/src/signatures.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { MARKDOWN, mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { makeGate, pausingStore } from "./pausing-store.ts";

const FROM = { address: "192.0.2.1" };

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`acts that meet, on ${engine}`, () => raceSuite(engine));
}

function raceSuite(engine: Engine): void {
  const gate = makeGate();
  let place: Place;
  /** Two processes: the first can be held at a step of its transactions. */
  let one: OpenPlace;
  let other: OpenPlace;
  let statement: StatementView;

  before(async () => {
    place = await makePlace(engine);
    one = await place.open({ through: (store) => pausingStore(store, gate.before) });
    other = await place.open();
    statement = await open();
  });

  after(async () => {
    await one.depositary.close();
    await other.depositary.close();
    await place.remove();
    assert.deepEqual([one.errors, other.errors], [[], []]);
  });

  async function open(change = {}): Promise<StatementView> {
    const draft = await one.depositary.drafts.create(makeDraft(change));
    return one.depositary.drafts.open(draft.id);
  }

  async function submit(name: string, of = statement): Promise<{ pending: string; token: string; mailbox: string }> {
    const mailbox = `${name.toLowerCase()}@race.example`;
    const { pending } = await one.depositary.signing.submit(of.id, makeSignature(of, { name, mailbox }), FROM);
    return { pending, mailbox, token: await mailedToken(one.depositary, mailbox, "confirm") };
  }

  async function entriesOf({ id }: StatementView) {
    const entries = (await readEntries(one.store.db, id, 0, 10_000)).map((bytes) => parseEntry(bytes));
    // Throws where one is illegal.
    return { entries, counts: replay(entries).statement.counts };
  }

  test("whoever says “this wasn’t me” while it is confirmed is told what became of it", async () => {
    const { token } = await submit("Both");
    const { entries } = await entriesOf(statement);
    const held = gate.hold("insert signature");
    const confirming = one.depositary.signing.confirm({ token }).catch((error: unknown) => error);
    await held;
    // On SQLite it waits for the writer; on PostgreSQL nothing holds the row yet.
    const declining = other.depositary.signing.decline(token).catch((error: unknown) => error);
    await Promise.race([declining, pause(300)]);
    gate.release();
    const [confirmed, declined] = await Promise.all([confirming, declining]);
    const grown = (await entriesOf(statement)).entries.length - entries.length;
    if (declined === undefined) {
      assert.equal(Reflect.get(Object(confirmed), "code"), "token_invalid");
      assert.equal(grown, 0);
    } else {
      assert.equal(Reflect.get(Object(declined), "code"), "wrong_state");
      assert.equal(grown, 1);
    }
  });

  test("a draft that is changed just as it is opened is not opened as it was", async () => {
    const draft = await one.depositary.drafts.create(makeDraft({ slug: `opened-late-${engine}` }));
    const held = gate.hold("begin");
    const opening = one.depositary.drafts.open(draft.id).catch((error: unknown) => error);
    await held;
    const markdown = MARKDOWN.replace("Heat", "Do not heat");
    await other.depositary.drafts.replace(draft.id, makeDraft({ texts: [{ lang: "en", markdown, authentic: true }] }));
    gate.release();
    assert.equal(Reflect.get(Object(await opening), "code"), "wrong_state");
    assert.equal((await entriesOf(draft)).entries.length, 0);
    const opened = await one.depositary.drafts.open(draft.id);
    const text = await one.depositary.statements.text(opened.id, "en");
    assert.match(Buffer.from(text?.bytes ?? []).toString(), /Do not heat/);
  });

  test("guessing codes through two processes at once gains nothing", async () => {
    const { pending } = await submit("Guessed");
    const guesses = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (i % 2 ? one : other).depositary.signing
          .confirm({ pending, code: "AAAA AAAA" })
          .catch((error: unknown) => Reflect.get(Object(error), "code")),
      ),
    );
    assert.equal(guesses.filter((code) => code === "code_invalid").length, 5);
    assert.equal(guesses.filter((code) => code === "attempts_exhausted").length, 35);
  });

  test("a signature whose seal is broken can be taken back once, and leaves a legal log", async () => {
    const { token } = await submit("Broken");
    const { index } = await one.depositary.signing.confirm({ token });
    const broken = { private_sealed: new Uint8Array(40).fill(1) };
    await one.store.db.updateTable("signature").set(broken).where("idx", "=", index).execute();
    const first = await one.depositary.signing.withdraw(token);
    assert.equal((await one.depositary.signing.withdraw(token)).index, first.index);
    const row = await readSignature(one.store.db, statement.id, index);
    assert.deepEqual([row?.status, row?.private_sealed, row?.public_part], ["withdrawn", null, null]);
    const { entries } = await entriesOf(statement);
    assert.equal(entries.filter((entry) => entry.act === "withdraw" && entry.of === index).length, 1);
  });

  test("a pending signature that cannot be read stops nobody else", async () => {
    const good = await submit("Readable");
    const bad = await submit("Unreadable");
    const broken = { input_sealed: new Uint8Array(40).fill(1) };
    await one.store.db.updateTable("pending").set(broken).where("id", "=", bad.pending).execute();
    const [confirmed, refused] = await Promise.allSettled(
      [good, bad].map(({ token }) => one.depositary.signing.confirm({ token })),
    );
    assert.equal(confirmed?.status, "fulfilled");
    assert.equal(refused?.status, "rejected");
  });

  test("the tiles of a checkpoint that one process serves are there at the other", async () => {
    const { token } = await submit("Tiled");
    // So that it remembers what is published now.
    await other.depositary.logs.checkpoint(statement.id);
    const { index } = await one.depositary.signing.confirm({ token });
    assert.ok(index < 256);
    for (const path of [`tile/0/000.p/${index + 1}`, `tile/entries/000.p/${index + 1}`])
      assert.ok(await other.depositary.logs.tile(statement.id, path), path);
    assert.equal(await other.depositary.logs.tile(statement.id, `tile/0/000.p/${index + 2}`), null);
  });

  test("what was published is of the log that is there", async () => {
    await waitFor(async () => {
      const note = (await other.depositary.logs.checkpoint(statement.id)) as Uint8Array;
      const origin = statement.log?.origin ?? "";
      const { size } = openCheckpoint(note, parseVerifierKey(statement.log?.vkey ?? ""), origin);
      return size === (await entriesOf(statement)).entries.length;
    });
    const { counts } = await entriesOf(statement);
    const view = await other.depositary.statements.counts(statement.id);
    assert.equal(view.total, counts.versions[statement.version?.digest ?? ""]?.total);
  });

  test("a crowd that signs, signs again, declines and withdraws through both leaves a log that agrees with all that is stored", async () => {
    const crowd = await open({ slug: `crowd-${engine}` });
    const sides = [one.depositary.signing, other.depositary.signing] as const;
    const tokens = new Map<string, string[]>();
    const side = (i: number) => sides[i % 2 ? 1 : 0];
    await pause(1_100);
    await Promise.all(
      Array.from({ length: 120 }, (_, i) => {
        // Everybody asks twice; every fifth shares a mailbox with the one before.
        const mailbox = `crowd${i % 5 === 4 ? (i % 60) - 1 : i % 60}@race.example`;
        const input = makeSignature(crowd, { name: `Reader ${i % 60}`, mailbox, named: i % 3 === 0 });
        return side(i).submit(crowd.id, input, FROM);
      }),
    );
    for (const { to, links } of (await one.depositary.outbox.list({ limit: 500 })).items) {
      const token = new URL(links[0] ?? "https://x").searchParams.get("token");
      if (to.startsWith("crowd") && token !== null) tokens.set(to, [...(tokens.get(to) ?? []), token]);
    }
    const all = [...tokens.values()].flat();
    assert.equal(all.length, 120);
    const acts = all.flatMap((token, i) => [
      () => side(i).confirm({ token }, { wait: 1 }),
      () => side(i + 1).confirm({ token }, { wait: 1 }),
      ...(i % 7 === 0 ? [() => side(i).decline(token)] : []),
      ...(i % 4 === 0 ? [() => side(i + 1).withdraw(token, { wait: 1 })] : []),
    ]);
    // In one order for every run, and not that of the tokens.
    const order = acts.map((act, i) => ({ act, at: (i * 7919) % acts.length })).sort((a, b) => a.at - b.at);
    for (let start = 0; start < order.length; start += 40) {
      await Promise.allSettled(order.slice(start, start + 40).map(({ act }) => act()));
    }
    const { entries } = await entriesOf(crowd);
    const { statement: replayed, signatures } = replay(entries);
    const rows = await one.store.db.selectFrom("signature").selectAll().where("statement_id", "=", crowd.id).execute();
    assert.equal(rows.length, signatures.size);
    for (const row of rows) assert.equal(row.status, signatures.get(row.idx)?.status, `signature ${row.idx}`);
    const standing = rows.filter((row) => row.status === "standing");
    assert.equal(
      new Set(standing.map((row) => Buffer.from(row.identity_mac ?? []).toString("hex"))).size,
      standing.length,
    );
    assert.ok(standing.length > 20 && standing.length < rows.length, `${standing.length} of ${rows.length}`);
    const { total } = await other.depositary.statements.counts(crowd.id);
    assert.equal(total, standing.length);
    assert.equal(replayed.counts.versions[crowd.version?.digest ?? ""]?.total, total);
    const log = await readLog(one.store.db, crowd.id);
    assert.ok(log !== null);
    // Throws unless entries and tiles give the root that is committed.
    await readEdge(one.store.db, crowd.id, log);
  });

  if (engine === "postgres") {
    test("a withdrawal that PostgreSQL rolls back to end a deadlock is done again", async () => {
      const { token, pending } = await submit("Knot");
      const { index } = await one.depositary.signing.confirm({ token });
      let withdrawing: Promise<unknown> = Promise.resolve();
      await other.store.transaction(async (tx) => {
        await tx.db.updateTable("outbox").set({ attempts: 1 }).where("id", "=", pending).execute();
        withdrawing = one.depositary.signing.withdraw(token).catch((error: unknown) => error);
        await pause(300);
        // The withdrawal holds this row and waits for the mail: its patience, a second, is over first.
        await tx.db.updateTable("signature").set({ reason: null }).where("idx", "=", index).execute();
      });
      assert.ok(!((await withdrawing) instanceof Error), String(await withdrawing));
      assert.equal((await readSignature(one.store.db, statement.id, index))?.status, "withdrawn");
      assert.equal(
        await one.store.db.selectFrom("outbox").where("id", "=", pending).selectAll().executeTakeFirst(),
        undefined,
      );
    });
  }
}

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return;
    await pause(50);
  }
  throw new Error("waited for ten seconds");
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
