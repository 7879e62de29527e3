import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import type { SignatureNoteVector } from "../../../../tests/evidence-vectors.ts";
import { runSignatureNoteVector } from "../../../../tests/evidence-vectors.ts";
import { assertStrict, mangle } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { MalformedError, UndersignedError } from "../errors.ts";
import { formatNote, openNote } from "../log/note.ts";
import type { SignedVersion } from "./signature-note.ts";
import {
  formatSignatureText,
  mergeSignatureNotes,
  parseSignatureNote,
  signVersion,
  verifyKeySignature,
} from "./signature-note.ts";

const SIGNED: SignedVersion = { statement: "sign.example/s/peace-now", version: "a1".repeat(32) };
const reading = makeTestSigner("reading.example", 1);

test("vectors/signature-note: each is verified and put together as it says, or refused for its own defect", (t) => {
  const vectors = readVectors<SignatureNoteVector>("signature-note");
  for (const { name, vector } of vectors) {
    if (vector.error === null) runSignatureNoteVector(vector);
    else assert.throws(() => runSignatureNoteVector(vector), { code: vector.error }, name);
  }
  assert.ok(vectors.length >= 47);
  t.diagnostic(`vectors/signature-note: ${vectors.length} run`);
});

test("what is signed is three lines that name the statement and the version, as node:crypto sees it too", () => {
  const note = signVersion(SIGNED, reading.signer);
  const text = `undersigned/signature@v1\nsign.example/s/peace-now\n${"a1".repeat(32)}\n`;
  assert.equal(formatSignatureText(SIGNED), text);
  assert.ok(decodeUtf8(note).startsWith(`${text}\n\u2014 reading.example `));
  const [line] = parseSignatureNote(note).signatures;
  const x = Buffer.from(reading.key.publicKey).toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  assert.ok(line !== undefined && verify(null, Buffer.from(text), publicKey, line.signature));
  assert.equal(verifyKeySignature(note, reading.key, SIGNED), decodeUtf8(note));
});

test("every damaged byte of a note is refused, or read as it stands; none that changes what is signed verifies", () => {
  const note = signVersion(SIGNED, reading.signer);
  const format = ({ text, signatures }: ReturnType<typeof parseSignatureNote>) => formatNote(text, signatures);
  const { refused } = assertStrict(note, parseSignatureNote, format);
  assert.ok(refused > 1000, `${refused} refused`);
  for (const { what, bytes } of mangle(note)) {
    assert.throws(() => verifyKeySignature(bytes, reading.key, SIGNED), UndersignedError, what);
  }
});

test("a key that is not named by a domain signs nothing", () => {
  for (const name of ["Reading", "READING.example", "localhost", "reading.example/2", "192.0.2.1", "bücher.example"]) {
    const { signer, key } = makeTestSigner(name, 1);
    assert.throws(() => signVersion(SIGNED, signer), { code: "malformed" }, name);
    const forged = formatNote(formatSignatureText(SIGNED), [
      { name, keyId: key.keyId, signature: signer.sign(encodeUtf8(formatSignatureText(SIGNED))) },
    ]);
    assert.throws(() => verifyKeySignature(forged, key, SIGNED), { code: "malformed" }, name);
  }
});

test("what is no version of a statement is not signed", () => {
  for (const signed of [
    { ...SIGNED, statement: "sign.example" },
    { ...SIGNED, statement: "sign.example/s/a\nb" },
    { ...SIGNED, version: "a1" },
    { ...SIGNED, version: "A1".repeat(32) },
  ]) {
    assert.throws(() => signVersion(signed, reading.signer), MalformedError);
  }
});

test("however notes are put together, every line stays verifiable, and no note has more than 100", () => {
  const pool = Array.from({ length: 120 }, (_, i) => makeTestSigner(`member${i}.example`, i + 1));
  const notes = pool.map(({ signer }) => signVersion(SIGNED, signer));
  const picks = fc.array(fc.array(fc.nat(119), { minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(picks, (groups) => {
      const given = groups.map((group) => mergeSignatureNotes(group.map((at) => notes[at] as Uint8Array))[0]);
      const merged = mergeSignatureNotes(given as Uint8Array[]);
      const signers = [...new Set(groups.flat())];
      const lines = merged.flatMap((note) => parseSignatureNote(note).signatures);
      assert.deepEqual(
        lines.map(({ name }) => name),
        signers.map((at) => `member${at}.example`),
      );
      assert.equal(merged.length, Math.ceil(signers.length / 100));
      assert.deepEqual(mergeSignatureNotes(merged), merged);
      const keys = signers.slice(0, 3).map((at) => pool[at]?.key);
      const verified = openNote(
        merged[0] as Uint8Array,
        keys.filter((key) => key !== undefined),
      ).verified;
      assert.equal(verified.length, keys.length);
    }),
    { numRuns: 30 },
  );
});
