import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { identityMacs } from "../packages/server/src/depositary/identity-mac.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import { readSignature } from "../packages/store/src/signatures.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { makeGate, pausingStore } from "./pausing-store.ts";
import { searchEverywhere } from "./search-everywhere.ts";

const MAILBOX = "quirina.z@nachlass.example";
const NAME = "Quirina Zwölfender";
const FROM = { address: "192.0.2.1" };
const WORDS = ["quirina", "zwölfender", "zwolfender", "nachlass.example", "Obfelden", "Imkerin"];

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`what is left of a person who takes her name off, on ${engine}`, () => erasureSuite(engine));
}

function erasureSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  const gate = makeGate();

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open({ through: (store) => pausingStore(store, gate.before) });
    const draft = await opened.depositary.drafts.create(makeDraft());
    statement = await opened.depositary.drafts.open(draft.id);
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
  });

  const her = (change = {}) =>
    makeSignature(statement, {
      name: NAME,
      mailbox: MAILBOX,
      role: "Imkerin",
      place: "Obfelden",
      reservation: "Not Obfelden.",
      ...change,
    });

  async function submit(change = {}): Promise<string> {
    await opened.depositary.signing.submit(statement.id, her(change), FROM);
    return mailedToken(opened.depositary, MAILBOX, "confirm");
  }

  /** Everything in the database that tells of her, once seals are opened. */
  async function findHer(): Promise<string[]> {
    const macs = identityMacs(opened.secrets, statement.id, MAILBOX, NAME);
    const found = await searchEverywhere(opened, [...WORDS, macs.identityMac, macs.mailboxMac]);
    return found.map(({ table, column, row }) => `${table}.${column} ${row.template ?? ""}`.trim());
  }

  test("nothing but the mail that tells her so, however often she asked", async () => {
    const { signing, statements } = opened.depositary;
    const first = await submit();
    const second = await submit();
    const another = await submit({ name: `${NAME} the younger` });
    assert.notEqual(first, second);
    const { index } = await signing.confirm({ token: first });
    assert.equal((await signing.confirm({ token: second })).index, index);
    await signing.submit(statement.id, her(), FROM);
    await signing.sendManageLink(statement.id, MAILBOX, FROM);
    await waitFor(async () => (await statements.signatories(statement.id, { q: "zwolf" })).items.length === 1);
    const before = new Set(await findHer());
    for (const kept of ["pending.input_sealed", "pending.mailbox_mac", "signature.public_part", "signatory_word.word"])
      assert.ok(before.has(kept), `${kept} is searched`);
    assert.ok(before.has("signature.private_sealed") && before.has("outbox.mail_sealed signed"));

    await signing.withdraw(await mailedToken(opened.depositary, MAILBOX, "manage"));
    assert.deepEqual(await findHer(), ["outbox.mail_sealed withdrawn"]);
    assert.deepEqual((await statements.signatories(statement.id, { q: "zwolf" })).items, []);
    await assert.rejects(signing.confirm({ token: another }), { code: "token_invalid" });
    await opened.store.db.deleteFrom("outbox").execute();
    assert.deepEqual(await findHer(), []);
  });

  if (engine === "sqlite") {
    test("nor in the bytes of any file, once the jobs have run", async () => {
      for (const job of retentionJobs({ store: opened.store, clock: Date.now })) await job.run(() => false);
      const files = readdirSync(place.dataDir, { recursive: true, encoding: "utf8", withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      assert.ok(files.includes(join(place.dataDir, "undersigned.db")));
      for (const file of files) {
        const bytes = readFileSync(file);
        for (const word of ["Quirina", "quirina", "zwolfender", "Zwölfender", "Obfelden"])
          assert.ok(!bytes.includes(word), `${file} has ${word}`);
      }
    });
  }

  /** Takes her name off while something else that is about her has read that it stands, and not yet written. */
  async function withdrawWhile(held: Promise<void>, other: () => Promise<unknown>): Promise<void> {
    const token = await mailedToken(opened.depositary, MAILBOX, "manage");
    const done = other();
    await held;
    const withdrawn = opened.depositary.signing.withdraw(token);
    // Either it is done before the other goes on, or it waits for the other.
    await Promise.race([withdrawn, new Promise((resolve) => setTimeout(resolve, 500))]);
    gate.release();
    await Promise.all([withdrawn, done]);
  }

  test("nor in the search index, when it is being written just then", async () => {
    const { signing } = opened.depositary;
    const held = gate.hold("insert signatory_word");
    const { index } = await signing.confirm({ token: await submit() });
    await withdrawWhile(held, async () => {});
    await waitFor(async () => {
      const row = await opened.store.db
        .selectFrom("statement")
        .select("indexed_to")
        .where("id", "=", statement.id)
        .executeTakeFirstOrThrow();
      return row.indexed_to > index;
    });
    assert.equal((await readSignature(opened.store.db, statement.id, index))?.status, "withdrawn");
    assert.deepEqual(await findHer(), ["outbox.mail_sealed withdrawn"]);
    await opened.store.db.deleteFrom("outbox").execute();
  });

  test("nor when she, or somebody, asks to sign again just then", async () => {
    const { signing } = opened.depositary;
    await signing.confirm({ token: await submit() });
    await withdrawWhile(gate.hold("insert pending"), () => signing.submit(statement.id, her(), FROM));
    assert.deepEqual(await findHer(), ["outbox.mail_sealed withdrawn"]);
    await opened.store.db.deleteFrom("outbox").execute();
  });

  test("nor when the link to her signature is asked for just then", async () => {
    const { signing } = opened.depositary;
    await signing.confirm({ token: await submit() });
    await withdrawWhile(gate.hold("insert outbox"), () => signing.sendManageLink(statement.id, MAILBOX, FROM));
    assert.deepEqual(await findHer(), ["outbox.mail_sealed withdrawn"]);
  });
}

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("waited for five seconds");
}
