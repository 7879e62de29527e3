import assert from "node:assert/strict";
import { test } from "node:test";
import { makePlace } from "../../../../tests/depositary.ts";
import { makeJobRunner } from "./runner.ts";

test("a job that takes long leaves the rest to the next time when the server stops", async (t) => {
  const place = await makePlace("sqlite");
  const { depositary, store } = await place.open();
  t.after(async () => {
    await depositary.close();
    await place.remove();
  });
  const began = Promise.withResolvers<void>();
  const errors: unknown[] = [];
  const runner = makeJobRunner({ store, clock: Date.now, onError: (error) => void errors.push(error) }, [
    {
      kind: "endless",
      every: 60_000,
      async run(isStopping) {
        began.resolve();
        const until = performance.now() + 5_000;
        while (!isStopping() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
      },
    },
  ]);
  await runner.start();
  await began.promise;
  const closing = performance.now();
  await runner.close();
  assert.ok(performance.now() - closing < 1_000);
  assert.deepEqual(errors, []);
  const job = await store.db.selectFrom("job").selectAll().where("kind", "=", "endless").executeTakeFirstOrThrow();
  assert.equal(job.lease_until, 0, "it waits for its next time");
});

test("a job that takes long holds up no other, and is not begun again while it runs, though its lease is over", async (t) => {
  const place = await makePlace("sqlite");
  const { depositary, store } = await place.open();
  t.after(async () => {
    await depositary.close();
    await place.remove();
  });
  const enough = Promise.withResolvers<void>();
  let now = Date.now();
  let begun = 0;
  let done = 0;
  const errors: unknown[] = [];
  const runner = makeJobRunner({ store, clock: () => now, onError: (error) => void errors.push(error) }, [
    {
      kind: "long",
      every: 60_000,
      async run() {
        begun += 1;
        await enough.promise;
      },
    },
    {
      kind: "short",
      every: 0,
      async run() {
        done += 1;
        // Longer than the lease of the other.
        now += 600_000;
        if (done === 3) enough.resolve();
      },
    },
  ]);
  await runner.start();
  await enough.promise;
  await runner.close();
  assert.equal(begun, 1);
  assert.ok(done >= 3);
  assert.deepEqual(errors, []);
});
