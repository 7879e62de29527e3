import type { Doer } from "./doer.ts";
import type { WaitsFor } from "./evidence.ts";
import type { ShownObservation } from "./statements.ts";

/** A confirmed signature that waits, as administrators see it: of who signs only what its signatory agreed to show. */
export type WaitingSignatureView = {
  readonly id: string;
  readonly kind: "organisation" | "person";
  readonly capacity: "institutional" | "personal";
  /** Null where it would be counted without a name. */
  readonly name: string | null;
  readonly organisation?: string;
  readonly role?: string;
  readonly place?: string;
  /** Of an organisation, its own. */
  readonly domain?: string;
  readonly reservation?: string;
  readonly waitsFor: readonly WaitsFor[];
  /** What it needs is another organisation's word. */
  readonly vouch: boolean;
  readonly observations: readonly ShownObservation[];
  /** Since when, and until when at most, in milliseconds since the epoch. */
  readonly since: number;
  readonly until: number;
};

/** What administrators do with signatures that wait. */
export type Reviewing = {
  /** Those first that wait longest. `limit` 1 to 200, 50 unless told. */
  waiting(
    statementId: string,
    query: { cursor?: string | undefined; limit?: number | undefined },
  ): Promise<{ items: WaitingSignatureView[]; next: string | null }>;
  findWaiting(statementId: string, id: string): Promise<WaitingSignatureView | null>;
  /** Lets a name in that waits to be looked at. `index`: of its `sign`, once nothing more is missing; else null. */
  admit(statementId: string, id: string, by: Doer): Promise<{ readonly index: number | null }>;
  /** Does not let it in: the signatory is told why, in these words, and what they typed is deleted. */
  refuse(statementId: string, id: string, reason: string, by: Doer): Promise<void>;
};

/** Of a reason, in code points. */
export const REASON_LIMIT = 500;
