import assert from "node:assert/strict";
import { test } from "node:test";
import { claimKey, deleteExpiredKeys, recordAnswer, releaseKey } from "../idempotency.ts";
import { addRates, deleteExpiredRates } from "../rates.ts";
import { deleteSetting, getSetting, setSetting, setSettingOnce } from "../settings.ts";
import type { Contract } from "./context.ts";
import { HOUR, NOW, someBytes } from "./context.ts";

/** Settings, rates and idempotency keys. */
export function smallTablesContract({ engine, store, openAnother }: Contract): void {
  test(`${engine}: a setting is set, changed and deleted`, async () => {
    assert.equal(await getSetting(store(), "colour"), null);
    await setSetting(store(), "colour", "blue");
    await setSetting(store(), "colour", "green");
    assert.equal(await getSetting(store(), "colour"), "green");
    await deleteSetting(store(), "colour");
    assert.equal(await getSetting(store(), "colour"), null);
  });

  test(`${engine}: what is set once stays, and all who set it at once learn the same value`, async () => {
    const stores = [store(), await openAnother()];
    const values = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        (stores[i % 2] ?? store()).transaction((tx) => setSettingOnce(tx, "origin", `value ${i}`)),
      ),
    );
    assert.equal(new Set(values).size, 1);
    assert.equal(await setSettingOnce(store(), "origin", "another"), values[0]);
    assert.equal(await getSetting(store(), "origin"), values[0]);
  });

  test(`${engine}: acts are counted in windows that begin with the first act`, async () => {
    const bucket = someBytes(1);
    const add = async (count: number, now: number) =>
      (await addRates(store(), [{ bucket, count, window: 1000 }], now))[0];
    assert.deepEqual(await add(1, NOW), { count: 1, resetsAt: NOW + 1000 });
    assert.deepEqual(await add(2, NOW + 999), { count: 3, resetsAt: NOW + 1000 });
    assert.deepEqual(await add(1, NOW + 1000), { count: 1, resetsAt: NOW + 2000 });
  });

  test(`${engine}: many buckets are counted at once, each delta gets its count, a bucket twice its sum`, async () => {
    const deltas = [3, 1, 2, 1].map((seed) => ({ bucket: someBytes(seed + 10), count: seed, window: HOUR }));
    const counts = await addRates(store(), deltas, NOW);
    assert.deepEqual(
      counts.map(({ count }) => count),
      [3, 2, 2, 2],
    );
    assert.deepEqual(await addRates(store(), [], NOW), []);
    const many = Array.from({ length: 5_000 }, (_, i) => ({
      bucket: new Uint8Array([9, i >> 8, i & 255]),
      count: 1,
      window: 1,
    }));
    assert.equal((await addRates(store(), many, NOW)).filter(({ count }) => count === 1).length, 5_000);
    assert.equal(await deleteExpiredRates(store(), NOW + 1), 5_000);
  });

  test(`${engine}: two servers that count the same buckets at once lose nothing and do not deadlock`, async () => {
    const stores = [store(), await openAnother()];
    const buckets = [21, 22, 23, 24].map((seed) => someBytes(seed));
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => {
        const ordered = i % 2 === 0 ? buckets : buckets.toReversed();
        return addRates(
          stores[i % 2] ?? store(),
          ordered.map((bucket) => ({ bucket, count: 1, window: HOUR })),
          NOW,
        );
      }),
    );
    const counts = await addRates(
      store(),
      buckets.map((bucket) => ({ bucket, count: 0, window: HOUR })),
      NOW,
    );
    assert.deepEqual(
      counts.map(({ count }) => count),
      [40, 40, 40, 40],
    );
  });

  test(`${engine}: an idempotency key is claimed by one request, and answers the same request again`, async () => {
    const claim = (request: number, now = NOW) =>
      claimKey(store(), { keyHash: someBytes(1), requestHash: someBytes(request), now, expiresAt: now + HOUR });
    const claims = await Promise.all([claim(2), claim(2), claim(2)]);
    assert.deepEqual(claims.map(({ kind }) => kind).sort(), ["new", "under_way", "under_way"]);
    assert.deepEqual(await claim(3), { kind: "conflict" });
    await releaseKey(store(), someBytes(1));
    assert.deepEqual(await claim(2), { kind: "new" });
    await recordAnswer(store(), someBytes(1), { status: 201, body: '{"id":1}', expiresAt: NOW + 2 * HOUR });
    await releaseKey(store(), someBytes(1));
    assert.deepEqual(await claim(2), { kind: "answered", status: 201, body: '{"id":1}' });
    assert.deepEqual(await claim(3), { kind: "conflict" });
    assert.deepEqual(await claim(3, NOW + HOUR), { kind: "conflict" }, "an answer is kept longer than a claim");
    assert.deepEqual(await claim(3, NOW + 2 * HOUR), { kind: "new" }, "an expired key is free");
    assert.equal(await deleteExpiredKeys(store(), NOW + 2 * HOUR), 0);
    assert.equal(await deleteExpiredKeys(store(), NOW + 3 * HOUR), 1);
  });
}
