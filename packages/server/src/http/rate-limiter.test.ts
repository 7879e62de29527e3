import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { RateLimitedError } from "../depositary/rate-limited.ts";
import { limitRate } from "./rate-limit.ts";
import type { RateCount, RateDelta } from "./rate-limiter.ts";
import { createSharedLimiter, unlimited } from "./rate-limiter.ts";

/** The counts that several processes share, as the store keeps them. */
function makeShared() {
  const rows = new Map<string, RateCount>();
  const told: RateDelta[] = [];
  return {
    told,
    async add(deltas: readonly RateDelta[], now: number): Promise<RateCount[]> {
      return deltas.map((delta) => {
        told.push(delta);
        const key = Buffer.from(delta.bucket).toString("hex");
        const known = rows.get(key);
        const row =
          known && known.resetsAt > now
            ? { count: known.count + delta.count, resetsAt: known.resetsAt }
            : { count: delta.count, resetsAt: now + delta.window };
        rows.set(key, row);
        return row;
      });
    },
  };
}

const hide = (name: string) => Buffer.from(name);
let now = 1_000_000;
const clock = () => now;
const address = "192.0.2.1";

function takes(limiter: ReturnType<typeof createSharedLimiter>, times: number): number {
  let taken = 0;
  for (let i = 0; i < times; i++) {
    try {
      limiter.take("sign-in", { address });
      taken++;
    } catch (error) {
      assert.ok(error instanceof RateLimitedError && error.code === "rate_limited");
    }
  }
  return taken;
}

test("a burst is refused beyond its limit, and allowed again when its window ends", () => {
  const limiter = createSharedLimiter({ clock, hide, add: makeShared().add });
  assert.equal(takes(limiter, 12), 10);
  assert.throws(
    () => limiter.take("sign-in", { address }),
    (error) => error instanceof RateLimitedError && error.retryAfter === 60 && /60 seconds/.test(error.message),
  );
  limiter.take("sign-in", { address: "192.0.2.2" });
  limiter.take("confirm", { address });
  now += 60_000;
  assert.equal(takes(limiter, 12), 10);
});

test("what is sustained is refused although each burst is small", () => {
  const limiter = createSharedLimiter({ clock, hide, add: makeShared().add });
  let taken = 0;
  for (let minute = 0; minute < 59; minute++) {
    taken += takes(limiter, 5);
    now += 60_000;
  }
  assert.equal(taken, 60);
  assert.throws(
    () => limiter.take("sign-in", { address }),
    (error) => error instanceof RateLimitedError && /60 seconds/.test(error.message),
  );
});

test("a statement has limits of its own, whoever comes", () => {
  const limiter = createSharedLimiter({ clock, hide, add: makeShared().add });
  let refused = 0;
  for (let i = 0; i < 18_010; i++) {
    try {
      limiter.take("submit", { address: `10.0.${i >> 8}.${i & 255}`, statement: "a" });
    } catch {
      refused++;
    }
  }
  assert.equal(refused, 10);
  limiter.take("submit", { address, statement: "b" });
});

test("processes that share agree after sharing", async () => {
  const shared = makeShared();
  const one = createSharedLimiter({ clock, hide, add: shared.add });
  const two = createSharedLimiter({ clock, hide, add: shared.add });
  assert.equal(takes(one, 6), 6);
  assert.equal(takes(two, 3), 3);
  await one.share();
  await two.share();
  await one.share();
  assert.equal(takes(two, 5), 1, "six and three of ten are used up");
  await two.share();
  assert.equal(takes(two, 1), 0);
});

test("acts that come while counts are shared are not lost", async () => {
  const shared = makeShared();
  let during = () => {};
  const limiter = createSharedLimiter({
    clock,
    hide,
    async add(deltas, at) {
      const counts = await shared.add(deltas, at);
      during();
      return counts;
    },
  });
  takes(limiter, 4);
  during = () => void takes(limiter, 3);
  await limiter.share();
  during = () => {};
  assert.equal(takes(limiter, 10), 3);
});

test("a store that fails loses no count", async () => {
  const limiter = createSharedLimiter({ clock, hide, add: () => Promise.reject(new Error("gone")) });
  takes(limiter, 10);
  await assert.rejects(limiter.share(), /gone/);
  assert.equal(takes(limiter, 1), 0);
});

test("only hidden names are told, and only of buckets that matter", async () => {
  const shared = makeShared();
  const limiter = createSharedLimiter({ clock, hide: () => Uint8Array.of(7), add: shared.add });
  limiter.take("submit", { address, statement: "a" });
  await limiter.share();
  assert.equal(shared.told.length, 0);
  for (let i = 0; i < 12; i++) limiter.take("submit", { address, statement: "a" });
  await limiter.share();
  assert.equal(shared.told.length, 1);
  assert.deepEqual(shared.told[0]?.bucket, Uint8Array.of(7));
  assert.equal(shared.told[0]?.count, 13);
});

test("the middleware counts what does something, by address and statement", async () => {
  const taken: unknown[] = [];
  const limiter = { take: (...given: unknown[]) => void taken.push(given) };
  const app = new Hono();
  app.use("/s/:slug/sign", limitRate(limiter, "submit", { address: () => address, parameter: "slug" }));
  app.use("/confirm", limitRate(limiter, "confirm", { address: () => address }));
  app.all("*", (c) => c.text("done"));
  await app.request("/s/air/sign");
  await app.request("/s/air/sign", { method: "POST" });
  await app.request("/confirm", { method: "POST" });
  assert.deepEqual(taken, [
    ["submit", { address, statement: "air" }],
    ["confirm", { address, statement: undefined }],
  ]);
});

test("without limits nothing is refused", () => {
  for (let i = 0; i < 100_000; i++) unlimited.take("sign-in", { address });
});

test("a bucket's name is short, however long a name somebody makes up for a statement", async () => {
  const names: string[] = [];
  const limiter = createSharedLimiter({
    clock,
    hide(name) {
      names.push(name);
      return hide(name);
    },
    add: makeShared().add,
  });
  for (let i = 0; i < 2_000; i++) limiter.take("submit", { address: `a${i}`, statement: `${"x".repeat(10_000)}${i}` });
  await limiter.share();
  assert.ok(names.length > 0);
  assert.ok(names.every((name) => name.length < 200));
});
