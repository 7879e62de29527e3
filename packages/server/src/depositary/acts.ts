import type { Entry, RemovalReason } from "@undersigned/core/signature/entry.ts";
import type { RecordedActTable } from "@undersigned/store/schema.ts";
import type { Doer } from "./doer.ts";
import type { StatementView } from "./statements.ts";

export type { Doer } from "./doer.ts";

/** Reasons that an administrator may give: all but `disputed`, which needs a dispute. */
export const GIVEN_REASONS = ["forged", "duplicate", "ineligible", "mistaken", "legal"] as const;
export type GivenReason = (typeof GIVEN_REASONS)[number];

/** What an administrator can do with a signature. */
export type SignatureAct = "remove" | "erase" | "anonymise";

/** A signature as administrators see it: of who signed only what its signatory agreed to show. */
export type SignatureView = {
  /** Of its `sign` in the statement's log. */
  readonly index: number;
  readonly kind: "organisation" | "person";
  readonly capacity: "institutional" | "personal";
  readonly level: number;
  /** Null where it is counted without a name, or forgotten. */
  readonly name: string | null;
  readonly organisation?: string;
  readonly role?: string;
  readonly place?: string;
  readonly named: boolean;
  /** YYYY-MM-DD, in UTC. */
  readonly date: string;
  /** Number of the version that was signed. */
  readonly version: number;
  readonly status: "standing" | "disputed" | "withdrawn" | "removed" | "erased" | "anonymised";
  /** Of a removal. */
  readonly reason: RemovalReason | null;
  /** Index of the act that ended it. */
  readonly endedIndex: number | null;
  /** When what is kept for an objection is deleted, in milliseconds since the epoch. */
  readonly forgottenAt: number | null;
  /** What can be done with it now. */
  readonly acts: readonly SignatureAct[];
};

/** What was done, and where it stands in the log. */
export type Acted = {
  readonly statement: string;
  readonly signature: number;
  /** Index of the act's own entry. */
  readonly index: number;
  /** It had been done before; nothing was done now. */
  readonly repeated: boolean;
};

/** An act of an administrator, as it is remembered. */
export type RecordedAct = {
  readonly index: number;
  readonly act: RecordedActTable["act"];
  /** Null of an act on the statement as a whole. */
  readonly signature: number | null;
  readonly reason: RemovalReason | null;
  /** As it stands in the log. */
  readonly entry: Entry;
  readonly by: Doer;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** That all people of a statement are anonymised, and how far it is. */
export type Anonymising = {
  readonly by: Doer;
  readonly orderedAt: number;
  readonly doneAt: number | null;
};

export type Removal = {
  readonly reason: RemovalReason;
  /** For the signatory alone, in the mail; kept nowhere else. One line of at most 500 code points. */
  readonly explanation?: string | undefined;
  /** False where an order forbids to tell the signatory; then the reason must be `legal`. */
  readonly tell?: boolean | undefined;
};

export const EXPLANATION_LIMIT = 500;

/** What administrators do with signatures. Every act is an entry in the statement's log; a second time answers the same. */
export type Acts = {
  /** Takes it out, with a public reason. The signatory is told by mail. */
  remove(statementId: string, index: number, removal: Removal, by: Doer): Promise<Acted>;
  /** At its signatory's request: it no longer counts, and who signed is forgotten. */
  erase(statementId: string, index: number, by: Doer): Promise<Acted>;
  /** Of a person, once the statement is closed: who signed is forgotten, and it still counts. */
  anonymise(statementId: string, index: number, by: Doer): Promise<Acted>;
  /** The same for all people of a closed statement, in the background. */
  anonymisePeople(statementId: string, by: Doer): Promise<Anonymising>;
  /** Null where it was not ordered. */
  anonymising(statementId: string): Promise<Anonymising | null>;
  /**
   * All signatures in the order of signing. `q`: beginnings of words of a name that is shown, a mailbox, or an index.
   * `limit` 1 to 200, 50 unless told.
   */
  signatures(
    statementId: string,
    query: {
      q?: string | undefined;
      kind?: "organisation" | "person" | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    },
  ): Promise<{ items: SignatureView[]; next: string | null }>;
  signature(statementId: string, index: number): Promise<SignatureView | null>;
  /** What administrators did with the statement and its signatures, newest first. */
  recorded(
    statementId: string,
    query: { cursor?: string | undefined; limit?: number | undefined },
  ): Promise<{ items: RecordedAct[]; next: string | null }>;
};

/** What can be done with a signature: the table of spec/entry.md. */
export function possibleActs(
  { kind, status }: Pick<SignatureView, "kind" | "status">,
  state: StatementView["state"],
): SignatureAct[] {
  if (status !== "standing" && status !== "disputed") return [];
  const mayAnonymise = kind === "person" && status === "standing" && state === "closed";
  return mayAnonymise ? ["remove", "erase", "anonymise"] : ["remove", "erase"];
}
