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

/**
 * Runs recurring jobs, each by one process at a time: they are rows with a lease in the database. All that is due runs at
 * once, so that what takes half a minute keeps nobody waiting for what is due every few seconds.
 */
export function makeJobRunner(deps: Deps, jobs: readonly RecurringJob[]): JobRunner {
  const underWay = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> = Promise.resolve();
  let closed = false;

  async function look(): Promise<void> {
    // What runs here is not begun again when it takes longer than its lease.
    const idle = jobs.filter(({ kind }) => !underWay.has(kind));
    const kinds = idle.map(({ kind }) => kind);
    const due = await leaseJobs(deps.store, { kinds, now: deps.clock(), leaseMs: LEASE, limit: kinds.length });
    for (const leased of due) {
      const job = idle.find(({ kind }) => kind === leased.kind);
      if (job) underWay.set(job.kind, run(job, leased));
    }
  }

  async function run(job: RecurringJob, leased: LeasedJob): Promise<void> {
    try {
      await runOne(deps, job, leased, () => closed);
    } catch (error) {
      deps.onError(error, job.kind);
    } finally {
      underWay.delete(job.kind);
    }
  }

  function schedule(): void {
    if (closed) return;
    timer = setTimeout(() => {
      looking = look()
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
      await looking;
      await Promise.all(underWay.values());
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
