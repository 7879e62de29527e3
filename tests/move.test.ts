import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { encodeHex } from "../packages/core/src/bytes.ts";
import { append, emptyEdge } from "../packages/core/src/log/append.ts";
import { openCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { parseEntryBundle } from "../packages/core/src/log/entry-bundle.ts";
import { parseHeadsEntry } from "../packages/core/src/log/identity-act.ts";
import { checkIdentityChain, decodeIdentityLinks } from "../packages/core/src/log/identity-chain.ts";
import { hashLeaf } from "../packages/core/src/log/merkle.ts";
import type { VerifierKey } from "../packages/core/src/log/note.ts";
import { makeVerifierKey, parseVerifierKey } from "../packages/core/src/log/note.ts";
import { formatTilePath, tileWidth } from "../packages/core/src/log/tile.ts";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import { plainText } from "../packages/core/src/statement/inline.ts";
import { parseText } from "../packages/core/src/statement/text.ts";
import { compareReceipt } from "../packages/core/src/verify/compare-receipt.ts";
import { learnIdentity } from "../packages/core/src/verify/identity-links.ts";
import type { Receipt } from "../packages/core/src/verify/receipt.ts";
import { tellKeys } from "../packages/core/src/verify/tell-keys.ts";
import { verifyReceipt } from "../packages/core/src/verify/verify-receipt.ts";
import { checkJson } from "../packages/server/src/api/check-schemas.ts";
import type { CheckInput, KeptCheck } from "../packages/server/src/depositary/checks.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { MoveReport } from "../packages/server/src/handover/move.ts";
import { rotate } from "../packages/server/src/handover/rotate.ts";
import { HEADS, readEntries, readLog } from "../packages/store/src/log-reading.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { given, keyOf, moveAt } from "./handover.ts";
import { serveFolder } from "./mirror-of.ts";
import { openStatement, saveBundle, signAs, verifyFile } from "./statement-story.ts";
import { waitUntil } from "./wait-until.ts";

const OLD = "letters.example";
const NEW = "sign.letters.example";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`a depositary moves to another host, on ${engine}`, () => moveSuite(engine));
}

/** Opens the next version of a statement, with one word more. */
async function openNext({ depositary }: OpenPlace, { id }: StatementView): Promise<void> {
  const { nextVersions } = depositary;
  const draft = await nextVersions.begin(id);
  const texts = draft.texts.map((text) => ({ ...text, markdown: text.markdown.replace("own mind", "own mind again") }));
  await nextVersions.replace(id, { ...draft, texts });
  const { version } = await nextVersions.preview(id, { ...draft, texts });
  await nextVersions.open(id, version?.digest ?? "");
}

/** The words of a statement, as somebody pastes them. */
async function plainCopyOf({ depositary }: OpenPlace, { id }: StatementView): Promise<CheckInput> {
  const view = await depositary.statements.text(id, "en");
  assert.ok(view);
  const { title, blocks } = parseText(view.bytes);
  const words = [title, ...blocks.map(({ inlines }) => inlines)].map(plainText).join("\n\n");
  return { source: { kind: "text", text: words }, statement: null };
}

function moveSuite(engine: Engine): void {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-move-"));
  const exported = join(folder, "exported");
  const bundle = (name: string) => join(folder, `${name}.zip`);
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let linkOnly: StatementView;
  let first: VerifierKey;
  let old: VerifierKey;
  let moved: VerifierKey;
  /** Of before: by the first key, and by the second. */
  let oldest: Receipt;
  let receipt: Receipt;
  let report: MoveReport;
  let total: number;
  /** A copy that was checked and published under the old name. */
  let kept: { readonly token: string; readonly check: KeptCheck };

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open();
    statement = await openStatement(opened);
    linkOnly = await openStatement(opened, { visibility: "link", slug: "for-some" });
    await signAs(opened, linkOnly, "Secret");
    ({ receipt: oldest } = await signAs(opened, statement, "Ada Winter"));
    first = keyOf(opened);
    await opened.depositary.close();
    const store = await place.openStore();
    await rotate({ store, dataDir: place.dataDir, witnessPolicy: null, clock: Date.now });
    await store.close();
    opened = await place.open();
    old = keyOf(opened);
    const today = new Date().toISOString().slice(0, 10);
    assert.equal((await opened.depositary.signedOn.count(statement.id, today))?.total, 1);
    assert.equal((await opened.depositary.signedOn.count(statement.id, "2020-01-01"))?.publishedAt, null);
    await openNext(opened, statement);
    statement = (await opened.depositary.statements.find(statement.id)) ?? statement;
    ({ receipt } = await signAs(opened, statement, "Bo Nilsson"));
    await saveBundle(opened, statement.id, bundle("before"));
    const copied = await plainCopyOf(opened, statement);
    const { token } = await opened.depositary.checks.make(copied, {});
    kept = { token, check: await opened.depositary.checks.publish(token) };
    total = (await opened.depositary.statements.counts(statement.id)).total;
    await opened.depositary.close();
    report = await moveAt(place, { to: NEW, exportTo: exported });
    opened = await place.open();
    moved = keyOf(opened);
  });

  after(async () => {
    await opened.depositary.close();
    assert.deepEqual(opened.errors, []);
    await place.remove();
    rmSync(folder, { recursive: true });
  });

  test("the new host has the same key under its own name, and the same count", async () => {
    assert.deepEqual([report.from, report.to, report.resumed], [OLD, NEW, false]);
    assert.equal(opened.depositary.identity.origin, NEW);
    assert.deepEqual(moved, makeVerifierKey(NEW, old.publicKey));
    assert.equal(opened.depositary.trouble(), null);
    assert.equal((await opened.depositary.statements.counts(statement.id)).total, total);
    assert.ok(readdirSync(place.dataDir).includes(`anchor.${OLD}`));
    assert.ok(!opened.notices.some((notice) => notice.startsWith("There was no anchor")));
  });

  test("copies are found as before, and checks of before open by their links and name the new host", async () => {
    const { checks, identity } = opened.depositary;
    assert.deepEqual(await checks.find(kept.token), kept.check);
    assert.deepEqual(await checks.findPublished(kept.check.published?.id ?? ""), kept.check);
    const { statement: address, published } = checkJson(identity.baseUrl, kept.check, null);
    for (const url of [address, published?.url]) assert.ok(url?.startsWith(`${identity.baseUrl}/`), url);
    const { check } = await checks.make(await plainCopyOf(opened, statement), {});
    assert.deepEqual([check.report.verdict, check.checked], ["identical", kept.check.checked]);
  });

  test("who had signed on a day is told, although acts of the depositary stand among its heads", async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { count } = opened.depositary.signedOn;
    const [long, now] = [await count(statement.id, "2020-01-01"), await count(statement.id, today)];
    assert.deepEqual([long?.publishedAt, long?.total, now?.total], [null, 0, 2]);
  });

  test("the new log of heads begins by naming the old one, the statement's goes on", async () => {
    const [entry = new Uint8Array(0)] = await readEntries(opened.store.db, HEADS, 0, 1);
    const chain = checkIdentityChain(opened.depositary.identity.chain);
    const { checkpoint } = chain[1] ?? assert.fail("two hand-overs");
    const { time, ...succeed } = parseHeadsEntry(entry) as { time: number };
    assert.deepEqual(succeed, { act: "succeed", origin: OLD, size: checkpoint.size, root: encodeHex(checkpoint.root) });
    assert.ok(time >= (chain[1]?.time ?? Number.POSITIVE_INFINITY));
    const { size } = (await readLog(opened.store.db, statement.id)) ?? assert.fail("a log");
    const [last = new Uint8Array(0)] = await readEntries(opened.store.db, statement.id, size - 1, size);
    const act = parseEntry(last);
    assert.deepEqual([act.act, "origin" in act && act.origin], ["succeed", `${OLD}/s/${statement.id}`]);
  });

  test("what was made before verifies with the keys of then", async () => {
    for (const key of [first, old]) assert.equal((await verifyFile(bundle("before"), given(key))).reason, null);
    assert.equal(verifyReceipt(oldest, given(first)).reason, null);
    for (const key of [first, old]) assert.equal(verifyReceipt(receipt, given(key)).reason, null);
  });

  test("what is made afterwards verifies with every key there was, and says which took over", async () => {
    const signed = await signAs(opened, statement, "Cem Öz");
    await saveBundle(opened, statement.id, bundle("after"));
    for (const key of [first, old, moved]) {
      const found = await verifyFile(bundle("after"), given(key));
      assert.deepEqual([found.verdict, found.reason, found.origin], ["valid", null, `${NEW}/s/${statement.id}`]);
      assert.equal(verifyReceipt(signed.receipt, given(key)).reason, null);
    }
    const told = tellKeys((await verifyFile(bundle("after"), given(first))).key).join(" ");
    assert.match(
      told,
      /letters\.example replaced the key .* letters\.example moved to sign\.letters\.example, with the key sign\./,
    );
    const byStatement = makeVerifierKey(`${OLD}/s/${statement.id}`, old.publicKey);
    assert.equal((await verifyFile(bundle("after"), given(byStatement))).reason, null);
    const another = makeVerifierKey(`${OLD}/s/another`, old.publicKey);
    assert.equal((await verifyFile(bundle("after"), given(another))).verdict, "invalid");
  });

  test("receipts of before stand beside a bundle of afterwards, whichever key is trusted", async () => {
    for (const key of [first, moved]) {
      for (const one of [oldest, receipt]) {
        const bundleReport = await verifyFile(bundle("after"), given(key));
        const files = await openArchive(bundle("after"));
        const receiptReport = verifyReceipt(one, { ...given(key), identity: await learnIdentity(files) });
        assert.equal(receiptReport.reason, null);
        const comparison = await compareReceipt({ receipt: one, receiptReport, files, bundleReport });
        assert.deepEqual([comparison.reason, comparison.standing?.status], [null, "standing"]);
        await files.close();
      }
    }
  });

  test("the folder serves the old host's logs to whoever checks them, and tells where it went", async () => {
    const server = await serveFolder(exported);
    try {
      const read = async (path: string) => {
        const response = await fetch(`${server.url}/${path}`);
        return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
      };
      const identity = JSON.parse(new TextDecoder().decode((await read(".well-known/undersigned.json")) ?? undefined));
      assert.deepEqual(parseVerifierKey(identity.vkey), old);
      assert.deepEqual(
        checkIdentityChain(decodeIdentityLinks(identity.identity)).map(({ key }) => key),
        [old, moved],
      );
      for (const [prefix, origin] of [
        ["log", OLD],
        [`s/${statement.id}/log`, `${OLD}/s/${statement.id}`],
      ] as const) {
        const note = (await read(`${prefix}/checkpoint`)) ?? assert.fail("a checkpoint");
        const { size, root } = openCheckpoint(note, makeVerifierKey(origin, old.publicKey), origin);
        const width = tileWidth("entries", 0, size);
        const bytes = await read(`${prefix}/${formatTilePath({ level: "entries", index: 0, width })}`);
        const hashes = parseEntryBundle(bytes ?? new Uint8Array(0), width).map(hashLeaf);
        assert.deepEqual(append(emptyEdge(), hashes).root, root);
        assert.equal((await read(`${prefix}/${formatTilePath({ level: 0, index: 0, width })}`))?.length, width * 32);
      }
    } finally {
      await server.close();
    }
  });

  test("what only those with the link may see is not in it", () => {
    assert.deepEqual(readdirSync(join(exported, "s")), [statement.id]);
    assert.ok(!existsSync(join(exported, "s", linkOnly.id)));
  });

  test("the link-only statement goes on too", async () => {
    const { receipt: late } = await signAs(opened, linkOnly, "Secret too");
    assert.equal(verifyReceipt(late, given(first)).reason, null);
  });

  test("a host that was left, the present one, and what is none, are refused", async () => {
    await opened.depositary.close();
    for (const [to, message] of [
      [NEW, /is at sign\.letters\.example already/],
      [OLD, /was at letters\.example before/],
      ["https://x.example", /is not a host name/],
      ["x.example/s/a", /is not a host name/],
    ] as const) {
      await assert.rejects(moveAt(place, { to }), { code: "invalid_field", message });
    }
    opened = await place.open();
  });

  test("it can move again, and another key can take over", async () => {
    await opened.depositary.close();
    const third = "third.example";
    await moveAt(place, { to: third });
    const store = await place.openStore();
    await rotate({ store, dataDir: place.dataDir, witnessPolicy: null, clock: Date.now });
    await store.close();
    opened = await place.open();
    await signAs(opened, statement, "Dana Ito");
    await saveBundle(opened, statement.id, bundle("third"));
    for (const key of [first, old, moved, keyOf(opened)]) {
      assert.equal((await verifyFile(bundle("third"), given(key))).reason, null);
    }
    const bundleReport = await verifyFile(bundle("third"), given(first));
    const files = await openArchive(bundle("third"));
    const receiptReport = verifyReceipt(oldest, given(first));
    const comparison = await compareReceipt({ receipt: oldest, receiptReport, files, bundleReport });
    assert.equal(comparison.reason, null);
    await files.close();
    assert.ok(readFileSync(join(place.dataDir, `moved-${NEW}`, "log", "checkpoint"), "utf8").startsWith(`${NEW}\n`));
  });

  test("a server that is still running notices, and signs, serves and takes nothing more", async () => {
    await moveAt(place, { to: "fourth.example" });
    await waitUntil(async () => opened.depositary.trouble() !== null);
    assert.match(opened.depositary.trouble() ?? "", /^THE HOST NAME UNDER WHICH THIS DEPOSITARY SIGNS/);
    await assert.rejects(signAs(opened, statement, "Too late"), { code: "unavailable" });
    await opened.depositary.close();
    opened = await place.open();
    assert.equal(opened.depositary.trouble(), null);
    await signAs(opened, statement, "In time");
  });
}
