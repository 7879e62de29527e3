import { concatBytes, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, equalBytes } from "../bytes.ts";
import { invariant, MalformedError, VerificationError } from "../errors.ts";
import { verifyEd25519 } from "./ed25519.ts";
import type { NamedKey } from "./named-key.ts";
import {
  findNamedKey,
  formatNamedKey,
  holdsControl,
  isKeyName,
  KEY_ID_LENGTH,
  makeNamedKey,
  parseNamedKey,
} from "./named-key.ts";

/** The longest note that is read, in bytes. */
export const NOTE_LIMIT = 1_000_000;
/** The most signatures that a note may carry. C2SP asks for 16 at least; Go's `note.Open` stops at 100 too. */
export const NOTE_SIGNATURE_LIMIT = 100;

const ED25519_TYPE = 1;

/** A public key under a name, for signatures over the text itself: type 1, Ed25519. */
export type VerifierKey = NamedKey<1>;

/** One signature line: name, key id of 4 bytes, and what the signature's type says (64 bytes for Ed25519). */
export type NoteSignature = { readonly name: string; readonly keyId: Uint8Array; readonly signature: Uint8Array };

/** A note as it was read. Nothing in it has been verified. */
export type UnverifiedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** A note of which at least one known key has signed the text, and no known key's signature is wrong. */
export type OpenedNote = {
  /** With its final newline. */
  readonly text: string;
  readonly verified: readonly { readonly key: VerifierKey; readonly signature: Uint8Array }[];
  /** By keys that are not known here: they show nothing. */
  readonly unverified: readonly NoteSignature[];
};

/** Who signs. The private key stays with the caller: `sign` gives the 64 bytes of an Ed25519 signature. */
export type Signer = { readonly name: string; readonly keyId: Uint8Array; sign(message: Uint8Array): Uint8Array };

/**
 * Names a public key.
 * @throws {MalformedError} `malformed` when the name is empty or holds white space, `+` or a control character, or the key
 * is refused by `checkPublicKey`
 */
export function makeVerifierKey(name: string, publicKey: Uint8Array): VerifierKey {
  return makeNamedKey(name, ED25519_TYPE, publicKey);
}

/** `name+hex8+base64(type || public key)`: how C2SP writes a verifier key. */
export function formatVerifierKey(key: VerifierKey): string {
  return formatNamedKey(key);
}

/**
 * Reads a verifier key. Strict: what was read is written again and compared.
 * @throws {MalformedError} `malformed`, `not_canonical`, or `unsupported` for a key that is not Ed25519
 */
export function parseVerifierKey(text: string): VerifierKey {
  return parseNamedKey(text, ED25519_TYPE, (type) =>
    type === 4
      ? "this is the key of a witness (type 4), and the key of a log is needed (type 1)"
      : `the key is of type ${type}, and only type 1 (Ed25519) is read`,
  );
}

/**
 * Splits a note into text and signatures, without verifying anything (C2SP signed-note). Strict: UTF-8, no control
 * characters but newlines, at most 1,000,000 bytes and 100 signatures, and the same bytes when written again.
 * @throws {MalformedError} `malformed`, `not_utf8`, `not_canonical`, `too_large`
 */
export function parseNote(note: Uint8Array | string): UnverifiedNote {
  const bytes = typeof note === "string" ? encodeUtf8(note) : note;
  if (bytes.length > NOTE_LIMIT) throw new MalformedError("too_large", `a note is at most ${NOTE_LIMIT} bytes long`);
  const whole = decodeUtf8(bytes);
  checkNoteText(whole);
  const end = whole.lastIndexOf("\n\n");
  const text = whole.slice(0, end + 1);
  const lines = whole
    .slice(end + 2)
    .split("\n")
    .slice(0, -1);
  if (end < 0 || lines.length === 0) {
    throw new MalformedError("malformed", "a note is a text, an empty line, and at least one signature line");
  }
  if (lines.length > NOTE_SIGNATURE_LIMIT) {
    throw new MalformedError("too_large", `a note carries at most ${NOTE_SIGNATURE_LIMIT} signatures`);
  }
  return { text, signatures: lines.map(parseSignatureLine) };
}

/** The bytes of a note. Its text must end with a newline, and carries 1 to 100 signatures. */
export function formatNote(text: string, signatures: readonly NoteSignature[]): Uint8Array {
  checkNoteText(text);
  invariant(signatures.length >= 1 && signatures.length <= NOTE_SIGNATURE_LIMIT, "a note carries 1 to 100 signatures");
  return encodeUtf8(`${text}\n${signatures.map(formatSignatureLine).join("")}`);
}

/**
 * Signs a text and writes the note.
 * @throws {MalformedError} `malformed` when the text does not end with a newline or holds control characters
 */
export function signNote(text: string, signers: readonly Signer[]): Uint8Array {
  checkNoteText(text);
  const message = encodeUtf8(text);
  return formatNote(
    text,
    signers.map((signer) => ({ name: signer.name, keyId: signer.keyId, signature: signer.sign(message) })),
  );
}

/**
 * Reads a note and verifies every signature by a known key. A known key that fails rejects the note, even beside another
 * that verifies; unknown keys, also those that share only a name or only an id with a known one, are ignored.
 * @throws {MalformedError} as `parseNote` does
 * @throws {VerificationError} `signature_invalid` when a known key fails, `signature_missing` when none has signed
 */
export function openNote(note: Uint8Array | string, keys: readonly VerifierKey[]): OpenedNote {
  const { text, signatures } = parseNote(note);
  const message = encodeUtf8(text);
  const verified = new Map<VerifierKey, Uint8Array>();
  const unverified: NoteSignature[] = [];
  for (const line of signatures) {
    const key = findNamedKey(keys, line);
    if (key === undefined) {
      unverified.push(line);
      continue;
    }
    // A line repeated by an attacker must not cost a verification each time.
    if (equalBytes(verified.get(key) ?? new Uint8Array(0), line.signature)) continue;
    if (!verifyEd25519(key.publicKey, message, line.signature)) {
      throw new VerificationError("signature_invalid", `the signature by ${key.name} does not fit the text`);
    }
    if (!verified.has(key)) verified.set(key, line.signature);
  }
  if (verified.size === 0) {
    throw new VerificationError(
      "signature_missing",
      "no key that is trusted here has signed this: it is another depositary's, or a forgery",
    );
  }
  return { text, verified: Array.from(verified, ([key, signature]) => ({ key, signature })), unverified };
}

const SIGNATURE_LINE = /^\u2014 ([^ ]+) ([A-Za-z0-9+/]+={0,2})$/u;

function parseSignatureLine(line: string, position: number): NoteSignature {
  const [, name = "", base64 = ""] = SIGNATURE_LINE.exec(line) ?? [];
  if (!isKeyName(name)) {
    throw new MalformedError("malformed", `signature line ${position + 1} of the note is not "\u2014 NAME BASE64"`);
  }
  const bytes = decodeBase64(base64);
  if (bytes.length <= KEY_ID_LENGTH) {
    throw new MalformedError("malformed", `signature line ${position + 1} of the note holds no signature`);
  }
  return { name, keyId: bytes.slice(0, KEY_ID_LENGTH), signature: bytes.slice(KEY_ID_LENGTH) };
}

/** One signature line, with its newline: what a witness answers, and what is added to a note. */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  invariant(
    isKeyName(name) && keyId.length === KEY_ID_LENGTH && signature.length > 0,
    "a signature has a name and an id",
  );
  return `\u2014 ${name} ${encodeBase64(concatBytes(keyId, signature))}\n`;
}

function checkNoteText(text: string): void {
  if (!text.endsWith("\n") || holdsControl(text.replaceAll("\n", ""))) {
    throw new MalformedError("malformed", "a note ends with a newline and holds no control characters but newlines");
  }
}
