import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { dueToClose } from "@undersigned/store/statements.ts";
import type { RecurringJob } from "./runner.ts";

/** Closes the statements whose date has come. */
export function closingJob(deps: {
  readonly store: Store;
  readonly clock: () => number;
  /** Closes the statement if its time is over by `now`; it may have been extended since it was found to be. */
  readonly close: (statementId: string, now: number) => Promise<void>;
}): RecurringJob {
  return {
    kind: "close-due",
    every: 5_000,
    async run() {
      const now = deps.clock();
      for (const id of await dueToClose(deps.store, now)) {
        try {
          await deps.close(id, now);
        } catch (error) {
          // Another process was first, or an administrator who gave it more time.
          if (!(error instanceof RefusedError && error.code === "wrong_state")) throw error;
        }
      }
    },
  };
}
