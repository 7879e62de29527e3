import type { JsonValue } from "@undersigned/core/json.ts";
import { sql } from "kysely";
import type { Store, Transaction } from "./engine.ts";
import { backoff, skipLocked } from "./leasing.ts";

/** What is to be done. Of one kind and key at most one job waits; its key says what it is about (a statement's id, say). */
export type NewJob = {
  readonly kind: string;
  readonly key: string;
  readonly payload: JsonValue;
  /** Milliseconds since the epoch, as all times here. */
  readonly runAt: number;
};

/** A job in the hands of one worker until `leaseUntil`. */
export type LeasedJob = {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly payload: JsonValue;
  /** 1 at the first attempt. */
  readonly attempts: number;
  readonly leaseUntil: number;
};

const FIRST_BACKOFF = 5_000;
const LONGEST_BACKOFF = 3_600_000;

/**
 * Asks for a job. When one of the kind and key already waits, the earlier time and the newer payload stand. When a
 * worker has it just now, it runs once more afterwards, so nothing asked for is lost.
 */
export async function enqueueJob({ db }: Pick<Transaction, "db">, job: NewJob): Promise<void> {
  const { kind, key, runAt } = job;
  await db
    .insertInto("job")
    .values({
      kind,
      key,
      payload: JSON.stringify(job.payload),
      run_at: runAt,
      lease_until: 0,
      again_at: null,
      attempts: 0,
      error: null,
    })
    .onConflict((conflict) =>
      conflict.columns(["kind", "key"]).doUpdateSet({
        payload: sql`excluded.payload`,
        run_at: sql`case when job.lease_until = 0 and excluded.run_at < job.run_at
          then excluded.run_at else job.run_at end`,
        again_at: sql`case when job.lease_until = 0 then null
          when job.again_at < excluded.run_at then job.again_at else excluded.run_at end`,
      }),
    )
    .execute();
}

/**
 * Takes up to `limit` due jobs of these kinds, earliest first, for `leaseMs`. No other worker gets them until then; a
 * worker that dies loses them to the next one.
 */
export async function leaseJobs(
  store: Store,
  options: { kinds: readonly string[]; now: number; leaseMs: number; limit: number },
): Promise<LeasedJob[]> {
  const { kinds, now, limit } = options;
  const leaseUntil = now + options.leaseMs;
  if (kinds.length === 0) return [];
  const rows = await store.db
    // Materialised: else PostgreSQL may run the inner query more than once and take more than `limit`.
    .with(
      (cte) => cte("due").materialized(),
      (db) =>
        skipLocked(
          store.engine,
          db
            .selectFrom("job")
            .select("id")
            .where("kind", "in", kinds)
            .where("run_at", "<=", now)
            .orderBy("run_at")
            .limit(limit),
        ),
    )
    .updateTable("job")
    .set({ lease_until: leaseUntil, run_at: leaseUntil, attempts: sql`attempts + 1` })
    .where("id", "in", (db) => db.selectFrom("due").select("id"))
    .returning(["id", "kind", "key", "payload", "attempts"])
    .execute();
  return rows
    .map((row) => ({ ...row, payload: JSON.parse(row.payload) as JsonValue, leaseUntil }))
    .sort((a, b) => a.id - b.id);
}

/**
 * The job is done: it goes, or waits again if it was asked for meanwhile. A worker whose lease has run out and whose
 * job another one has taken changes nothing.
 */
export async function finishJob(store: Store, job: LeasedJob): Promise<void> {
  await store.transaction(async ({ db }) => {
    const { numDeletedRows } = await db
      .deleteFrom("job")
      .where("id", "=", job.id)
      .where("lease_until", "=", job.leaseUntil)
      .where("attempts", "=", job.attempts)
      .where("again_at", "is", null)
      .executeTakeFirst();
    if (numDeletedRows > 0n) return;
    await db
      .updateTable("job")
      .set({ run_at: sql`again_at`, again_at: null, lease_until: 0, attempts: 0, error: null })
      .where("id", "=", job.id)
      .where("lease_until", "=", job.leaseUntil)
      .where("attempts", "=", job.attempts)
      .where("again_at", "is not", null)
      .execute();
  });
}

/** The job failed, for this reason: it waits for a while, longer each time, or until it was asked for anew. */
export async function failJob(store: Store, job: LeasedJob, now: number, reason: string): Promise<void> {
  const next = now + backoff(job.attempts, FIRST_BACKOFF, LONGEST_BACKOFF);
  await store.db
    .updateTable("job")
    .set({
      run_at: sql`case when again_at < ${next} then again_at else ${next} end`,
      again_at: null,
      lease_until: 0,
      error: reason.slice(0, 1000),
    })
    .where("id", "=", job.id)
    .where("lease_until", "=", job.leaseUntil)
    .where("attempts", "=", job.attempts)
    .execute();
}

/** When the earliest job of these kinds is due; null when none waits. For a worker that sleeps until then. */
export async function nextJobAt(store: Store, kinds: readonly string[]): Promise<number | null> {
  if (kinds.length === 0) return null;
  const row = await store.db
    .selectFrom("job")
    .select((db) => db.fn.min("run_at").as("at"))
    .where("kind", "in", kinds)
    .executeTakeFirstOrThrow();
  return row.at;
}
