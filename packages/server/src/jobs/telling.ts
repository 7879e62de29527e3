import type { Store } from "@undersigned/store/engine.ts";
import { listToTell } from "@undersigned/store/statements.ts";
import type { RecurringJob } from "./runner.ts";

/** Milliseconds that one run works: shorter than its lease, so that two processes do not do the same. */
const SHIFT = 30_000;

/** Writes to everybody who signed an earlier version that a new one is open. */
export function tellingJob(deps: {
  readonly store: Store;
  /** Writes to some of them, and says whether there are more. */
  readonly tell: (statementId: string) => Promise<boolean>;
}): RecurringJob {
  return {
    kind: "tell-new-version",
    every: 2_000,
    async run(isStopping) {
      const end = performance.now() + SHIFT;
      for (const id of await listToTell(deps.store)) {
        let more = true;
        while (more && !isStopping() && performance.now() < end) more = await deps.tell(id);
      }
    },
  };
}
