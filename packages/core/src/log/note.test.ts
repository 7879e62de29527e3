import assert from "node:assert/strict";
import { test } from "node:test";
import { assertStrict } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { decodeUtf8, encodeBase64, encodeUtf8 } from "../bytes.ts";
import { MalformedError, UndersignedError } from "../errors.ts";
import type { NoteSignature, VerifierKey } from "./note.ts";
import {
  formatNote,
  formatVerifierKey,
  makeVerifierKey,
  NOTE_LIMIT,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
} from "./note.ts";

const TEXT = "We ask for one thing.\n\nNamely this.\n";
const alice = makeTestSigner("alice.example/log", 1);
const bob = makeTestSigner("bob.example", 2);
const note = signNote(TEXT, [alice.signer]);
const both = signNote(TEXT, [alice.signer, bob.signer]);

function unknownLine(name: string): string {
  return `\u2014 ${name} ${encodeBase64(new Uint8Array(68).fill(9))}\n`;
}

function withLines(lines: readonly string[]): Uint8Array {
  return encodeUtf8(`${TEXT}\n${lines.join("")}`);
}

/** The signature line of a note that one signer has signed. */
function lineOf(signed: Uint8Array): string {
  return `${decodeUtf8(signed).trimEnd().split("\n").at(-1)}\n`;
}

test("a verifier key published by others is read, and its id is that of its name and key", () => {
  // The key of Go's checksum database, as every Go installation has it.
  const text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
  const key = parseVerifierKey(text);
  assert.equal(key.name, "sum.golang.org");
  assert.deepEqual(makeVerifierKey(key.name, key.publicKey), key);
  assert.equal(formatVerifierKey(key), text);
});

test("one key under two names is two verifier keys", () => {
  const other = makeVerifierKey("carol.example", alice.key.publicKey);
  assert.notDeepEqual(other.keyId, alice.key.keyId);
  assert.throws(() => openNote(note, [other]), { code: "signature_missing" });
});

test("verifier keys that are damaged, of another type or badly named are refused", () => {
  const text = formatVerifierKey(alice.key);
  const [name, id, key] = text.split(/\+(.{8})\+/) as [string, string, string];
  for (const bad of [
    "",
    "+",
    "++",
    name,
    `${name}+${id}`,
    `${name}+${id}+`,
    `+${id}+${key}`,
    `${name} +${id}+${key}`,
    `${name}+${id.toUpperCase()}+${key}`,
    `${name}+00000000+${key}`,
    `${name}+${id}+${key}+`,
    `${name}+${id}+${encodeBase64(Uint8Array.of(1))}`,
    `${name}+${id}+${encodeBase64(Uint8Array.of(1, ...alice.key.publicKey, 0))}`,
    `${text}\n`,
  ]) {
    assert.throws(() => parseVerifierKey(bad), MalformedError, JSON.stringify(bad));
  }
  const cosigner = encodeBase64(Uint8Array.of(4, ...alice.key.publicKey));
  assert.throws(() => parseVerifierKey(`${name}+${id}+${cosigner}`), { code: "unsupported" });
  for (const badName of ["", "a b", "a+b", "a\tb", "a\u0085b", "a\u2003b", "a\u0001b", "a\ud800"]) {
    assert.throws(() => makeVerifierKey(badName, alice.key.publicKey), MalformedError, JSON.stringify(badName));
  }
  const smallOrder = encodeBase64(Uint8Array.of(1, 1, ...new Uint8Array(31)));
  assert.throws(() => parseVerifierKey(`${name}+${id}+${smallOrder}`), /prime order/);
});

test("a mangled verifier key is refused", () => {
  const { taken } = assertStrict(
    encodeUtf8(formatVerifierKey(alice.key)),
    (bytes) => parseVerifierKey(decodeUtf8(bytes)),
    (key) => encodeUtf8(formatVerifierKey(key)),
  );
  assert.equal(taken, 0, "its id depends on every byte of it");
});

test("a note signed by a known key opens", () => {
  const { text, verified, unverified } = openNote(note, [bob.key, alice.key]);
  assert.equal(text, TEXT);
  assert.deepEqual(
    verified.map(({ key }) => key),
    [alice.key],
  );
  assert.deepEqual(unverified, []);
  assert.deepEqual(openNote(decodeUtf8(note), [alice.key]).text, TEXT);
});

test("unknown keys are ignored, also those that share a name or an id with a known one", () => {
  const [line] = parseNote(note).signatures as [NoteSignature];
  const strangers: NoteSignature[] = [
    { ...line, name: "stranger.example" },
    { ...line, keyId: Uint8Array.of(1, 2, 3, 4) },
    { name: "short.example", keyId: line.keyId, signature: Uint8Array.of(1) },
  ];
  const opened = openNote(formatNote(TEXT, [...strangers, line]), [alice.key]);
  assert.deepEqual(opened.unverified, strangers);
  assert.equal(opened.verified.length, 1);
  assert.throws(() => openNote(formatNote(TEXT, strangers), [alice.key]), { code: "signature_missing" });
  assert.throws(() => openNote(note, []), { code: "signature_missing" });
});

test("a known key that fails rejects the note, though another known key verifies", () => {
  const [a, b] = parseNote(both).signatures as [NoteSignature, NoteSignature];
  const forged = { ...b, signature: a.signature };
  for (const lines of [
    [a, forged],
    [forged, a],
    [a, b, forged],
  ]) {
    const bytes = formatNote(TEXT, lines);
    assert.throws(() => openNote(bytes, [alice.key, bob.key]), { code: "signature_invalid" });
    assert.equal(openNote(bytes, [alice.key]).verified.length, 1, "bob is not known here");
  }
  const short = { ...a, signature: a.signature.subarray(0, 63) };
  assert.throws(() => openNote(formatNote(TEXT, [short]), [alice.key]), { code: "signature_invalid" });
});

test("a key that signed twice is listed once", () => {
  const [a] = parseNote(note).signatures as [NoteSignature];
  const { verified } = openNote(formatNote(TEXT, [a, a, a]), [alice.key, alice.key]);
  assert.equal(verified.length, 1);
});

test("two known keys with one name and one id are a mistake in the settings", () => {
  const twin: VerifierKey = { ...bob.key, name: alice.key.name, keyId: alice.key.keyId };
  assert.throws(() => openNote(note, [alice.key, twin]), { code: "configuration" });
});

test("100 signatures are read, 101 are not", () => {
  const line = lineOf(note);
  const unknown = Array.from({ length: 99 }, (_, i) => unknownLine(`witness${i}.example`));
  assert.equal(openNote(withLines([...unknown, line]), [alice.key]).unverified.length, 99);
  assert.throws(() => parseNote(withLines([...unknown, line, line])), { code: "too_large" });
});

test("a note of more than a million bytes is not read", () => {
  const filler = "x".repeat(NOTE_LIMIT - note.length);
  const longest = signNote(`${filler}${TEXT}`, [alice.signer]);
  assert.equal(longest.length, NOTE_LIMIT);
  assert.equal(openNote(longest, [alice.key]).verified.length, 1);
  assert.throws(() => parseNote(signNote(`x${filler}${TEXT}`, [alice.signer])), { code: "too_large" });
  // Fewer UTF-16 units than the limit, but more bytes.
  assert.throws(() => parseNote(`${"\u20ac".repeat(NOTE_LIMIT / 2)}\n\n${lineOf(note)}`), { code: "too_large" });
});

test("what is no note is refused", () => {
  const line = lineOf(note);
  for (const bad of [
    "",
    "\n",
    "\n\n",
    TEXT,
    `${TEXT}\n`,
    `${TEXT}${line}`,
    `${TEXT}\n${line.trimEnd()}`,
    `${TEXT}\n${line}\n`,
    `${TEXT}\n${line}\n\n`,
    `${TEXT}\n ${line}`,
    `${TEXT}\n${line.replace("\u2014", "-")}`,
    `${TEXT}\n${line.replace("\u2014 ", "\u2014\u00a0")}`,
    `${TEXT}\n${line.replace("\n", " \n")}`,
    `${TEXT}\n${line.replace("\n", "\r\n")}`,
    `${TEXT}\n${line.replace("alice.example/log", "alice+log")}`,
    `${TEXT}\n${line.replace("alice.example/log", "alice\u2003log")}`,
    `${TEXT}\n\u2014 alice.example/log \n`,
    `${TEXT}\n\u2014 alice.example/log AAAAAA==\n`,
    `${TEXT}\n\u2014 alice.example/log AAAAAA\n`,
    `${TEXT}\n\u2014  ${line.slice(2)}`,
    `a\tb\n\n${line}`,
    `a\0b\n\n${line}`,
    `a\rb\n\n${line}`,
    `a\ud800\n\n${line}`,
  ]) {
    assert.throws(() => parseNote(bad), MalformedError, JSON.stringify(bad));
  }
  assert.throws(() => parseNote(Uint8Array.of(0xff, ...note)), { code: "not_utf8" });
});

test("the text ends at the last empty line, and may hold others, DEL, or nothing but a newline", () => {
  for (const text of [
    "\n",
    "a\n\n\nb\n",
    "a\n\n",
    "\u2014 not a signature\n",
    "a\u007fb\n",
    "\ufeffbyte order mark\n",
  ]) {
    const signed = signNote(text, [alice.signer]);
    assert.equal(openNote(signed, [alice.key]).text, text);
  }
});

test("a text that no note can carry is not signed", () => {
  for (const text of ["", "no newline", "tab\t\n", "\r\n", "lone \ud800\n"]) {
    assert.throws(() => signNote(text, [alice.signer]), MalformedError, JSON.stringify(text));
  }
  assert.throws(() => signNote(TEXT, []), /1 to 100 signatures/);
});

test("a mangled note is refused, or read for exactly what it says", () => {
  const { refused, taken } = assertStrict(both, parseNote, ({ text, signatures }) => formatNote(text, signatures));
  assert.ok(refused > 0 && taken > 0);
});

test("a mangled note never opens, unless only the name or id of its signature's stranger changed", () => {
  const known = [alice.key, bob.key];
  for (let i = 0; i < both.length; i++) {
    const changed = both.slice();
    changed[i] = (changed[i] as number) ^ 1;
    // With bob's name or id changed he is a stranger, and alice's signature still stands.
    const opened = openOrNull(changed, known);
    if (opened === null) continue;
    assert.equal(opened.text, TEXT);
    assert.equal(opened.verified.length, 1);
    assert.equal(opened.unverified.length, 1);
  }
  for (let length = 0; length < note.length; length++) assert.equal(openOrNull(note.slice(0, length), known), null);
});

function openOrNull(bytes: Uint8Array, keys: readonly VerifierKey[]) {
  try {
    return openNote(bytes, keys);
  } catch (error) {
    assert.ok(error instanceof UndersignedError);
    return null;
  }
}
