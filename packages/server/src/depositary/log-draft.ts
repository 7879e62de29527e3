import type { Opening } from "@undersigned/core/signature/commitment.ts";
import type { StatementState } from "@undersigned/core/signature/statement-state.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import type { StatementBrief } from "./signing-deps.ts";

/** A log while a batch is being worked out: what is committed, and what the batch adds. */
export type LogDraft = {
  readonly statementId: string;
  readonly about: StatementBrief;
  readonly tx: Transaction;
  readonly now: number;
  state: StatementState;
  readonly entries: Uint8Array[];
};

/** Where an act stands in the log. */
export type Sequenced = {
  readonly index: number;
  /** It stood there already. */
  readonly repeated: boolean;
  /** What its receipt needs, of an act that was appended just now; what is repeated is read from the database. */
  readonly appended?: Appended;
};

/** An entry, and its opening if it has one. */
export type Appended = {
  readonly entry: Uint8Array;
  readonly opening: Opening | null;
  /** Opens the page on which the signature is managed. */
  readonly manageToken: string;
};
