import type { RecurringJob } from "./runner.ts";

/** Tells whoever waited in vain, and deletes what they typed. */
export function waitingJob(deps: {
  /** Ends some of them, and says how many. */
  readonly endSome: () => Promise<number>;
  /** Mail was put into the outbox. */
  readonly onMail: () => void;
}): RecurringJob {
  return {
    kind: "end-waiting",
    every: 60_000,
    async run(isStopping) {
      while (!isStopping() && (await deps.endSome()) > 0) deps.onMail();
    },
  };
}
