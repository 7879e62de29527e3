import type { Store, Transaction } from "../packages/store/src/store.ts";

/** A step of a transaction: "begin", "insert pending", "update pending" or "lock log:…". */
export type Step = string;

/**
 * The store, whose transactions wait before chosen steps: so that a test decides in which order two processes act.
 * @param before answers what to wait for, or nothing
 */
export function pausingStore(store: Store, before: (step: Step) => Promise<unknown> | undefined): Store {
  const pausing = (tx: Transaction): Transaction => ({
    engine: tx.engine,
    db: tx.db,
    async insertMany(table, rows, options) {
      await before(`insert ${table}`);
      return tx.insertMany(table, rows, options);
    },
    async updateMany(table, keyColumns, rows) {
      await before(`update ${table}`);
      return tx.updateMany(table, keyColumns, rows);
    },
    async lock(name) {
      await before(`lock ${name}`);
      return tx.lock(name);
    },
  });
  return {
    engine: store.engine,
    db: store.db,
    async transaction(work, options) {
      await before("begin");
      return store.transaction((tx) => work(pausing(tx)), options);
    },
    sweep: (options) => store.sweep(options),
    close: () => store.close(),
  };
}

/** Holds whoever comes to a chosen step, once asked to, until it is released. */
export type Gate = {
  before(step: Step): Promise<unknown> | undefined;
  /** From now on holds the first to come to `step`. Resolves once somebody is held. */
  hold(step: Step): Promise<void>;
  release(): void;
};

export function makeGate(): Gate {
  let held: { step: Step; arrived(): void; released: PromiseWithResolvers<void> } | null = null;
  return {
    before(step) {
      if (held === null || held.step !== step) return undefined;
      held.arrived();
      return held.released.promise;
    },
    hold(step) {
      return new Promise((arrived) => {
        held = { step, arrived, released: Promise.withResolvers() };
      });
    },
    release() {
      held?.released.resolve();
      held = null;
    },
  };
}
