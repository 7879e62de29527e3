import type { Store } from "@undersigned/store/engine.ts";
import type { LeasedJob } from "@undersigned/store/jobs.ts";
import { enqueueJob, failJob, finishJob, leaseJobs } from "@undersigned/store/jobs.ts";

/**
 * A job that is done again and again. `run` may be cut short by a crash and done again: it must not mind. One that takes
 * long asks now and then whether the server is stopping, and then leaves the rest to the next time.
 */
export type RecurringJob = {
  readonly kind: string;
  /** Milliseconds from the end of one run to the next. */
  readonly every: number;
  run(isStopping: () => boolean): Promise<void>;
};

type Deps = {
  readonly store: Store;
  readonly clock: () => number;
  readonly onError: (error: unknown, kind: string) => void;
};

export type JobRunner = { start(): Promise<void>; close(): Promise<void> };

const LOOK_EVERY = 1_000;
const LEASE = 120_000;

/** Runs recurring jobs, each by one process at a time: they are rows with a lease in the database. */
export function makeJobRunner(deps: Deps, jobs: readonly RecurringJob[]): JobRunner {
  const byKind = new Map(jobs.map((job) => [job.kind, job]));
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let closed = false;

  async function look(): Promise<void> {
    const due = await leaseJobs(deps.store, {
      kinds: [...byKind.keys()],
      now: deps.clock(),
      leaseMs: LEASE,
      limit: 10,
    });
    for (const leased of due) {
      if (closed) return;
      const job = byKind.get(leased.kind);
      if (job) await runOne(deps, job, leased, () => closed);
    }
  }

  function schedule(): void {
    if (closed) return;
    timer = setTimeout(() => {
      running = look()
        .catch((error) => deps.onError(error, "jobs"))
        .finally(schedule);
    }, LOOK_EVERY);
    timer.unref();
  }

  return {
    async start() {
      for (const { kind } of jobs) {
        await enqueueJob(deps.store, { kind, key: "", payload: null, runAt: deps.clock() });
      }
      schedule();
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

async function runOne(deps: Deps, job: RecurringJob, leased: LeasedJob, isStopping: () => boolean): Promise<void> {
  try {
    await job.run(isStopping);
    // Asked for anew while it is still leased, so that it waits again once it is finished.
    await enqueueJob(deps.store, { kind: job.kind, key: leased.key, payload: null, runAt: deps.clock() + job.every });
    await finishJob(deps.store, leased);
  } catch (error) {
    deps.onError(error, job.kind);
    await failJob(deps.store, leased, deps.clock(), error instanceof Error ? error.message : String(error));
  }
}
