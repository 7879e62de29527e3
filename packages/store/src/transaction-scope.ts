import { AsyncLocalStorage } from "node:async_hooks";
import { invariant } from "@undersigned/core/errors.ts";

/** Knows whether the code now running was called from inside a transaction of this store that is still open. */
export type TransactionScope = {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** @throws when called from inside an open transaction */
  refuseInside(what: string): void;
};

export function makeTransactionScope(): TransactionScope {
  const storage = new AsyncLocalStorage<{ open: boolean }>();
  return {
    async run(work) {
      const scope = { open: true };
      try {
        return await storage.run(scope, work);
      } finally {
        // What the transaction left running in the background is outside from here on.
        scope.open = false;
      }
    },
    refuseInside(what) {
      invariant(!storage.getStore()?.open, `${what} inside a transaction: use the transaction's own db`);
    },
  };
}
