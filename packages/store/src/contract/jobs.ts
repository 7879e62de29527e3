import assert from "node:assert/strict";
import { test } from "node:test";
import type { LeasedJob } from "../jobs.ts";
import { enqueueJob, failJob, finishJob, leaseJobs, nextJobAt } from "../jobs.ts";
import type { Contract } from "./context.ts";
import { NOW } from "./context.ts";

const LEASE = 60_000;

export function jobsContract({ engine, store, openAnother }: Contract): void {
  const lease = (kind: string, now: number, limit = 10) =>
    leaseJobs(store(), { kinds: [kind], now, leaseMs: LEASE, limit });
  async function leaseOne(kind: string, now: number): Promise<LeasedJob> {
    const [job, ...more] = await lease(kind, now);
    assert.ok(job !== undefined && more.length === 0, "exactly one job is due");
    return job;
  }

  test(`${engine}: a job waits for its time, is leased once, and goes when it is finished`, async () => {
    await enqueueJob(store(), { kind: "plain", key: "k", payload: { to: ["α", 1, null] }, runAt: NOW });
    assert.deepEqual(await lease("plain", NOW - 1), []);
    assert.deepEqual(await lease("other", NOW), []);
    assert.deepEqual(await leaseJobs(store(), { kinds: [], now: NOW, leaseMs: LEASE, limit: 1 }), []);
    assert.equal(await nextJobAt(store(), ["plain"]), NOW);
    const job = await leaseOne("plain", NOW);
    assert.deepEqual(
      { ...job, id: 0 },
      { id: 0, kind: "plain", key: "k", payload: { to: ["α", 1, null] }, attempts: 1, leaseUntil: NOW + LEASE },
    );
    assert.deepEqual(await lease("plain", NOW + LEASE - 1), []);
    await finishJob(store(), job);
    assert.deepEqual(await lease("plain", NOW + 10 * LEASE), []);
    assert.equal(await nextJobAt(store(), ["plain"]), null);
    assert.equal(await nextJobAt(store(), []), null);
  });

  test(`${engine}: asked for twice it runs once, at the earlier time, with the newer payload`, async () => {
    for (const [payload, runAt] of [
      [1, NOW + 50],
      [2, NOW + 10],
      [3, NOW + 90],
    ] as const) {
      await enqueueJob(store(), { kind: "twice", key: "k", payload, runAt });
    }
    assert.equal(await nextJobAt(store(), ["twice"]), NOW + 10);
    const job = await leaseOne("twice", NOW + 10);
    assert.equal(job.payload, 3);
    await finishJob(store(), job);
    assert.equal(await nextJobAt(store(), ["twice"]), null);
  });

  test(`${engine}: asked for while it runs, it runs once more, at the earliest of those times`, async () => {
    await enqueueJob(store(), { kind: "again", key: "k", payload: 1, runAt: NOW });
    const job = await leaseOne("again", NOW);
    await enqueueJob(store(), { kind: "again", key: "k", payload: 2, runAt: NOW + 2 * LEASE });
    await enqueueJob(store(), { kind: "again", key: "k", payload: 3, runAt: NOW + 3 * LEASE });
    assert.deepEqual(await lease("again", NOW + 1), [], "not at once beside the one that runs");
    await finishJob(store(), job);
    assert.deepEqual(await lease("again", NOW + 2 * LEASE - 1), []);
    const next = await leaseOne("again", NOW + 2 * LEASE);
    assert.deepEqual([next.payload, next.attempts], [3, 1]);
    await finishJob(store(), next);
    assert.equal(await nextJobAt(store(), ["again"]), null);
  });

  test(`${engine}: a failed job waits longer each time, and not beyond the time it is asked for anew`, async () => {
    await enqueueJob(store(), { kind: "failing", key: "k", payload: null, runAt: NOW });
    let now = NOW;
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      const job = await leaseOne("failing", now);
      assert.equal(job.attempts, attempt);
      await failJob(store(), job, now, "no answer");
      const next = await nextJobAt(store(), ["failing"]);
      assert.ok(next !== null);
      waits.push(next - now);
      now = next;
    }
    assert.deepEqual(waits, [5_000, 20_000, 80_000, 320_000, 1_280_000, 3_600_000, 3_600_000, 3_600_000]);
    const job = await leaseOne("failing", now);
    await enqueueJob(store(), { kind: "failing", key: "k", payload: null, runAt: now + 7 });
    await failJob(store(), job, now, "no answer");
    assert.equal(await nextJobAt(store(), ["failing"]), now + 7);
    await finishJob(store(), await leaseOne("failing", now + 7));
  });

  test(`${engine}: a worker that died loses its job, and what it says later changes nothing`, async () => {
    await enqueueJob(store(), { kind: "dead", key: "k", payload: null, runAt: NOW });
    const dead = await leaseOne("dead", NOW);
    const alive = await leaseOne("dead", NOW + LEASE);
    assert.equal(alive.attempts, 2);
    await finishJob(store(), dead);
    await failJob(store(), dead, NOW + LEASE, "late");
    assert.deepEqual(await lease("dead", NOW + 2 * LEASE - 1), []);
    await enqueueJob(store(), { kind: "dead", key: "k", payload: null, runAt: NOW });
    await finishJob(store(), dead);
    await finishJob(store(), alive);
    const again = await leaseOne("dead", NOW + LEASE);
    assert.equal(again.attempts, 1);
    await finishJob(store(), again);
  });

  test(`${engine}: workers of two processes that take at once never take the same job, nor more than they may`, async () => {
    const stores = [store(), await openAnother()];
    for (let i = 0; i < 60; i += 1) {
      await enqueueJob(store(), { kind: "race", key: String(i), payload: i, runAt: NOW + (i % 7) });
    }
    const taken: number[] = [];
    await Promise.all(
      [0, 1, 2, 3].map(async (i) => {
        for (;;) {
          const jobs = await leaseJobs(stores[i % 2] ?? store(), {
            kinds: ["race"],
            now: NOW + 10,
            leaseMs: LEASE,
            limit: 3,
          });
          assert.ok(jobs.length <= 3);
          if (jobs.length === 0) return;
          for (const job of jobs) taken.push(Number(job.key));
        }
      }),
    );
    // One that found only rows that others were just taking may have stopped early; nothing may be left in the end.
    for (const job of await lease("race", NOW + 10, 60)) taken.push(Number(job.key));
    assert.deepEqual(
      taken.sort((a, b) => a - b),
      Array.from({ length: 60 }, (_, i) => i),
    );
  });
}
