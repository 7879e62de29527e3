import assert from "node:assert/strict";
import { test } from "node:test";
import { mangle } from "../../../../tests/mangle.ts";
import { makeTestCosigner, makeTestSigner } from "../../../../tests/test-signer.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import type { CosignatureVector } from "../../../../tests/witness-vectors.ts";
import { runCosignatureVector } from "../../../../tests/witness-vectors.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import { formatCheckpoint, openCheckpoint } from "./checkpoint.ts";
import type { Cosignature, CosignerKey } from "./cosignature.ts";
import { checkCosignatures, formatCosignerKey, parseCosignerKey, signCosignature } from "./cosignature.ts";
import { EMPTY_ROOT } from "./merkle.ts";
import { formatNote, openNote, parseNote, parseVerifierKey, signNote } from "./note.ts";

const ORIGIN = "letters.example";
const log = makeTestSigner(ORIGIN, 1);
const one = makeTestCosigner("witness.partner.example", 21);
const two = makeTestCosigner("reading.example", 22);
const TEXT = formatCheckpoint({ origin: ORIGIN, size: 0, root: EMPTY_ROOT, extensions: [] });
const [logLine] = parseNote(signNote(TEXT, [log.signer])).signatures;
assert.ok(logLine !== undefined);
const note = formatNote(TEXT, [logLine, signCosignature(TEXT, 1_790_000_000, one.cosigner)]);

for (const { name, vector } of readVectors<CosignatureVector>("cosignature")) {
  test(`cosignature ${name}: ${vector.about}`, () => {
    if (vector.error === null) runCosignatureVector(vector);
    else assert.throws(() => runCosignatureVector(vector), { code: vector.error });
  });
}

test("a cosignature is eight bytes of time and a signature over two lines and the checkpoint, as node:crypto makes it", () => {
  const words = `cosignature/v1\ntime 1790000000\n${ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`;
  const time = Buffer.from("000000006ab13b80", "hex");
  const signature = Buffer.concat([time, one.cosigner.sign(encodeUtf8(words))]);
  assert.deepEqual(signCosignature(TEXT, 1_790_000_000, one.cosigner).signature, new Uint8Array(signature));
});

test("a cosigned checkpoint opens for those who know the log alone, and its text for those who know the witness", () => {
  assert.equal(openCheckpoint(note, log.key, ORIGIN).unverified.length, 1);
  assert.deepEqual(checkCosignatures(parseNote(note), [one.key, two.key]), [{ key: one.key, time: 1_790_000_000 }]);
});

test("a cosigner's key is no key of a log, and the other way round", () => {
  assert.throws(() => parseVerifierKey(formatCosignerKey(one.key)), { code: "unsupported", message: /witness/ });
  assert.throws(() => openNote(note, [makeTestSigner(one.key.name, 21).key]), { code: "signature_missing" });
  assert.deepEqual(parseCosignerKey(formatCosignerKey(one.key)), one.key);
});

test("one public key under two names is two witnesses, and a copied line counts for the name it stands under", () => {
  const alias = makeTestCosigner("other.example", 21);
  const [, line] = parseNote(note).signatures;
  assert.ok(line !== undefined);
  const copied = { ...line, name: alias.key.name, keyId: alias.key.keyId };
  const found = checkCosignatures({ text: TEXT, signatures: [line, copied] }, [one.key, alias.key]);
  assert.deepEqual(found.map(nameOf), [one.key.name, alias.key.name]);
});

test("a key given twice is found once; two keys of one name and id are a mistake in the settings", () => {
  assert.equal(checkCosignatures(parseNote(note), [one.key, one.key]).length, 1);
  const twin: CosignerKey = { ...two.key, name: one.key.name, keyId: one.key.keyId };
  assert.throws(() => checkCosignatures(parseNote(note), [one.key, twin]), { code: "configuration" });
});

test("what no witness could stand by is not signed", () => {
  for (const time of [-1, 0.5, Number.NaN, 2 ** 53]) {
    assert.throws(() => signCosignature(TEXT, time, one.cosigner), /invariant/);
  }
  assert.throws(() => signCosignature(TEXT.trimEnd(), 1, one.cosigner), /invariant/);
});

test("a mangled cosigned checkpoint never counts for its witness, unless only the log's line was changed", () => {
  const logLineText = decodeUtf8(note).split("\n")[4];
  let harmless = 0;
  for (const { what, bytes } of mangle(note)) {
    const found = findOrNull(bytes, [one.key]);
    if (found === null || found.length === 0) continue;
    harmless += 1;
    assert.deepEqual(found, [{ key: one.key, time: 1_790_000_000 }], what);
    const text = decodeUtf8(bytes);
    assert.ok(text.startsWith(TEXT) && !text.includes(`${logLineText}\n`), what);
  }
  assert.ok(harmless > 0);
});

test("the error says whose cosignature it is, and what is wrong with it", () => {
  const [, line] = parseNote(note).signatures;
  assert.ok(line !== undefined);
  const short = { text: TEXT, signatures: [{ ...line, signature: line.signature.subarray(0, 64) }] };
  assert.throws(() => checkCosignatures(short, [one.key]), /witness\.partner\.example.* 64 bytes/);
  const other = { text: TEXT.replace("\n0\n", "\n1\n"), signatures: [line] };
  assert.throws(() => checkCosignatures(other, [one.key]), /witness\.partner\.example does not fit the checkpoint/);
});

function nameOf({ key }: Cosignature): string {
  return key.name;
}

function findOrNull(bytes: Uint8Array, keys: readonly CosignerKey[]): Cosignature[] | null {
  try {
    return checkCosignatures(parseNote(bytes), keys);
  } catch (error) {
    assert.ok(error instanceof UndersignedError, String(error));
    return null;
  }
}

test("a mangled key of a witness is refused", () => {
  const text = encodeUtf8(formatCosignerKey(one.key));
  for (const { what, bytes } of mangle(text)) {
    assert.throws(() => parseCosignerKey(decodeUtf8(bytes)), UndersignedError, what);
  }
});
