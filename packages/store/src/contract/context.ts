import type { Store } from "../engine.ts";

/** What a part of the contract is given: a store of the engine under test, over a database of its own. */
export type Contract = {
  readonly engine: string;
  /** The store that the parts share; each part uses statements, keys and kinds of its own. */
  store(): Store;
  /** Another store on the same database, as another process would have it; closed with the suite. */
  openAnother(): Promise<Store>;
};

/** Bytes that are easy to tell apart. */
export function someBytes(seed: number, length = 32): Uint8Array {
  return new Uint8Array(length).map((_, i) => (seed * 31 + i * 7) % 256);
}

export const HOUR = 3_600_000;

/** A time, in milliseconds, that needs more than 32 bits. */
export const NOW = 1_800_000_000_000;
