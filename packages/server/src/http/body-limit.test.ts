import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { Hono } from "hono";
import { limitBody } from "./body-limit.ts";

const app = new Hono();
app.use(limitBody(64 * 1024));
app.post("/", async (c) => c.json((await c.req.text()).length));
app.get("/", (c) => c.text("read"));
app.onError((error, c) => {
  assert.ok(error instanceof MalformedError && error.code === "too_large");
  return c.text(error.message, 413);
});

function streamOf(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      const size = Math.min(left, 10_000);
      if (size === 0) controller.close();
      else controller.enqueue(new Uint8Array(size));
      left -= size;
    },
  });
}

test("a body up to the limit is read whole", async () => {
  const told = await app.request("/", {
    method: "POST",
    body: "x".repeat(65536),
    headers: { "Content-Length": "65536" },
  });
  assert.equal(await told.json(), 65536);
  const untold = await app.request("/", { method: "POST", body: streamOf(65536), duplex: "half" } as RequestInit);
  assert.equal(await untold.json(), 65536);
  assert.equal((await app.request("/", { method: "POST" })).status, 200);
  assert.equal((await app.request("/")).status, 200);
});

test("one byte more is refused in words that say the limit", async () => {
  const told = await app.request("/", {
    method: "POST",
    body: "x".repeat(65537),
    headers: { "Content-Length": "65537" },
  });
  assert.equal(told.status, 413);
  assert.match(await told.text(), /at most 64 kB/);
});

test("a body of untold length is refused as soon as it is too long, however long it is", async () => {
  const endless = await app.request("/", { method: "POST", body: streamOf(1e12), duplex: "half" } as RequestInit);
  assert.equal(endless.status, 413);
  const lying = await app.request("/", {
    method: "POST",
    body: streamOf(1e12),
    duplex: "half",
    headers: { "Content-Length": "1", "Transfer-Encoding": "chunked" },
  } as RequestInit);
  assert.equal(lying.status, 413);
});
