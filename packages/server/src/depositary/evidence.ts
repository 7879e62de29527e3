import type { Kind, Level } from "@undersigned/core/signature/entry.ts";
import type { Observation, Seen } from "@undersigned/core/signature/observation.ts";

/** Whose evidence it is: a signature in the log, or one that was confirmed and waits for what its statement asks for. */
export type Holder = { readonly statementId: string } & ({ readonly index: number } | { readonly pendingId: string });

/** What a confirmed signature still waits for before it is recorded, shown and counted. */
export type WaitsFor = "evidence" | "approval" | "review";

export type ObservationView = {
  readonly observation: Observation;
  /** 32 bytes, hexadecimal: with it the digest in the `attest` can be computed. */
  readonly salt: string;
  /** The depositary's signed note over it. */
  readonly note: string;
  /** Index of the `attest` that commits to it; null while its signature waits. */
  readonly index: number | null;
  /** When a daily look found it unchanged for the last time, milliseconds since the epoch; null where it is not looked at again. */
  readonly seenAgain: number | null;
};

/** The evidence of one signatory, as its own pages show it. */
export type EvidenceView = {
  readonly holder: Holder;
  readonly kind: Kind;
  readonly name: string;
  /** The organisation's own domain, ASCII: of the mailbox, or the one it gave; null where it has none. */
  readonly domain: string | null;
  /** Digest of the version that is signed. */
  readonly version: string;
  readonly level: Level;
  /** What the statement's terms ask for. */
  readonly leastLevel: Level;
  /** It is recorded, and hidden and not counted until a dispute is settled. */
  readonly isDisputed: boolean;
  /** Empty once it is recorded. */
  readonly waitsFor: readonly WaitsFor[];
  readonly observations: readonly ObservationView[];
};

/** How it is known who signed, beyond the mailbox. */
export type Evidence = {
  /** By the token of a confirm link or a manage link; null when it opens nothing any more. */
  find(token: string): Promise<EvidenceView | null>;
  view(holder: Holder): Promise<EvidenceView | null>;
  /**
   * Records what was seen, signed by the depositary. Of a signature in the log an `attest` is appended where this changes
   * its level or is the first of its kind; one that waited is appended to the log once it waits for nothing more.
   * @returns the view after it
   */
  add(holder: Holder, seen: Seen): Promise<EvidenceView>;
  /** What may be public of a named signature that stands. */
  published(statementId: string, index: number): Promise<readonly ObservationView[]>;
};
