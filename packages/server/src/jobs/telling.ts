import type { RecurringJob } from "./runner.ts";

/** Milliseconds that one run works: shorter than its lease, so that two processes do not do the same. */
const SHIFT = 30_000;

/** Writes to signatories of several statements, some at a time. */
export function tellingJob(deps: {
  readonly kind: "tell-new-version" | "tell-correction";
  /** Ids of statements whose signatories are being told. */
  readonly list: () => Promise<readonly string[]>;
  /** Writes to some of them, and says whether there are more. */
  readonly tell: (statementId: string) => Promise<boolean>;
}): RecurringJob {
  return {
    kind: deps.kind,
    every: 2_000,
    async run(isStopping) {
      const end = performance.now() + SHIFT;
      for (const id of await deps.list()) {
        let more = true;
        while (more && !isStopping() && performance.now() < end) more = await deps.tell(id);
      }
    },
  };
}
