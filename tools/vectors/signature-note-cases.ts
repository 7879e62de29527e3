import { decodeUtf8, encodeBase64, encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import type { NoteSignature } from "@undersigned/core/log/note.ts";
import { formatNote, formatVerifierKey, parseNote, signNote } from "@undersigned/core/log/note.ts";
import type { SignedVersion } from "@undersigned/core/signature/signature-note.ts";
import { formatSignatureText, mergeSignatureNotes, signVersion } from "@undersigned/core/signature/signature-note.ts";
import type { SignatureNoteVector } from "../../tests/evidence-vectors.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";

/** The version that these vectors, and those of observations, are about. */
export const SIGNED: SignedVersion = { statement: "sign.example/s/peace-now", version: "a1f3".repeat(16) };

const TEXT = formatSignatureText(SIGNED);
const READING = makeTestSigner("reading.example", 41);
const NEIGHBOURS = makeTestSigner("neighbours.example", 42);
/** A second key of the same organisation. */
const READING_TOO = makeTestSigner("reading.example", 43);
const KEY = formatVerifierKey(READING.key);

/** The verifier key of reading.example, and its note over `SIGNED`. */
export const READING_KEY: string = KEY;
export const READING_NOTE: string = note([line(READING)]);

type TestSigner = ReturnType<typeof makeTestSigner>;

function line({ signer }: TestSigner, text = TEXT): NoteSignature {
  const [found] = parseNote(signNote(text, [signer])).signatures;
  if (found === undefined) throw new Error("a signed note has a signature");
  return found;
}

function note(lines: readonly NoteSignature[], text = TEXT): string {
  return decodeUtf8(formatNote(text, lines));
}

function damage(one: NoteSignature, at = 0): NoteSignature {
  const signature = one.signature.slice();
  signature[at] = (signature[at] ?? 0) ^ 1;
  return { ...one, signature };
}

function hundred(from = 0): NoteSignature[] {
  return Array.from({ length: 100 }, (_, i) => line(makeTestSigner(`member${from + i}.example`, from + i + 1)));
}

/** Formats a verifier key that `makeVerifierKey` would refuse. */
function oddKey(name: string, publicKey: Uint8Array): string {
  const typed = Uint8Array.of(1, ...publicKey);
  const id = sha256(Uint8Array.of(...encodeUtf8(`${name}\n`), ...typed)).slice(0, 4);
  return `${name}+${encodeHex(id)}+${encodeBase64(typed)}`;
}

const OTHER: SignedVersion = { ...SIGNED, statement: "sign.example/s/another" };
const about = { statement: SIGNED.statement, version: SIGNED.version };
const ask = { keys: [KEY], ...about };

const VERIFIED = {
  valid: { about: "One organisation has signed.", note: READING_NOTE, verified: READING_NOTE },
  valid_beside_others: {
    about: "Lines of other organisations show nothing and are passed over.",
    note: note([line(NEIGHBOURS), line(READING), damage(line(makeTestSigner("stranger.example", 44)))]),
    verified: READING_NOTE,
  },
  valid_two_keys_of_one_organisation: {
    about: "Two keys that the domain names have both signed.",
    note: note([line(READING), line(READING_TOO)]),
    keys: [KEY, formatVerifierKey(READING_TOO.key)],
    verified: note([line(READING), line(READING_TOO)]),
  },
  valid_line_twice: {
    about: "The same line twice says nothing more, and is taken once.",
    note: note([line(READING), line(READING)]),
    verified: READING_NOTE,
  },
  valid_100_lines: {
    about: "A note has up to 100 lines.",
    note: note([...hundred().slice(1), line(READING)]),
    verified: READING_NOTE,
  },
  valid_statement_on_a_port: {
    about: "The origin of a depositary on a port.",
    note: decodeUtf8(signVersion({ ...SIGNED, statement: "localhost:8080/s/a" }, READING.signer)),
    statement: "localhost:8080/s/a",
    verified: decodeUtf8(signVersion({ ...SIGNED, statement: "localhost:8080/s/a" }, READING.signer)),
  },
} satisfies Record<string, Partial<SignatureNoteVector>>;

const small = (y: number) => Uint8Array.of(y, ...new Uint8Array(31));

const REFUSED = {
  other_statement: {
    about: "The note signs a version of another statement.",
    error: "wrong_origin",
    note: decodeUtf8(signVersion(OTHER, READING.signer)),
  },
  other_version: {
    about: "The note signs another version of the statement.",
    error: "digest_mismatch",
    note: decodeUtf8(signVersion({ ...SIGNED, version: "b".repeat(64) }, READING.signer)),
  },
  other_key: { about: "Another organisation has signed.", error: "signature_missing", note: note([line(NEIGHBOURS)]) },
  other_key_of_the_same_name: {
    about: "Another key under the same domain has signed.",
    error: "signature_missing",
    note: note([line(READING_TOO)]),
  },
  no_key: { about: "No key is known.", error: "signature_missing", note: READING_NOTE, keys: [] },
  signature_damaged: {
    about: "One bit of the signature is flipped.",
    error: "signature_invalid",
    note: note([damage(line(READING), 40)]),
  },
  signature_over_another_text: {
    about: "The line was taken from a note over another version.",
    error: "signature_invalid",
    note: note([line(READING, formatSignatureText({ ...SIGNED, version: "b".repeat(64) }))]),
  },
  signature_of_63_bytes: {
    about: "A byte of the signature is missing.",
    error: "signature_invalid",
    note: note([{ ...line(READING), signature: line(READING).signature.slice(0, 63) }]),
  },
  one_known_key_fails_beside_one_that_holds: {
    about: "Of two keys of the organisation one has signed and the other has not.",
    error: "signature_invalid",
    note: note([line(READING), damage(line(READING_TOO))]),
    keys: [KEY, formatVerifierKey(READING_TOO.key)],
  },
  two_different_lines_by_one_key: {
    about: "Two lines by one key, one of them wrong.",
    error: "malformed",
    note: note([line(READING), damage(line(READING))]),
  },
  two_different_lines_by_another_key: {
    about: "Two different lines by a key that is not asked about.",
    error: "malformed",
    note: note([line(READING), line(NEIGHBOURS), damage(line(NEIGHBOURS))]),
  },
  lines_101: {
    about: "A note of 101 lines, which Go's note.Open does not read.",
    error: "too_large",
    note: `${note(hundred())}${note([line(READING)]).split("\n\n")[1]}`,
  },
  name_is_no_domain: {
    about: "The key is named by words.",
    error: "malformed",
    note: note([line(makeTestSigner("Reading-Association", 41))]),
    keys: [formatVerifierKey(makeTestSigner("Reading-Association", 41).key)],
  },
  name_in_upper_case: {
    about: "The key is named by a domain in upper case.",
    error: "malformed",
    note: note([line(makeTestSigner("Reading.example", 41))]),
    keys: [formatVerifierKey(makeTestSigner("Reading.example", 41).key)],
  },
  name_with_a_path: {
    about: "The key is named by a domain and a path.",
    error: "malformed",
    note: note([line(makeTestSigner("reading.example/key", 41))]),
    keys: [formatVerifierKey(makeTestSigner("reading.example/key", 41).key)],
  },
  name_in_another_script: {
    about: "The key is named by a U-label, and an A-label (xn--) is asked for.",
    error: "malformed",
    note: note([line(makeTestSigner("bücher.example", 41))]),
    keys: [formatVerifierKey(makeTestSigner("bücher.example", 41).key)],
  },
  key_of_small_order: {
    about: "A public key of small order, under which one signature fits many texts.",
    error: "malformed",
    note: READING_NOTE,
    keys: [oddKey("reading.example", small(1))],
  },
  key_of_small_order_zero: {
    about: "A public key of small order: y is 0.",
    error: "malformed",
    note: READING_NOTE,
    keys: [oddKey("reading.example", small(0))],
  },
  key_of_31_bytes: {
    about: "A public key of 31 bytes.",
    error: "malformed",
    note: READING_NOTE,
    keys: [oddKey("reading.example", new Uint8Array(31).fill(7))],
  },
  key_of_another_id: {
    about: "The id in the verifier key does not belong to it.",
    error: "not_canonical",
    note: READING_NOTE,
    keys: [KEY.replace(/\+[0-9a-f]{8}\+/, "+00000000+")],
  },
  text_of_another_edition: { text: TEXT.replace("@v1", "@v2"), about: "The first line names another format." },
  text_without_version: { text: `${TEXT.split("\n").slice(0, 2).join("\n")}\n`, about: "The third line is missing." },
  text_with_a_fourth_line: { text: `${TEXT}and more\n`, about: "The text has a fourth line." },
  text_with_an_empty_line: { text: TEXT.replace("\n", "\n\n"), about: "The text has an empty line within." },
  text_with_an_empty_line_at_the_end: { text: `${TEXT}\n`, about: "The text has an empty line at its end." },
  text_with_a_space: { text: TEXT.replace("now\n", "now \n"), about: "A space stands behind the statement." },
  text_with_carriage_returns: {
    about: "Lines end as on Windows.",
    error: "malformed",
    note: READING_NOTE.replaceAll("\n", "\r\n"),
  },
  text_version_in_upper_case: {
    text: TEXT.replace(SIGNED.version, SIGNED.version.toUpperCase()),
    about: "The digest is in upper case.",
  },
  text_version_of_63_digits: { text: TEXT.replace(/.\n$/, "\n"), about: "The digest has 63 digits." },
  text_origin_of_the_log_of_heads: {
    text: TEXT.replace("/s/peace-now", ""),
    about: "The second line is the origin of the log of heads, and no statement.",
  },
  text_origin_in_upper_case: { text: TEXT.replace("sign.", "Sign."), about: "The origin is in upper case." },
  text_origin_an_address: { text: TEXT.replace("sign.", "https://sign."), about: "The origin is a web address." },
  not_a_note: { about: "No signature at all.", error: "malformed", note: TEXT },
  empty: { about: "Nothing.", error: "malformed", note: "" },
} satisfies Record<string, object>;

const FIRST = hundred();
const MORE = hundred(100).slice(0, 5);

const MERGED = {
  merge_valid: {
    about: "Two notes of one line become one of two.",
    notes: [READING_NOTE, note([line(NEIGHBOURS)])],
    merged: [note([line(READING), line(NEIGHBOURS)])],
  },
  merge_valid_one: { about: "One note stays as it is.", notes: [READING_NOTE], merged: [READING_NOTE] },
  merge_valid_line_in_both: {
    about: "A line that is in both notes is written once.",
    notes: [note([line(READING), line(NEIGHBOURS)]), note([line(NEIGHBOURS), line(READING_TOO)])],
    merged: [note([line(READING), line(NEIGHBOURS), line(READING_TOO)])],
  },
  merge_valid_of_105: {
    about: "What is beyond 100 lines goes into a second note.",
    notes: [note(FIRST), note(MORE)],
    merged: mergeSignatureNotes([note(FIRST), note(MORE)]).map(decodeUtf8),
  },
  merge_other_text: {
    about: "The notes sign different versions.",
    error: "malformed",
    notes: [READING_NOTE, decodeUtf8(signVersion(OTHER, NEIGHBOURS.signer))],
  },
  merge_two_different_lines_by_one_key: {
    about: "Two notes hold different lines by one key.",
    error: "malformed",
    notes: [READING_NOTE, note([damage(line(READING))])],
  },
  merge_none: { about: "No note was given.", error: "malformed", notes: [] },
} satisfies Record<string, object>;

/** The members that most refusals share. */
function refused(one: { about: string; text?: string }): SignatureNoteVector {
  const { text, ...rest } = one;
  const made = text === undefined ? {} : { error: "malformed" as const, note: note([line(READING, text)], text) };
  return { ...ask, ...made, ...rest } as SignatureNoteVector;
}

/** vectors/signature-note, by name. */
export const SIGNATURE_NOTE_CASES: Readonly<Record<string, SignatureNoteVector>> = Object.fromEntries([
  ...Object.entries(VERIFIED).map(([name, one]) => [name, { ...ask, error: null, ...one }]),
  ...Object.entries(REFUSED).map(([name, one]) => [name, refused(one)]),
  ...Object.entries(MERGED).map(([name, one]) => [name, { error: null, ...one }]),
]);
