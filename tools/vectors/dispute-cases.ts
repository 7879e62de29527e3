import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { formatVerifierKey, signNote } from "@undersigned/core/log/note.ts";
import { signDispute } from "@undersigned/core/signature/dispute-note.ts";
import type { Disputed } from "@undersigned/core/signature/dispute-record.ts";
import { digestDisputed, formatDisputeRecord, formatDisputeText } from "@undersigned/core/signature/dispute-record.ts";
import { signVersion } from "@undersigned/core/signature/signature-note.ts";
import type { DisputeVector } from "../../tests/evidence-vectors.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";

/** The signature that these vectors are about. */
const DISPUTED: Disputed = { statement: "letters.example/s/abcdefghijklmnop", index: 17 };
const TEXT = formatDisputeText(DISPUTED);
const DIGEST = digestDisputed(DISPUTED);
const RECORD = formatDisputeRecord(DIGEST);

const READING = makeTestSigner("reading.example", 41);
const READING_TOO = makeTestSigner("reading.example", 43);
const NEIGHBOURS = makeTestSigner("neighbours.example", 42);
const NOTE = decodeUtf8(signDispute(DISPUTED, READING.signer));

function signed(text: string, ...by: readonly (typeof READING)[]): string {
  const signers = (by.length === 0 ? [READING] : by).map(({ signer }) => signer);
  return decodeUtf8(signNote(text, signers));
}

function of(disputed: Partial<Disputed>): string {
  return formatDisputeRecord(digestDisputed({ ...DISPUTED, ...disputed }));
}

/** By name: what it is about, the record, and what it is: of the signature that is asked about, of another, or no such record. */
const RECORDS: Readonly<Record<string, readonly [about: string, record: string, is: "this" | "another" | null]>> = {
  record_valid: ["The record of the signature that is asked about.", RECORD, "this"],
  record_of_another_index: ["It disputes another signature of the statement.", of({ index: 1 }), "another"],
  record_of_another_statement: [
    "It disputes the signature of that index in another statement.",
    of({ statement: "letters.example/s/another" }),
    "another",
  ],
  record_of_another_host: [
    "It disputes a signature at another depositary.",
    of({ statement: DISPUTED.statement.replace("letters", "other") }),
    "another",
  ],
  record_of_a_version: ["It names a version, and disputes nothing.", `undersigned=v1 version=${DIGEST}`, null],
  record_in_upper_case: ["The digest is in upper case.", `undersigned=v1 dispute=${DIGEST.toUpperCase()}`, null],
  record_with_two_spaces: ["There are two spaces.", RECORD.replace(" ", "  "), null],
  record_with_more_behind: ["Something follows the digest.", `${RECORD} please`, null],
  record_in_quotes: ["The quotes of a zone file are part of it.", `"${RECORD}"`, null],
  record_of_63_digits: ["A digit is missing.", RECORD.slice(0, -1), null],
  record_of_another_edition: ["It is of another edition.", RECORD.replace("v1", "v2"), null],
};

type NoteCase = Pick<DisputeVector, "about" | "error"> & { readonly note: string; readonly signer?: typeof READING };

const NOTES: Readonly<Record<string, NoteCase>> = {
  note_valid: { about: "The organisation's own key says so.", error: null, note: NOTE },
  note_valid_beside_others: {
    about: "The line of another key shows nothing, and is passed over.",
    error: null,
    note: signed(TEXT, NEIGHBOURS, READING),
  },
  note_of_another_index: {
    about: "It is about another signature of the statement.",
    error: "wrong_origin",
    note: signed(formatDisputeText({ ...DISPUTED, index: 1 })),
  },
  note_of_another_statement: {
    about: "It is about another statement.",
    error: "wrong_origin",
    note: signed(formatDisputeText({ ...DISPUTED, statement: "letters.example/s/another" })),
  },
  note_with_a_leading_zero: {
    about: "The index has a zero before it.",
    error: "wrong_origin",
    note: signed(TEXT.replace("\n17\n", "\n017\n")),
  },
  note_with_a_fourth_line: { about: "A fourth line follows.", error: "wrong_origin", note: signed(`${TEXT}more\n`) },
  note_of_another_edition: {
    about: "The first line names another edition.",
    error: "wrong_origin",
    note: signed(TEXT.replace("@v1", "@v2")),
  },
  note_that_signs_a_version: {
    about: "The key has signed a version of the statement, and disputes nothing.",
    error: "wrong_origin",
    note: decodeUtf8(signVersion({ statement: DISPUTED.statement, version: DIGEST }, READING.signer)),
  },
  note_by_another: {
    about: "Another organisation says so.",
    error: "signature_missing",
    note: signed(TEXT, NEIGHBOURS),
  },
  note_by_another_key_of_the_domain: {
    about: "A key says so that the domain does not name now.",
    error: "signature_missing",
    note: signed(TEXT, READING_TOO),
  },
  note_damaged: {
    about: "The text was changed to that of the signature that is asked about.",
    error: "signature_invalid",
    note: signed(TEXT.replace("17", "71")).replace("71", "17"),
  },
  note_by_a_key_with_a_path: {
    about: "The key is named by a path below the domain.",
    error: "malformed",
    note: signed(TEXT, makeTestSigner("reading.example/press", 41)),
    signer: makeTestSigner("reading.example/press", 41),
  },
  note_that_is_none: { about: "It is no note.", error: "malformed", note: "We never signed.\n" },
};

const records = Object.entries(RECORDS).map(([name, [about, record, is]]): [string, DisputeVector] => [
  name,
  { about, error: null, ...DISPUTED, record, is },
]);
const notes = Object.entries(NOTES).map(([name, { about, error, note, signer }]): [string, DisputeVector] => [
  name,
  { about, error, ...DISPUTED, note, key: formatVerifierKey((signer ?? READING).key) },
]);

export const DISPUTE_CASES: Readonly<Record<string, DisputeVector>> = Object.fromEntries([...records, ...notes]);
