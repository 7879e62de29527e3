import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { dueToClose } from "@undersigned/store/statements.ts";
import type { RecurringJob } from "./runner.ts";

/** Closes the statements whose date has come. */
export function closingJob(deps: {
  readonly store: Store;
  readonly clock: () => number;
  readonly close: (statementId: string) => Promise<void>;
}): RecurringJob {
  return {
    kind: "close-due",
    every: 5_000,
    async run() {
      for (const id of await dueToClose(deps.store, deps.clock())) {
        try {
          await deps.close(id);
        } catch (error) {
          // Another process was first.
          if (!(error instanceof RefusedError && error.code === "wrong_state")) throw error;
        }
      }
    },
  };
}
