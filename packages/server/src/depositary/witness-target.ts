import type { Policy } from "@undersigned/core/log/policy.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS } from "@undersigned/store/log-reading.ts";
import type { Publication } from "@undersigned/store/publish.ts";
import { readPublication } from "@undersigned/store/publish.ts";
import { deleteCosigned, listCosigned } from "@undersigned/store/witnesses.ts";
import { findSuperfluous, isEnough } from "./cosigned.ts";
import type { SignedTree } from "./published.ts";

/**
 * The state of the log of heads that all witnesses are asked to cosign now. They have to be asked for the same one: were
 * each given the newest at its own moment, then on a busy day no state would ever have enough cosignatures.
 */
export type Target = SignedTree & {
  /** Milliseconds, monotonic. */
  readonly chosenAt: number;
  /** Witnesses that cosigned it, by vkey. */
  readonly cosignedBy: Set<string>;
  /** Enough of them for the policy. */
  complete: boolean;
};

/** Milliseconds. */
export type TargetTimes = {
  /** From one target to the next at least: a witness need not cosign four times a second. */
  readonly interval: number;
  /** A target is given up after this time though there are witnesses to wait for. */
  readonly patience: number;
  /** When nothing new was published, the same state is cosigned again after this time, so that it is known to be current. */
  readonly refresh: number;
};

/** The patience: longer than a witness may take over the target before (10 s) and over this one. */
export const TARGET_TIMES: TargetTimes = { interval: 1_000, patience: 20_000, refresh: 3_600_000 };

export type Targets = {
  current(): Target | null;
  /** The next one is chosen anew, whatever became of this one. */
  drop(): void;
  /**
   * Replaces the target by what is now published, when it may be.
   * @param waited whether some witness that is not failing has yet to cosign the target
   * @returns milliseconds after which it may be replaced; 0: it just was. Infinite: nothing is published
   * @throws HaltedError while nothing may be published
   */
  look(waited: (target: Target) => boolean): Promise<number>;
  /** One more has cosigned it: sees whether that is enough, and forgets what nobody will ask for again. */
  tidy(target: Target): Promise<void>;
};

export type TargetDeps = {
  readonly store: Store;
  readonly policy: Policy;
  readonly times: TargetTimes;
  /** Before a publication leaves this process: throws HaltedError when it must not. */
  readonly cover: (heads: Publication) => Promise<void>;
};

export function makeTargets({ store, policy, times, cover }: TargetDeps): Targets {
  let target: Target | null = null;
  return {
    current: () => target,
    drop() {
      target = null;
    },
    async look(waited) {
      const published = await readPublication(store.db, HEADS);
      if (published === null) return Number.POSITIVE_INFINITY;
      await cover(published);
      const now = performance.now();
      const wait = replaceIn(target, published, now, { times, waited: target !== null && waited(target) });
      if (wait > 0) return wait;
      const { size, root, checkpoint } = published;
      target = { size, root, checkpoint, chosenAt: now, cosignedBy: new Set(), complete: false };
      return 0;
    },
    async tidy(wanted) {
      const cosigned = await listCosigned(store);
      const found = cosigned.find(({ size }) => size === wanted.size);
      wanted.complete ||= found !== undefined && isEnough(policy, found.cosignatures);
      await deleteCosigned(store, findSuperfluous(policy, cosigned));
    },
  };
}

/** Milliseconds. A target stays until enough have cosigned it, or all who are not failing, or its time is over. */
export function replaceIn(
  target: Pick<Target, "size" | "chosenAt" | "complete"> | null,
  published: Pick<SignedTree, "size">,
  now: number,
  { times, waited }: { readonly times: TargetTimes; readonly waited: boolean },
): number {
  if (target === null || target.size > published.size) return 0;
  if (target.size === published.size) return Math.max(0, target.chosenAt + times.refresh - now);
  const open = waited && !target.complete;
  return Math.max(0, target.chosenAt + (open ? times.patience : times.interval) - now);
}
