import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import type { OpenedNote, Signer, VerifierKey } from "../log/note.ts";
import { openNote, signNote } from "../log/note.ts";
import type { Observation } from "./observation.ts";
import { formatObservation, OBSERVATION_FORMAT, parseObservation } from "./observation.ts";

/** Signs an observation: a note of the format's name and the observation on one line. @throws as checkObservation does */
export function formatObservationNote(observation: Observation, signer: Signer): Uint8Array {
  return signNote(`${OBSERVATION_FORMAT}\n${decodeUtf8(formatObservation(observation))}\n`, [signer]);
}

/** An observation that a known key has signed. */
export type SignedObservation = { readonly observation: Observation; readonly note: OpenedNote };

/**
 * Reads the depositary's signed note over an observation.
 * @param keys the depositary's verifier keys, under its host as name
 * @throws MalformedError as parseNote and parseObservation do
 * @throws VerificationError `signature_invalid` or `signature_missing`
 */
export function openObservationNote(note: Uint8Array | string, keys: readonly VerifierKey[]): SignedObservation {
  const opened = openNote(note, keys);
  const [format, line = "", ...rest] = opened.text.split("\n");
  if (format !== OBSERVATION_FORMAT || rest.length !== 1 || rest[0] !== "") {
    throw new MalformedError("malformed", "the note is not over an observation: its text must be two lines");
  }
  return { observation: parseObservation(encodeUtf8(line)), note: opened };
}
