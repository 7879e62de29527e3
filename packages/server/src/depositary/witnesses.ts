import type { WitnessCondition } from "./witness-state.ts";

/** A witness of the log of heads, and how it stands with it. */
export type WitnessState = {
  /** As the policy calls it. */
  readonly name: string;
  /** C2SP verifier key of type 4. */
  readonly vkey: string;
  /** Where it is asked. */
  readonly url: string;
  readonly condition: WitnessCondition;
  /** A few words for technicians, or null. */
  readonly detail: string | null;
  /** Since when it is in this condition, milliseconds since the epoch; null for one that was never asked. */
  readonly since: number | null;
  /** When it cosigned last, milliseconds since the epoch. */
  readonly cosignedAt: number | null;
};

/** What readers may know of the witnesses. */
export type WitnessPolicyView = {
  readonly names: readonly string[];
  /** "2 of 3 witnesses: …"; null when none is asked for. */
  readonly quorum: string | null;
  /** C2SP tlog-policy: this depositary's log, its witnesses, the quorum. No addresses of witnesses. */
  readonly file: Uint8Array;
};

export type Witnesses = {
  /** Null: this depositary has no witnesses. */
  policy(): WitnessPolicyView | null;
  /** In the order of the policy. */
  states(): Promise<WitnessState[]>;
};
