import { randomUUID } from "node:crypto";
import type { Store } from "@undersigned/store/engine.ts";
import { releaseLease, takeLease } from "@undersigned/store/leases.ts";

/** Work that one of several processes does at a time. */
export type WorkLease = {
  /** Keeps it, renewed once half of it is over, or tries to get it. `taken`: since now. */
  hold(): Promise<"taken" | "kept" | "missed">;
  isHeld(): boolean;
  release(): Promise<void>;
};

/** @param length milliseconds after which another process takes over from one that died */
export function makeWorkLease(
  store: Store,
  { name, length, clock }: { readonly name: string; readonly length: number; readonly clock: () => number },
): WorkLease {
  const holder = randomUUID();
  let until = 0;
  return {
    isHeld: () => clock() < until,
    async hold() {
      const now = clock();
      if (now < until - length / 2) return "kept";
      const had = now < until;
      const taken = await takeLease(store, { name, holder, now, until: now + length });
      until = taken ? now + length : 0;
      if (!taken) return "missed";
      return had ? "kept" : "taken";
    },
    async release() {
      if (until > 0) await releaseLease(store, name, holder);
      until = 0;
    },
  };
}
