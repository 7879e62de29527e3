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
