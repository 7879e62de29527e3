import type { Store, Transaction } from "../packages/store/src/store.ts";

/** A step of a transaction: "insert pending", "update pending" or "lock log:…". */
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
    transaction: (work, options) => store.transaction((tx) => work(pausing(tx)), options),
    close: () => store.close(),
  };
}
