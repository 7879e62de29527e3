import { formatCosignerKey } from "@undersigned/core/log/cosignature.ts";
import type { PolicyWitness } from "@undersigned/core/log/policy.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { backoff } from "@undersigned/store/leasing.ts";
import type { WitnessTable } from "@undersigned/store/schema.ts";
import { recordCosignature, recordWitness } from "@undersigned/store/witnesses.ts";
import type { WitnessChange, WitnessCondition } from "./witness-state.ts";
import { isCondition } from "./witness-state.ts";
import type { Target } from "./witness-target.ts";

/** Milliseconds. */
export type PauseTimes = {
  /** After the first failure; four times as long after each that follows, at most `longestPause`. */
  readonly firstPause: number;
  readonly longestPause: number;
};

export type StandingDeps = {
  readonly store: Store;
  readonly clock: () => number;
  readonly times: PauseTimes;
  readonly onChange: (change: WitnessChange) => void;
};

/** How it stands with one witness, here and in the database. */
export type Standing = {
  readonly vkey: string;
  /** Size of the log of heads that it cosigned last, as far as we know. */
  confirmed(): number;
  /** It told what it holds: written down with whatever comes next. */
  learn(size: number): void;
  /** What the database knows of it. */
  know(row: WitnessTable): void;
  succeed(target: Target, signature: Uint8Array): Promise<void>;
  fail(condition: WitnessCondition, detail: string | null): Promise<void>;
  /** Something failed that is not its fault. */
  rest(): void;
  /** Its last exchange failed. */
  isFailing(): boolean;
  /** Milliseconds until it may be asked again; 0: now. */
  pause(): number;
};

export function makeStanding({ store, clock, times, onChange }: StandingDeps, witness: PolicyWitness): Standing {
  const vkey = formatCosignerKey(witness.key);
  let row: WitnessTable = {
    vkey,
    confirmed_size: 0,
    condition: "new",
    detail: null,
    since: clock(),
    cosigned_at: null,
  };
  let failures = 0;
  let retryAt = 0;

  function inCondition(condition: WitnessCondition, detail: string | null): WitnessTable {
    return { ...row, condition, detail, since: condition === row.condition ? row.since : clock() };
  }

  /** Told once, and after it was written. */
  function become(after: WitnessTable): void {
    const before = row.condition;
    row = after;
    const { condition, detail } = after;
    if (condition === before || !isCondition(condition)) return;
    if (condition !== "cosigning" || before !== "new") onChange({ witness: witness.name, condition, detail });
  }

  function rest(): void {
    failures += 1;
    // Half of it is left to chance, so that depositaries that lost a witness together do not come back together.
    retryAt = performance.now() + backoff(failures, times.firstPause, times.longestPause) * (0.5 + Math.random() / 2);
  }

  return {
    vkey,
    rest,
    confirmed: () => row.confirmed_size,
    learn(size) {
      row = { ...row, confirmed_size: size };
    },
    know(known) {
      row = known;
    },
    async succeed(target, signature) {
      failures = 0;
      // The witness holds it now, whatever becomes of our own record.
      row = { ...row, confirmed_size: target.size };
      const after = { ...inCondition("cosigning", null), cosigned_at: clock() };
      await recordCosignature(store, target, signature, after);
      target.cosignedBy.add(vkey);
      become(after);
    },
    async fail(condition, detail) {
      rest();
      const after = inCondition(condition, detail);
      if (condition !== row.condition || detail !== row.detail) await recordWitness(store, after);
      become(after);
    },
    isFailing: () => failures > 0,
    pause: () => (failures > 0 ? Math.max(0, retryAt - performance.now()) : 0),
  };
}
