import type { Capacity, Hex, Kind, Level, RemovalReason } from "./entry.ts";

export type SignatureStatus = "standing" | "disputed" | "withdrawn" | "removed" | "erased" | "anonymised";

/** What the entries so far say about one signature. Plain data: it survives JSON unchanged. */
export type SignatureState = {
  /** The index of its `sign`, which every later act on it names. */
  readonly index: number;
  readonly kind: Kind;
  readonly capacity: Capacity;
  readonly named: boolean;
  readonly level: Level;
  /** The version that its latest consent names. */
  readonly version: Hex;
  readonly status: SignatureStatus;
  /** Why it was removed; present exactly when it was. */
  readonly reason?: RemovalReason;
};
