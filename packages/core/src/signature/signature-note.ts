import { decodeUtf8, encodeHex, equalBytes } from "../bytes.ts";
import { MalformedError, VerificationError } from "../errors.ts";
import type { NoteSignature, Signer, VerifierKey } from "../log/note.ts";
import { formatNote, NOTE_SIGNATURE_LIMIT, openNote, parseNote, signNote } from "../log/note.ts";
import { parseOrigin } from "../log/origin.ts";
import { isDomain } from "../statement/domain.ts";
import type { Hex } from "./entry.ts";
import { checkDigest } from "./members.ts";

/** The first line of the text that an organisation signs with its own key. */
export const SIGNATURE_FORMAT = "undersigned/signature@v1";

/** What the key of an organisation signs: one version of one statement. */
export type SignedVersion = {
  /** Origin of the statement's log, `HOST/s/ID`. */
  readonly statement: string;
  /** Digest of the version. */
  readonly version: Hex;
};

/** A note over a version as it was read. No signature in it has been verified. */
export type UnverifiedSignatureNote = SignedVersion & {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
};

/**
 * The text that is signed, three lines with their ends. It is the same for every organisation that signs this version, so that
 * their signatures fit into one note.
 * @throws MalformedError `malformed` for what is no origin of a statement or no digest
 */
export function formatSignatureText({ statement, version }: SignedVersion): string {
  checkStatementOrigin(statement, "statement");
  return `${SIGNATURE_FORMAT}\n${statement}\n${checkDigest(version, "version")}\n`;
}

/** Refuses all but the origin of a statement's log. @throws MalformedError `malformed` */
export function checkStatementOrigin(origin: string, what: string): void {
  if (isStatementOrigin(origin)) return;
  throw new MalformedError("malformed", `${what} is not the origin of a statement's log, such as sign.example/s/ID`);
}

function isStatementOrigin(origin: string): boolean {
  try {
    return parseOrigin(origin).statement !== null;
  } catch (error) {
    if (error instanceof MalformedError) return false;
    throw error;
  }
}

/**
 * The organisation's signature of a version: a note of one line.
 * @param signer under the organisation's domain as name
 * @throws MalformedError `malformed` where the name is no domain, or what is signed is no version
 */
export function signVersion(signed: SignedVersion, signer: Signer): Uint8Array {
  checkKeyName(signer.name);
  return signNote(formatSignatureText(signed), [signer]);
}

/** @throws MalformedError `malformed` for the key of an organisation that is not named by its domain */
export function checkKeyName(name: string): void {
  if (isDomain(name)) return;
  const shown = name.slice(0, 80).replace(/[^ -~]/g, "?");
  throw new MalformedError(
    "malformed",
    `an organisation's key is named by its domain in lower case, such as reading.example, and not "${shown}"`,
  );
}

/**
 * Reads a note over a version, and verifies nothing. Its form is that of spec/signature.md: a text of three lines, and 1 to 100
 * signature lines, each key once.
 * @throws MalformedError as `parseNote` does; `malformed` where the text is another, or a key has two different lines
 */
export function parseSignatureNote(note: Uint8Array | string): UnverifiedSignatureNote {
  const { text, signatures } = parseNote(note);
  const [format, statement = "", version = "", ...rest] = text.split("\n");
  if (format !== SIGNATURE_FORMAT || rest.length !== 1 || rest[0] !== "") {
    throw new MalformedError(
      "malformed",
      `this note signs something else: its text must be three lines, ${SIGNATURE_FORMAT}, the statement, the version`,
    );
  }
  checkStatementOrigin(statement, "line 2 of the note");
  checkDigest(version, "line 3 of the note");
  return { statement, version, text, signatures: dropRepeated(signatures) };
}

/** A line that is there twice says nothing more. Two different ones by one key cannot both be shown: which is its own? */
function dropRepeated(lines: readonly NoteSignature[]): NoteSignature[] {
  const byKey = new Map<string, NoteSignature>();
  for (const line of lines) {
    const key = `${line.name}+${encodeHex(line.keyId)}`;
    const before = byKey.get(key);
    if (before === undefined) byKey.set(key, line);
    else if (!equalBytes(before.signature, line.signature)) {
      throw new MalformedError(
        "malformed",
        `two different signatures by the key ${key}: leave out the one that is wrong`,
      );
    }
  }
  return [...byKey.values()];
}

/**
 * Verifies the signature of a version by an organisation's own key. Lines of keys that are not asked about show nothing and are
 * passed over.
 * @param keys the organisation's verifier key; or several, of which each that has a line must have signed
 * @returns the note with the verified lines alone, as an observation of kind `key` holds it
 * @throws MalformedError as `parseSignatureNote` does, and `malformed` for a key that is not named by a domain
 * @throws VerificationError `wrong_origin` or `digest_mismatch` for a note over another statement or version,
 *   `signature_missing` when none of the keys has a line, `signature_invalid` when one fails, even beside another that holds
 */
export function verifyKeySignature(
  note: Uint8Array | string,
  keys: VerifierKey | readonly VerifierKey[],
  signed: SignedVersion,
): string {
  const known = [keys].flat();
  const { text, statement, version } = parseSignatureNote(note);
  if (statement !== signed.statement) {
    throw new VerificationError("wrong_origin", `the note signs ${statement}, not ${signed.statement}`);
  }
  if (version !== signed.version) {
    throw new VerificationError("digest_mismatch", `the note signs the version ${version}, not ${signed.version}`);
  }
  const lines = openSigned(note, known);
  return decodeUtf8(formatNote(text, lines));
}

/**
 * The lines of a note that verify, by the keys of organisations.
 * @throws MalformedError `malformed` for a key that is not named by a domain
 * @throws VerificationError `signature_missing` when none of the keys has a line, `signature_invalid` when one fails
 */
export function openSigned(note: Uint8Array | string, known: readonly VerifierKey[]): NoteSignature[] {
  for (const key of known) checkKeyName(key.name);
  try {
    return openNote(note, known).verified.map(({ key: { name, keyId }, signature }) => ({ name, keyId, signature }));
  } catch (error) {
    // openNote speaks of depositaries and forgeries; here it is most often the wrong key of an honest organisation.
    if (!(error instanceof VerificationError && error.code === "signature_missing")) throw error;
    const names = known.map(({ name, keyId }) => `${name}+${encodeHex(keyId)}`).join(", ");
    throw new VerificationError("signature_missing", `no line of the note is by ${names || "a known key"}`);
  }
}

/**
 * Puts the signature lines of several notes over the same version together: one note of at most 100 lines, as Go's `note.Open` reads
 * them, and further notes for what is beyond. Lines keep their order; a line that is there twice is written once. Nothing
 * is verified.
 * @throws MalformedError as `parseSignatureNote` does; `malformed` for no note at all, for notes over different texts, and for two
 *   different signatures by one key
 */
export function mergeSignatureNotes(notes: readonly (Uint8Array | string)[]): Uint8Array[] {
  const read = notes.map(parseSignatureNote);
  const text = read[0]?.text;
  if (text === undefined) throw new MalformedError("malformed", "no note was given: there is nothing to put together");
  if (read.some((one) => one.text !== text)) {
    throw new MalformedError("malformed", "the notes sign different versions or statements, and cannot be one note");
  }
  const lines = dropRepeated(read.flatMap(({ signatures }) => signatures));
  const merged: Uint8Array[] = [];
  for (let at = 0; at < lines.length; at += NOTE_SIGNATURE_LIMIT) {
    merged.push(formatNote(text, lines.slice(at, at + NOTE_SIGNATURE_LIMIT)));
  }
  return merged;
}
