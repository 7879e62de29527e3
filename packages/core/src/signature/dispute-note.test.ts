import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { mangle } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { decodeUtf8, encodeHex, encodeUtf8, sha256 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import { parseNote, parseVerifierKey, signNote } from "../log/note.ts";
import { signDispute, verifyDisputeNote } from "./dispute-note.ts";
import { digestDisputed } from "./dispute-record.ts";
import { signVersion, verifyKeySignature } from "./signature-note.ts";

const DISPUTED = { statement: "letters.example/s/abcdefghijklmnop", index: 17 };
const reading = makeTestSigner("reading.example", 1);

test("what a key signs is what the record is a digest of, as node:crypto sees it too", () => {
  const note = signDispute(DISPUTED, reading.signer);
  const { text, signatures } = parseNote(note);
  assert.equal(text, "undersigned/dispute@v1\nletters.example/s/abcdefghijklmnop\n17\n");
  assert.equal(encodeHex(sha256(encodeUtf8(text))), digestDisputed(DISPUTED));
  const x = Buffer.from(reading.key.publicKey).toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  assert.ok(signatures[0] && verify(null, Buffer.from(text), publicKey, signatures[0].signature));
  verifyDisputeNote(note, reading.key, DISPUTED);
});

test("the note on the page of the specification verifies", () => {
  const page = readFileSync(new URL("../../../../spec/dispute.md", import.meta.url), "utf8");
  const [, note = ""] = /```\n(undersigned\/dispute@v1\n[^`]*\u2014 [^`]*)```/.exec(page) ?? [];
  const [, vkey = ""] = /```\n(reading\.example\+[^`\n]*)\n```/.exec(page) ?? [];
  verifyDisputeNote(note, parseVerifierKey(vkey), DISPUTED);
});

test("every damaged byte of a note is refused", () => {
  for (const { what, bytes } of mangle(signDispute(DISPUTED, reading.signer))) {
    assert.throws(() => verifyDisputeNote(bytes, reading.key, DISPUTED), UndersignedError, what);
  }
});

test("a note over another signature, of another statement, or by another key, shows nothing", () => {
  const note = signDispute(DISPUTED, reading.signer);
  for (const other of [
    { ...DISPUTED, index: 1 },
    { ...DISPUTED, statement: "letters.example/s/other" },
  ]) {
    assert.throws(() => verifyDisputeNote(note, reading.key, other), { code: "wrong_origin" });
  }
  for (const { key } of [makeTestSigner("reading.example", 2), makeTestSigner("harbour.example", 1)]) {
    assert.throws(() => verifyDisputeNote(note, key, DISPUTED), { code: "signature_missing" });
  }
  assert.throws(() => signDispute(DISPUTED, makeTestSigner("reading.example/2", 1).signer), { code: "malformed" });
  assert.throws(() => signDispute({ ...DISPUTED, statement: "a\nb" }, reading.signer), { code: "malformed" });
  const odd = makeTestSigner("Reading", 1);
  const byOdd = signNote(parseNote(note).text, [odd.signer]);
  assert.throws(() => verifyDisputeNote(byOdd, odd.key, DISPUTED), { code: "malformed" });
});

test("a signature of a version is no dispute, and a dispute no signature", () => {
  const signed = { statement: DISPUTED.statement, version: "a1".repeat(32) };
  const version = signVersion(signed, reading.signer);
  assert.throws(() => verifyDisputeNote(version, reading.key, DISPUTED), { code: "wrong_origin" });
  const note = decodeUtf8(signDispute(DISPUTED, reading.signer));
  assert.throws(() => verifyKeySignature(note, reading.key, signed), { code: "malformed" });
});
