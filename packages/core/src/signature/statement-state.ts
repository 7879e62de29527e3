import type { Counts } from "./counts.ts";
import { emptyCounts } from "./counts.ts";
import type { Hex } from "./entry.ts";

export type StatementStatus = "empty" | "open" | "closed";

/** What a log's entries so far say about the statement as a whole. Plain data: it survives JSON unchanged. */
export type StatementState = {
  readonly status: StatementStatus;
  /** How many entries were replayed, and so the index of the next one. */
  readonly size: number;
  /** The version opened last: the one that can be signed while the statement is open. */
  readonly version: Hex | null;
  /** Every version opened, in order. */
  readonly versions: readonly Hex[];
  /** When the depositary means to close it (`YYYY-MM-DDTHH:MM:SSZ`), or null: without a date. */
  readonly closes: string | null;
  readonly counts: Counts;
};

/** A log without entries. */
export function emptyStatement(): StatementState {
  return { status: "empty", size: 0, version: null, versions: [], closes: null, counts: emptyCounts() };
}
