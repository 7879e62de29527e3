import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { decodeHex, encodeHex } from "../packages/core/src/bytes.ts";
import { openCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { parseHeadsEntry } from "../packages/core/src/log/identity-act.ts";
import { checkIdentityChain, keysOfChain } from "../packages/core/src/log/identity-chain.ts";
import type { VerifierKey } from "../packages/core/src/log/note.ts";
import { formatVerifierKey, makeVerifierKey, parseNote } from "../packages/core/src/log/note.ts";
import { compareReceipt } from "../packages/core/src/verify/compare-receipt.ts";
import { learnIdentity } from "../packages/core/src/verify/identity-links.ts";
import type { Receipt } from "../packages/core/src/verify/receipt.ts";
import { formatReceipt, parseReceipt } from "../packages/core/src/verify/receipt.ts";
import { tellKeys } from "../packages/core/src/verify/tell-keys.ts";
import { verifyReceipt } from "../packages/core/src/verify/verify-receipt.ts";
import { makeSigningKey } from "../packages/server/src/depositary/keys.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { HEADS, readEntries, readLog } from "../packages/store/src/log-reading.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { given, keyOf, rotateAt } from "./handover.ts";
import { openStatement, saveBundle, signAs, verifyFile } from "./statement-story.ts";
import { waitUntil } from "./wait-until.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`another key takes over, on ${engine}`, () => rotationSuite(engine));
}

function rotationSuite(engine: Engine): void {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-rotate-"));
  const bundle = (name: string) => join(folder, `${name}.zip`);
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let old: VerifierKey;
  let next: VerifierKey;
  /** Of before. */
  let receipt: Receipt;
  let nameProof: Receipt;

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open();
    statement = await openStatement(opened);
    ({ receipt } = await signAs(opened, statement, "Ada Winter"));
    await signAs(opened, statement, "Bo Nilsson");
    nameProof = (await opened.depositary.nameProofs.get(statement.id, 1)) as Receipt;
    await saveBundle(opened, statement.id, bundle("before"));
    old = keyOf(opened);
    await opened.depositary.close();
    await rotateAt(place);
    opened = await place.open();
    next = keyOf(opened);
  });

  after(async () => {
    await opened.depositary.close();
    assert.deepEqual(opened.errors, []);
    await place.remove();
    rmSync(folder, { recursive: true });
  });

  test("the act is in the log of heads, both keys signed the checkpoint that ends with it, and the old key is gone", async () => {
    assert.notDeepEqual(next.publicKey, old.publicKey);
    const log = await readLog(opened.store.db, HEADS);
    const [last] = await readEntries(opened.store.db, HEADS, (log?.size ?? 0) - 1, log?.size ?? 0);
    const act = parseHeadsEntry(last ?? new Uint8Array(0));
    assert.ok("act" in act && act.act === "rotate");
    assert.deepEqual([act.from, act.key], [old, next]);
    const note = (await opened.depositary.logs.checkpoint(HEADS)) ?? new Uint8Array(0);
    for (const key of [old, next]) assert.equal(openCheckpoint(note, key, "letters.example").size, log?.size);
    assert.deepEqual(keysOfChain(checkIdentityChain(opened.depositary.identity.chain)), [old, next]);
    assert.ok(!readdirSync(place.dataDir).some((name) => name.startsWith("secrets.next")));
    assert.deepEqual(makeSigningKey(opened.secrets).publicKey, next.publicKey);
  });

  test("what was published of statements is the same, under the new key", async () => {
    const note = (await opened.depositary.logs.checkpoint(statement.id)) ?? new Uint8Array(0);
    const origin = `letters.example/s/${statement.id}`;
    assert.equal(openCheckpoint(note, makeVerifierKey(origin, next.publicKey), origin).size, 3);
    assert.equal(parseNote(note).signatures.length, 1);
  });

  test("what was made before verifies with the key of then", async () => {
    assert.equal((await verifyFile(bundle("before"), given(old))).verdict, "valid");
    for (const one of [receipt, nameProof]) assert.equal(verifyReceipt(one, given(old)).verdict, "valid");
  });

  test("what is made afterwards verifies with either key, and says which took over", async () => {
    const signed = await signAs(opened, statement, "Cem Öz");
    await saveBundle(opened, statement.id, bundle("after"));
    const proof = (await opened.depositary.nameProofs.get(statement.id, 1)) as Receipt;
    const kept = parseReceipt(formatReceipt(signed.receipt));
    for (const key of [old, next]) {
      const report = await verifyFile(bundle("after"), given(key));
      assert.deepEqual([report.verdict, report.reason], ["valid", null]);
      assert.equal(report.key?.vkey, formatVerifierKey(next));
      assert.equal(tellKeys(report.key).length, key === old ? 3 : 0);
      for (const one of [kept, proof]) assert.equal(verifyReceipt(one, given(key)).reason, null);
    }
    const [trusted, took, signs] = tellKeys((await verifyFile(bundle("after"), given(old))).key);
    const short = (key: VerifierKey) => `letters.example+${encodeHex(key.keyId)}`;
    assert.equal(trusted, `You trust the key ${short(old)}.`);
    assert.match(took ?? "", /^On \d+ \w+ \d{4}, \d\d:\d\d UTC, letters\.example replaced the key letters\.example\+/);
    assert.equal(signs, `This was signed with ${short(next)}.`);
  });

  test("a receipt of before stands beside a bundle of afterwards, whichever key is trusted", async () => {
    for (const key of [old, next]) {
      const bundleReport = await verifyFile(bundle("after"), given(key));
      const files = await openArchive(bundle("after"));
      const trust = { ...given(key), identity: await learnIdentity(files) };
      const receiptReport = verifyReceipt(receipt, trust);
      assert.equal(receiptReport.reason, null);
      const comparison = await compareReceipt({ receipt, receiptReport, files, bundleReport });
      assert.deepEqual([comparison.verdict, comparison.standing?.status], ["valid", "standing"]);
      await files.close();
    }
  });

  test("without knowing of the change the new key fits nothing that the old one signed, nor a stranger's anything", async () => {
    const wrong = await verifyFile(bundle("before"), given(next));
    assert.equal(wrong.verdict, "invalid");
    assert.match(
      wrong.checks.find(({ name }) => name === "key")?.problems[0]?.message ?? "",
      /A depositary that replaces its key tells how in every bundle that it makes afterwards/,
    );
    const stranger = makeVerifierKey(
      "letters.example",
      decodeHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
    );
    assert.equal((await verifyFile(bundle("after"), given(stranger))).verdict, "invalid");
  });

  test("it can be done again, and the first key still leads to the last", async () => {
    await opened.depositary.close();
    const { from, to } = await rotateAt(place);
    assert.equal(from, formatVerifierKey(next));
    opened = await place.open();
    assert.equal(to, opened.depositary.identity.vkey);
    await signAs(opened, statement, "Dana Ito");
    await saveBundle(opened, statement.id, bundle("last"));
    for (const key of [old, next, keyOf(opened)]) {
      assert.equal((await verifyFile(bundle("last"), given(key))).reason, null);
    }
    next = keyOf(opened);
  });

  test("a server that is still running notices, and signs, serves and takes nothing more", async () => {
    await rotateAt(place);
    await waitUntil(async () => opened.depositary.trouble() !== null);
    await assert.rejects(signAs(opened, statement, "Too late"), { code: "unavailable" });
    assert.match(opened.depositary.trouble() ?? "", /^THE KEY WAS REPLACED WHILE THIS SERVER WAS RUNNING/);
    await assert.rejects(opened.depositary.logs.checkpoint(HEADS), { code: "unavailable" });
    await opened.depositary.close();
    opened = await place.open();
    assert.equal(opened.depositary.trouble(), null);
    await signAs(opened, statement, "In time");
  });

  test("a depositary that has published nothing has no key to replace", async () => {
    const empty = await makePlace(engine);
    const { depositary } = await empty.open();
    await depositary.close();
    await assert.rejects(rotateAt(empty), { code: "wrong_state", message: /^Nothing was published yet/ });
    await empty.remove();
  });

  test("a database that is behind its anchor is not rotated", async () => {
    await opened.depositary.close();
    const store = await place.openStore();
    const log = await readLog(store.db, HEADS);
    await store.transaction(async ({ db }) => {
      await db
        .updateTable("log")
        .set({ size: (log?.size ?? 0) - 1 })
        .where("log_id", "=", HEADS)
        .execute();
    });
    await assert.rejects(rotateAt(place), { code: "wrong_state", message: /^THE DATABASE IS BEHIND/ });
    await store.db
      .updateTable("log")
      .set({ size: log?.size ?? 0 })
      .where("log_id", "=", HEADS)
      .execute();
    await store.close();
    assert.ok(!readdirSync(place.dataDir).some((name) => name.startsWith("secrets.next")));
    opened = await place.open();
  });
}
