import type { Store, Transaction } from "../packages/store/src/store.ts";
import { UnknownCommitError } from "../packages/store/src/store-errors.ts";

/**
 * How a transaction ends that is struck: it is certainly rolled back; it is committed, and nobody learns of it; or it is
 * rolled back, and nobody learns of that.
 */
export type CommitFault = "refused" | "committed unknown" | "lost unknown";

export type Faults = {
  /** Strikes the next transaction that takes a lock whose name begins so. */
  strike(lock: string, fault: CommitFault): void;
  /** Whether what was to be struck has been. */
  struck(): boolean;
  /** From now on nothing reaches the database any more: the process is dead. */
  die(): void;
  /** With the next strike the process dies as well. */
  dieThen(): void;
};

type Plan = { readonly lock: string; readonly fault: CommitFault };

class Struck extends Error {}

/** The store, whose commits fail in a chosen way. */
export function faultyStore(store: Store): { store: Store; faults: Faults } {
  let planned: Plan | null = null;
  let dies = false;
  let dead = false;
  function refuseDead(): void {
    if (dead) throw new Error("this process is dead");
  }

  async function transaction<T>(work: (tx: Transaction) => Promise<T>, options?: { retry?: boolean }): Promise<T> {
    refuseDead();
    const met: { plan: Plan | null } = { plan: null };
    const watched = async (tx: Transaction): Promise<T> => {
      const result = await work({
        ...tx,
        lock(name) {
          if (planned !== null && name.startsWith(planned.lock)) met.plan = planned;
          return tx.lock(name);
        },
      });
      refuseDead();
      if (met.plan !== null && met.plan.fault !== "committed unknown") throw new Struck();
      return result;
    };
    try {
      const result = await store.transaction(watched, options);
      if (met.plan === null) return result;
    } catch (error) {
      if (!(error instanceof Struck)) throw error;
    }
    planned = null;
    if (dies) dead = true;
    throw met.plan?.fault === "refused" ? new Error("the database refused the commit") : new UnknownCommitError();
  }

  return {
    store: {
      engine: store.engine,
      get db() {
        refuseDead();
        return store.db;
      },
      transaction,
      sweep: () => store.sweep(),
      close: () => store.close(),
    },
    faults: {
      strike(lock, fault) {
        planned = { lock, fault };
      },
      struck: () => planned === null,
      die() {
        dead = true;
      },
      dieThen() {
        dies = true;
      },
    },
  };
}
