import type { Acted } from "./acts.ts";
import type { DisputeAnswer, DisputeSaid } from "./disputed-words.ts";
import type { Doer } from "./doer.ts";
import type { Access, StatementView } from "./statements.ts";

export const DISPUTE_WORDS_LIMIT = 2_000;

/** What whoever disputes a name types. */
export type DisputeInput = {
  /** Index of the signature whose name it is. */
  readonly index: number;
  readonly speaks: DisputeSaid["speaks"];
  readonly mailbox: string;
  /** Their own; shown to those who check it alone. */
  readonly name: string;
  /** What happened, for those who check it alone. */
  readonly words: string;
  /** Whether the public history may keep the name. */
  readonly keepsName: boolean;
};

export type DisputeState = "unconfirmed" | "waiting" | "open" | "upheld" | "removed" | "ended" | "declined";

/** A name that is in the list, or was. */
export type DisputedName = {
  /** Index of its `sign`. */
  readonly index: number;
  readonly kind: "organisation" | "person";
  /** Null where it is forgotten. */
  readonly name: string | null;
  /** That is shown beside it; null where none is. */
  readonly domain: string | null;
  /** Of its evidence: DESIGN §6. */
  readonly level: number;
};

/** A dispute as whoever opened it sees it. */
export type OwnDispute = {
  readonly statement: StatementView;
  readonly id: string;
  readonly disputed: DisputedName;
  readonly state: DisputeState;
  /**
   * Of the disputing side's evidence: 1 a mailbox, 2 one at the domain that is shown, 3 a record that the domain publishes, 4 that
   * and a note by the key that it names.
   */
  readonly level: number;
  /** The record by which the domain that is shown settles it; null where a human does. */
  readonly record: { readonly name: string; readonly value: string } | null;
  /** Whether the record alone is less than the signature has, so that the organisation's own key has to say so too. */
  readonly asksKey: boolean;
  /** Until when it can be confirmed. */
  readonly expires: number;
  /** When the name was hidden; null where it was not. */
  readonly openedAt: number | null;
  readonly settledAt: number | null;
};

/** A dispute as those see it who check it. */
export type CheckedDispute = Omit<OwnDispute, "statement" | "expires" | "record" | "asksKey"> & {
  /** Null once it is deleted. */
  readonly said: DisputeSaid | null;
  /** Null where the signatory said nothing. */
  readonly answer: DisputeAnswer | null;
  readonly createdAt: number;
  /** What became of the signature. */
  readonly status: "standing" | "disputed" | "withdrawn" | "removed" | "erased" | "anonymised";
};

/** A dispute as everybody sees it. */
export type PublicDispute = {
  readonly index: number;
  readonly kind: "organisation" | "person";
  /** Null where it was asked for, or nothing is kept of it. */
  readonly name: string | null;
  readonly state: Exclude<DisputeState, "unconfirmed" | "waiting" | "declined">;
  readonly openedAt: number;
  readonly settledAt: number | null;
};

/** "We never signed this." */
export type Disputes = {
  /** The name that stands at this index of the list. `not_found`, `wrong_state`. */
  target(statementId: string, index: number): Promise<DisputedName>;
  /** Keeps it and mails the link and code that confirm it. `invalid_field`, `wrong_state`, `rate_limited`. */
  submit(statementId: string, input: DisputeInput, from: Access): Promise<{ dispute: string }>;
  /** By the mailed token. `token_invalid`, `token_expired`. */
  own(token: string): Promise<OwnDispute>;
  /** Hides the name at once, or waits for a human where too many are disputed. A second time answers the same. */
  confirm(by: { token: string } | { dispute: string; code: string }): Promise<OwnDispute>;
  /**
   * Looks for the record at once, and holds the note against the key that the domain names where that is asked: found, the name
   * is removed. Else `problem` says, in a sentence, what was seen instead.
   */
  settle(token: string, note: string): Promise<{ readonly own: OwnDispute; readonly problem: string | null }>;
  /** The open dispute over a signature, for whoever holds its manage link; null where there is none. */
  overOwn(token: string): Promise<{ readonly openedAt: number; readonly answer: DisputeAnswer | null } | null>;
  /**
   * "We did sign": by the manage link. Where the domain of an organisation still says so, which is looked up at once, that
   * settles it: the signature stands. Else it is noted for a human.
   */
  answer(token: string, words: string): Promise<"upheld" | "noted">;
  /** Newest first, of a statement that the reader may see. */
  history(
    statementId: string,
    query: { cursor?: string | undefined; limit?: number | undefined },
  ): Promise<{ items: PublicDispute[]; next: string | null }>;
  /** For administrators: those that need somebody first, then the newest that are settled. */
  list(statementId: string): Promise<CheckedDispute[]>;
  /** All over one signature, newest first, and the signature as it is. */
  over(statementId: string, index: number): Promise<CheckedDispute[]>;
  /** Hides a name whose dispute waits. */
  hide(statementId: string, disputeId: string, by: Doer): Promise<Acted>;
  /** Ends one that waits: nothing is hidden. Whoever said it is told, with these words. */
  decline(statementId: string, disputeId: string, words: string): Promise<void>;
  /** The signature stands. Both sides are told, with these words: one line of at most 500 code points. */
  uphold(statementId: string, index: number, words: string, by: Doer): Promise<Acted>;
  /** The signature is removed as disputed. Both sides are told, with these words. */
  remove(statementId: string, index: number, words: string, by: Doer): Promise<Acted>;
};
