import { concatBytes, decodeHex, encodeHex } from "../bytes.ts";
import { VerificationError } from "../errors.ts";
import { formatCanonicalJson, parseCanonicalJson } from "../json.ts";
import { isTreeSize } from "../log/tree-size.ts";
import type { AttestEntry, Entry } from "../signature/entry.ts";
import { checkDigest, checkMembers } from "../signature/members.ts";
import type { Observation } from "../signature/observation.ts";
import { checkObservation, digestObservation, OBSERVATION_LIMIT } from "../signature/observation.ts";

/** Greatest length of one line of an observations file, in bytes: an observation, and what stands around it. */
export const OBSERVATION_LINE_LIMIT = OBSERVATION_LIMIT + 160;

/** One line of an observations file: the `attest` that commits to the observation, and the salt that shows it. */
export type ObservationLine = {
  readonly index: number;
  readonly observation: Observation;
  /** 64 lower-case hexadecimal digits. */
  readonly salt: string;
};

/** One line, with its newline. The observation was checked when it was made: to verify its signature each time costs a bundle seconds. */
export function formatObservationLine({ index, observation, salt }: ObservationLine): Uint8Array {
  return concatBytes(formatCanonicalJson({ index, observation, salt }), Uint8Array.of(0x0a));
}

/**
 * Reads one line, without its newline. Canonical JSON with exactly these members.
 * @throws {MalformedError} as checkObservation does, and `not_canonical`
 * @throws {VerificationError} as checkObservation does
 */
export function parseObservationLine(line: Uint8Array): ObservationLine {
  const value = parseCanonicalJson(line, OBSERVATION_LINE_LIMIT);
  const read = checkMembers(value, "line", ["index", "observation", "salt"], []);
  const { index } = read;
  if (!isTreeSize(index)) throw new VerificationError("commitment_mismatch", "index is not that of an entry");
  const salt = checkDigest(read.salt, "salt");
  return { index, observation: checkObservation(read.observation ?? null), salt };
}

/**
 * Checks a line against the entry at its index: an `attest` that commits to the observation.
 * @returns the entry
 * @throws {VerificationError} `commitment_mismatch`
 */
export function checkObservationLine(
  { index, observation, salt }: ObservationLine,
  entry: Entry | undefined,
): AttestEntry {
  if (entry?.act !== "attest") {
    throw new VerificationError("commitment_mismatch", `entry ${index} is no “attest”, and commits to no observation`);
  }
  if (encodeHex(digestObservation(decodeHex(salt), observation)) === entry.observation) return entry;
  throw new VerificationError("commitment_mismatch", `the observation is not the one that entry ${index} commits to`);
}
