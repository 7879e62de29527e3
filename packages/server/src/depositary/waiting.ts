import { RefusedError } from "@undersigned/core/errors.ts";
import type { Kind, Level } from "@undersigned/core/signature/entry.ts";
import type { WaitsFor } from "./evidence.ts";

/** What a version's terms ask of one signatory beyond its mailbox. */
export type Asks = {
  readonly level: Level;
  /** An organisation without a domain of its own needs another to vouch for it. */
  readonly vouch: boolean;
  /** The initiator looks at the name before it is shown. */
  readonly review: boolean;
};

/** A confirmed signature that is not recorded yet, as whoever confirmed it is told. */
export type Waiting = {
  readonly statement: string;
  readonly kind: Kind;
  readonly waitsFor: readonly WaitsFor[];
  /** What it needs is another organisation's word. */
  readonly vouch: boolean;
  /** Until when it is kept, in milliseconds since the epoch. */
  readonly until: number;
  /** Opens the page on which what is missing is given, and takes the signature back. */
  readonly token: string;
  readonly evidenceUrl: string;
};

/** The page on which what is missing is given, by the token of the mail. */
export const EVIDENCE_PATH = "/evidence";

/** How long a confirmed signature waits at most for what is missing, in milliseconds. */
export const WAITING_TIME = 60 * 86_400_000;

/** The mailbox is confirmed, and the statement asks for more: nothing is recorded yet. */
export class WaitingError extends RefusedError {
  readonly waiting: Waiting;
  constructor(waiting: Waiting) {
    super(
      "wrong_state",
      `Your address is confirmed. The signature is recorded and shown once what this statement asks for is there: see ${waiting.evidenceUrl}`,
    );
    this.waiting = waiting;
  }
}

/** Until when a signature waits: at most sixty days, and no longer than its statement is open. */
export function waitsUntil(expiresAt: number, closes: string | null): number {
  return closes === null ? expiresAt : Math.min(expiresAt, Date.parse(closes));
}
