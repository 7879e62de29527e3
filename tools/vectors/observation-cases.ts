import { decodeUtf8, encodeHex } from "@undersigned/core/bytes.ts";
import { formatVerifierKey, signNote } from "@undersigned/core/log/note.ts";
import { digestPart } from "@undersigned/core/signature/commitment.ts";
import type { Observation } from "@undersigned/core/signature/observation.ts";
import { OBSERVATION_FORMAT } from "@undersigned/core/signature/observation.ts";
import { formatObservationNote } from "@undersigned/core/signature/observation-note.ts";
import type { ObservationVector } from "../../tests/evidence-vectors.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import { REFUSED_OBSERVATIONS } from "./observation-defects.ts";
import { BASE, DNS, NAMED, text, VALID_OBSERVATIONS } from "./observation-samples.ts";
import { SIGNED } from "./signature-note-cases.ts";

const SALT = new Uint8Array(32).fill(7);
const HOST = makeTestSigner("sign.example", 1);
const note = decodeUtf8(formatObservationNote({ ...BASE, ...DNS } as Observation, HOST.signer));
const key = formatVerifierKey(HOST.key);

function signed(words: string): string {
  return decodeUtf8(signNote(words, [HOST.signer]));
}

const NOTES: Readonly<Record<string, ObservationVector>> = {
  note_valid: { about: "The depositary has signed it.", error: null, note, key, text: text(DNS) },
  note_by_another_depositary: {
    about: "Another depositary has signed it.",
    error: "signature_missing",
    note,
    key: formatVerifierKey(makeTestSigner("other.example", 1).key),
  },
  note_by_the_key_of_a_log: {
    about: "The key is that of the statement's log, and that of the host is asked for.",
    error: "signature_missing",
    note,
    key: formatVerifierKey(makeTestSigner(SIGNED.statement, 1).key),
  },
  note_changed: {
    about: "The time was changed.",
    error: "signature_invalid",
    note: note.replace("T10:15:00Z", "T10:15:01Z"),
    key,
  },
  note_of_another_edition: {
    about: "The first line names another format.",
    error: "malformed",
    note: signed(`undersigned/observation@v2\n${text(DNS)}\n`),
    key,
  },
  note_with_a_third_line: {
    about: "A third line follows.",
    error: "malformed",
    note: signed(`${OBSERVATION_FORMAT}\n${text(DNS)}\nmore\n`),
    key,
  },
  note_not_canonical: {
    about: "The observation is not in canonical form.",
    error: "not_canonical",
    note: signed(`${OBSERVATION_FORMAT}\n${text(DNS).replace(":", ": ")}\n`),
    key,
  },
  note_without_an_observation: {
    about: "The second line is missing.",
    error: "malformed",
    note: signed(`${OBSERVATION_FORMAT}\n`),
    key,
  },
};

const FORMS: Readonly<Record<string, ObservationVector>> = {
  space_in_json: { about: "A space too many.", error: "not_canonical", text: text(DNS).replace(",", ", ") },
  member_twice: {
    about: "A member is there twice.",
    error: "not_canonical",
    text: text(DNS).replace('{"domain"', '{"domain":"a.b","domain"'),
  },
  lone_surrogate: {
    about: "A record holds half of a character.",
    error: "not_canonical",
    text: text(DNS).replace("v=spf1", "\\ud800"),
  },
  too_long: { about: "More bytes than an observation may have.", error: "too_large", text: " ".repeat(65_536) },
  member_named_proto: {
    about: "A member too many, named __proto__.",
    error: "malformed",
    text: text(NAMED).replace("{", '{"__proto__":{},'),
  },
  array: { about: "An array.", error: "malformed", text: "[]" },
  null: { about: "Null.", error: "malformed", text: "null" },
  not_json: { about: "No JSON.", error: "malformed", text: "undersigned" },
};

/** vectors/observation, by name. */
export const OBSERVATION_CASES: Readonly<Record<string, ObservationVector>> = {
  ...Object.fromEntries(
    Object.entries(VALID_OBSERVATIONS).map(([name, [about, seen]]) => {
      const digest = encodeHex(digestPart(SALT, JSON.parse(text(seen))));
      return [name, { about, error: null, text: text(seen), salt: encodeHex(SALT), digest }];
    }),
  ),
  ...Object.fromEntries(
    Object.entries(REFUSED_OBSERVATIONS).map(([name, [about, seen, error = "malformed"]]) => [
      name,
      { about, error, text: text(seen) },
    ]),
  ),
  ...NOTES,
  ...FORMS,
};
