import assert from "node:assert/strict";
import { decodeHex, decodeUtf8, encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { ErrorCode } from "@undersigned/core/errors.ts";
import { formatVerifierKey, parseVerifierKey } from "@undersigned/core/log/note.ts";
import { verifyDisputeNote } from "@undersigned/core/signature/dispute-note.ts";
import { digestDisputed, formatDisputeRecord, isDisputeRecord } from "@undersigned/core/signature/dispute-record.ts";
import { digestObservation, formatObservation, parseObservation } from "@undersigned/core/signature/observation.ts";
import { openObservationNote } from "@undersigned/core/signature/observation-note.ts";
import { mergeSignatureNotes, verifyKeySignature } from "@undersigned/core/signature/signature-note.ts";

/** What each file says: its point in a sentence, and null or the code of its refusal. */
type Told = { readonly about: string; readonly error: ErrorCode | null };

/** One file of vectors/observation. */
export type ObservationVector = Told &
  (
    | {
        /** The observation's JSON. */
        readonly text: string;
        /** In hexadecimal, and what an `attest` carries under it. */
        readonly salt?: string;
        readonly digest?: string;
      }
    | {
        /** A signed note over one, the depositary's verifier key, and the observation's JSON that it holds. */
        readonly note: string;
        readonly key: string;
        readonly text?: string;
      }
  );

/** One file of vectors/signature-note. */
export type SignatureNoteVector = Told &
  (
    | {
        readonly note: string;
        /** The organisation's verifier keys. */
        readonly keys: readonly string[];
        readonly statement: string;
        readonly version: string;
        /** The note with the verified lines alone. */
        readonly verified?: string;
      }
    | {
        /** Notes, and what they become when they are put together. */
        readonly notes: readonly string[];
        readonly merged?: readonly string[];
      }
  );

/** One file of vectors/dispute: what a domain says of one signature of one statement. */
export type DisputeVector = Told & {
  readonly statement: string;
  readonly index: number;
} & (
    | {
        /** A TXT record, and what it is: of this signature, of another, or null where it disputes none. */
        readonly record: string;
        readonly is: "this" | "another" | null;
      }
    | {
        /** A signed note, and the key that the domain names. */
        readonly note: string;
        readonly key: string;
      }
  );

/** @throws what the parsers throw, or an AssertionError where they find anything else than the vector says */
export function runObservationVector(vector: ObservationVector): void {
  if ("note" in vector) {
    const { observation } = openObservationNote(vector.note, [parseVerifierKey(vector.key)]);
    assert.equal(decodeUtf8(formatObservation(observation)), vector.text);
    return;
  }
  const observation = parseObservation(encodeUtf8(vector.text));
  assert.equal(decodeUtf8(formatObservation(observation)), vector.text);
  assert.deepEqual(observation, JSON.parse(vector.text));
  assert.equal(encodeHex(digestObservation(decodeHex(vector.salt ?? ""), observation)), vector.digest);
}

/** @throws as runObservationVector does */
export function runDisputeVector(vector: DisputeVector): void {
  const { statement, index } = vector;
  if ("note" in vector) {
    verifyDisputeNote(vector.note, parseVerifierKey(vector.key), { statement, index });
    return;
  }
  const { record } = vector;
  const isThis = record === formatDisputeRecord(digestDisputed({ statement, index }));
  assert.equal(isThis ? "this" : isDisputeRecord(record) ? "another" : null, vector.is);
}

/** @throws as runObservationVector does */
export function runSignatureNoteVector(vector: SignatureNoteVector): void {
  if ("notes" in vector) {
    assert.deepEqual(mergeSignatureNotes(vector.notes).map(decodeUtf8), vector.merged);
    return;
  }
  const keys = vector.keys.map(parseVerifierKey);
  assert.deepEqual(keys.map(formatVerifierKey), vector.keys);
  const { statement, version } = vector;
  assert.equal(verifyKeySignature(vector.note, keys, { statement, version }), vector.verified);
}
