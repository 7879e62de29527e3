import type { Observation } from "@undersigned/core/signature/observation.ts";
import type { Generated } from "kysely";

/** What was observed of a signatory beyond the mailbox. It goes with the signature that it is about. */
export type ObservationTable = {
  statement_id: string;
  /** Sorts in the order of observing. */
  id: string;
  /** Whose it is: the index of its signature in decimal digits, or the id of the pending one that waits. */
  holder: string;
  /** The observation, its salt, and the depositary's note over it. */
  observation_sealed: Uint8Array;
  kind: Observation["kind"];
  /** Index of the `attest` that commits to it; null while its signature waits. */
  attest_index: number | null;
  observed_at: number;
  /** When it was found unchanged for the last time. */
  seen_again_at: number | null;
  /** When it is looked at again; null: a day after it was observed, where it is looked at again at all. */
  look_at: Generated<number | null>;
  /** On how many days in a row it was not there when it was looked at again. */
  misses: Generated<number>;
};
