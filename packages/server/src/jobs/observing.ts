import type { RecurringJob } from "./runner.ts";

/** How long one run goes on while there is more, in milliseconds: less than its lease. */
const RUN = 30_000;

/** Looks again, daily, at what organisations' domains say. `look` does some, and tells whether there is more. */
export function observingJob(deps: {
  readonly clock: () => number;
  readonly look: (isStopping: () => boolean) => Promise<boolean>;
}): RecurringJob {
  return {
    kind: "look-again",
    every: 60_000,
    async run(isStopping) {
      const until = deps.clock() + RUN;
      while (!isStopping() && (await deps.look(isStopping)) && deps.clock() < until);
    },
  };
}
