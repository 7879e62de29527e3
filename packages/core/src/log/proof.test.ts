import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assertStrict } from "../../../../tests/mangle.ts";
import { referenceTree } from "../../../../tests/reference-tree.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { concatBytes, decodeUtf8, encodeBase64, encodeUtf8 } from "../bytes.ts";
import { MalformedError, UndersignedError } from "../errors.ts";
import { formatCheckpoint } from "./checkpoint.ts";
import { hashLeaf } from "./merkle.ts";
import { signNote } from "./note.ts";
import type { LogProof } from "./proof.ts";
import { checkLogProof, formatLogProof, LOG_PROOF_LIMIT, parseLogProof } from "./proof.ts";

const ORIGIN = "example.org/s/abc";
const { signer, key } = makeTestSigner(ORIGIN, 1);
const entries = Array.from({ length: 300 }, (_, i) => encodeUtf8(`entry ${i}`));
const tree = referenceTree(entries.map(hashLeaf));

function checkpointAt(size: number): Uint8Array {
  return signNote(formatCheckpoint({ origin: ORIGIN, size, root: tree.hash(0n, BigInt(size)), extensions: [] }), [
    signer,
  ]);
}

const checkpoint = checkpointAt(5);
const proof: LogProof = { index: 3, hashes: tree.path(3, 5), checkpoint };
const entry = entries[3] as Uint8Array;

test("a proof is written as in C2SP tlog-proof", () => {
  const text = decodeUtf8(formatLogProof({ ...proof, extra: encodeUtf8("hint") }));
  const [first, second, third, ...rest] = text.split("\n");
  assert.deepEqual([first, second, third], ["c2sp.org/tlog-proof@v1", "extra aGludA==", "index 3"]);
  assert.deepEqual(rest.slice(0, 4), [...proof.hashes.map(encodeBase64), ""]);
  assert.equal(rest.slice(4).join("\n"), decodeUtf8(checkpoint));
});

test("a proof holds for its own entry, index, log and key", () => {
  assert.equal(checkLogProof(proof, entry, key).size, 5);
  assert.throws(() => checkLogProof(proof, entries[2] as Uint8Array, key), { code: "root_mismatch" });
  assert.throws(() => checkLogProof({ ...proof, index: 2 }, entry, key), { code: "root_mismatch" });
  assert.throws(() => checkLogProof({ ...proof, index: 5 }, entry, key), { code: "proof_invalid" });
  assert.throws(() => checkLogProof({ ...proof, hashes: [] }, entry, key), { code: "proof_invalid" });
  assert.throws(() => checkLogProof({ ...proof, checkpoint: checkpointAt(6) }, entry, key), UndersignedError);
  const stranger = makeTestSigner(ORIGIN, 2).key;
  assert.throws(() => checkLogProof(proof, entry, stranger), { code: "signature_missing" });
  const heads = makeTestSigner("example.org", 1).key;
  assert.throws(() => checkLogProof(proof, entry, heads), { code: "signature_missing" });
});

test("a proof in a log of one entry has no hashes", () => {
  const single: LogProof = { index: 0, hashes: [], checkpoint: checkpointAt(1) };
  assert.deepEqual(parseLogProof(formatLogProof(single)), single);
  assert.equal(checkLogProof(single, entries[0] as Uint8Array, key).size, 1);
});

test("every entry's proof survives format and parse, and holds", () => {
  const size = fc.integer({ min: 1, max: entries.length });
  const extra = fc.option(fc.uint8Array({ minLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(size, fc.nat(), extra, (size, number, extra) => {
      const index = number % size;
      const plain = { index, hashes: tree.path(index, size), checkpoint: checkpointAt(size) };
      const given: LogProof = extra === undefined ? plain : { ...plain, extra };
      const read = parseLogProof(formatLogProof(given));
      assert.deepEqual(read, given);
      assert.equal(checkLogProof(read, entries[index] as Uint8Array, key).size, size);
      const other = entries[(index + 1) % entries.length] as Uint8Array;
      assert.throws(() => checkLogProof(read, other, key), { code: "root_mismatch" });
    }),
    { numRuns: 50 },
  );
});

test("what is no proof is refused", () => {
  const hash = encodeBase64(proof.hashes[0] as Uint8Array);
  const note = decodeUtf8(checkpoint);
  const first = "c2sp.org/tlog-proof@v1\n";
  for (const text of [
    "",
    first,
    note,
    `c2sp.org/tlog-proof@v2\nindex 3\n\n${note}`,
    `${first}\n${note}`,
    `${first}${hash}\n\n${note}`,
    `${first}index 03\n\n${note}`,
    `${first}index -3\n\n${note}`,
    `${first}index 9007199254740992\n\n${note}`,
    `${first}index\n\n${note}`,
    `${first}index 3 \n\n${note}`,
    `${first}extra \nindex 3\n\n${note}`,
    `${first}extra\nindex 3\n\n${note}`,
    `${first}extra aGludA\nindex 3\n\n${note}`,
    `${first}extra aGludA==\n\n${note}`,
    `${first}index 3\nextra aGludA==\n\n${note}`,
    `${first}extra aGludA==\nextra aGludA==\nindex 3\n\n${note}`,
    `${first}index 3\n${hash.slice(1)}\n\n${note}`,
    `${first}index 3\n${encodeBase64(new Uint8Array(33))}\n\n${note}`,
    `${first}index 3\n${hash}\n${note}`,
    `${first}index 3\n${hash}\n\n`,
    `${first}index 3\n${hash}\n\n\n${note}`,
    `${first}index 3\r\n${hash}\n\n${note}`,
    `${first}index 3\n\nno checkpoint\n\n\u2014 a AAAAAAA=\n`,
  ]) {
    assert.throws(() => parseLogProof(encodeUtf8(text)), MalformedError, JSON.stringify(text));
  }
});

test("a proof of more than a million bytes is not read", () => {
  const extra = new Uint8Array(LOG_PROOF_LIMIT);
  assert.throws(() => parseLogProof(formatLogProof({ ...proof, extra })), { code: "too_large" });
});

test("what would not be read is not written", () => {
  assert.throws(() => formatLogProof({ ...proof, index: 2 ** 53 }), /invariant/);
  assert.throws(() => formatLogProof({ ...proof, extra: new Uint8Array(0) }), /invariant/);
  assert.throws(() => formatLogProof({ ...proof, hashes: [new Uint8Array(31)] }), /invariant/);
});

test("a mangled proof is refused, or read for exactly what it says", () => {
  const bytes = formatLogProof({ ...proof, extra: encodeUtf8("hint") });
  const { refused, taken } = assertStrict(bytes, parseLogProof, formatLogProof);
  assert.ok(refused > 0 && taken > 0);
});

test("a proof with any one byte changed holds no longer, but for its unsigned extra data", () => {
  const bytes = formatLogProof({ ...proof, extra: encodeUtf8("hint") });
  const start = "c2sp.org/tlog-proof@v1\nextra ".length;
  for (let i = 0; i < bytes.length; i++) {
    if (i >= start && i < start + 8) continue;
    const changed = concatBytes(bytes.subarray(0, i), Uint8Array.of((bytes[i] as number) ^ 1), bytes.subarray(i + 1));
    assert.throws(() => checkLogProof(parseLogProof(changed), entry, key), UndersignedError, `byte ${i}`);
  }
});
