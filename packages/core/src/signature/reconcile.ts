import { invariant } from "../errors.ts";
import type { RemovalReason } from "./entry.ts";
import type { StatementState } from "./statement-state.ts";

/** What became of every signature that was ever given: `signed` less the four that follow it is `standing`. */
export type Reconciliation = {
  readonly signed: number;
  readonly withdrawn: number;
  readonly removed: Readonly<Record<RemovalReason, number>>;
  readonly erased: number;
  /** Not counted until the dispute is settled. */
  readonly disputed: number;
  /** Those that count, under whichever version. */
  readonly standing: number;
  /** How many of the standing ones were forgotten, and still count. */
  readonly anonymised: number;
};

/** Adds up a log. Whoever has its entries arrives at the same by `replay`. */
export function reconcile({ counts }: StatementState): Reconciliation {
  const { signed, withdrawn, removed, erased, disputed, anonymised } = counts.tallies;
  let standing = 0;
  for (const { total } of Object.values(counts.versions)) standing += total;
  const ended = withdrawn + sumRemoved(removed) + erased + disputed;
  invariant(signed - ended === standing, "every signature is in one state");
  return { signed, withdrawn, removed: { ...removed }, erased, disputed, standing, anonymised };
}

/** How many were removed, for whatever reason. */
export function sumRemoved(removed: Reconciliation["removed"]): number {
  return Object.values(removed).reduce((sum, count) => sum + count, 0);
}
