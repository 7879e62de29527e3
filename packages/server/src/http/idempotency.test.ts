import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import { Hono } from "hono";
import type { WithToken } from "./bearer.ts";
import type { IdempotencyKeys, KeyClaim } from "./idempotency.ts";
import { answerOnce } from "./idempotency.ts";

/** The rules of the store's own claims, in memory. */
function makeKeys(): IdempotencyKeys {
  const kept = new Map<
    string,
    { request: string; answer: { status: number; body: string } | null; expiresAt: number }
  >();
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  return {
    async claim({ keyHash, requestHash, now, expiresAt }): Promise<KeyClaim> {
      const known = kept.get(hex(keyHash));
      if (known === undefined || known.expiresAt <= now) {
        kept.set(hex(keyHash), { request: hex(requestHash), answer: null, expiresAt });
        return { kind: "new" };
      }
      if (known.request !== hex(requestHash)) return { kind: "conflict" };
      return known.answer === null ? { kind: "under_way" } : { kind: "answered", ...known.answer };
    },
    async record(keyHash, { expiresAt, ...answer }) {
      const known = kept.get(hex(keyHash));
      if (known !== undefined) Object.assign(known, { answer, expiresAt });
    },
    async release(keyHash) {
      kept.delete(hex(keyHash));
    },
  };
}

let now = 0;
function makeApp(status: () => number = () => 201) {
  let made = 0;
  const app = new Hono<WithToken>();
  app.use(async (c, next) => {
    c.set("tokenId", c.req.header("Token") ?? "1");
    await next();
  });
  app.use(answerOnce(makeKeys(), () => now));
  app.post("/killed", async (c) => {
    // A server that is killed never answers.
    if (made++ === 0) await new Promise(() => {});
    return c.json({ made });
  });
  app.post("/slow", async (c) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return c.json({ made: ++made });
  });
  app.all("/*", async (c) => {
    await c.req.text();
    return new Response(JSON.stringify({ made: ++made }), { status: status() });
  });
  app.onError((error, c) => c.text(error instanceof RefusedError ? error.code : String(error), 409));
  return async (key: string | null, body = "{}", options: { path?: string; method?: string; token?: string } = {}) => {
    const headers: Record<string, string> = { Token: options.token ?? "1" };
    if (key !== null) headers["Idempotency-Key"] = key;
    const response = await app.request(options.path ?? "/", { method: options.method ?? "POST", headers, body });
    return `${response.status} ${await response.text()}`;
  };
}

test("the same request with the same key is carried out once", async () => {
  const send = makeApp();
  assert.equal(await send("a"), '201 {"made":1}');
  assert.equal(await send("a"), '201 {"made":1}');
  assert.equal(await send("b"), '201 {"made":2}');
  assert.equal(await send(null), '201 {"made":3}');
  assert.equal(await send(null), '201 {"made":4}');
});

test("another body or path with the same key is a conflict; another token has keys of its own", async () => {
  const send = makeApp();
  await send("a");
  assert.equal(await send("a", "[]"), "409 idempotency_conflict");
  assert.equal(await send("a", "{}", { path: "/other" }), "409 idempotency_conflict");
  assert.equal(await send("a", "{}", { token: "2" }), '201 {"made":2}');
});

test("while the first is under way the second is told so", async () => {
  const send = makeApp();
  const both = await Promise.all([send("a", "{}", { path: "/slow" }), send("a", "{}", { path: "/slow" })]);
  assert.deepEqual(both.sort(), ['200 {"made":1}', "409 idempotency_conflict"]);
});

test("what a server that was killed left under way can be done again minutes later", async () => {
  const send = makeApp();
  void send("a", "{}", { path: "/killed" });
  await new Promise((resolve) => setTimeout(resolve, 10));
  now += 4 * 60_000;
  assert.equal(await send("a", "{}", { path: "/killed" }), "409 idempotency_conflict");
  now += 60_000;
  assert.equal(await send("a", "{}", { path: "/killed" }), '200 {"made":2}');
  now += 23 * 3_600_000;
  assert.equal(await send("a", "{}", { path: "/killed" }), '200 {"made":2}');
});

test("refusals are kept, failures are not", async () => {
  let status = 422;
  const send = makeApp(() => status);
  assert.equal(await send("a"), '422 {"made":1}');
  assert.equal(await send("a"), '422 {"made":1}');
  for (status of [500, 503, 429]) {
    const first = await send(`k${status}`);
    assert.notEqual(await send(`k${status}`), first);
  }
});

test("a key is forgotten after a day; other methods take none; a key of nothing is refused", async () => {
  const send = makeApp();
  await send("a");
  now += 24 * 3_600_000;
  assert.equal(await send("a"), '201 {"made":2}');
  assert.equal(await send("p", "{}", { method: "PUT" }), '201 {"made":3}');
  assert.equal(await send("p", "{}", { method: "PUT" }), '201 {"made":4}');
  assert.equal(await send("a b"), "409 invalid_field");
});
