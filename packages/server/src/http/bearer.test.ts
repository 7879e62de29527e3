import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import { Hono } from "hono";
import type { WithToken } from "./bearer.ts";
import { findToken, requireToken } from "./bearer.ts";

const token = { id: "7", label: "good", account: null };
const administrators = { checkToken: async (bearer: string) => (bearer === "undersigned_good-1" ? token : null) };
const app = new Hono<WithToken>();
app.get("/closed", requireToken(administrators), (c) => c.text(c.get("tokenId")));
app.get("/open", async (c) => c.text(String((await findToken(c, administrators)) !== null)));
app.onError((error, c) => {
  assert.ok(error instanceof RefusedError && error.code === "unauthenticated", String(error));
  return c.text("refused", 401);
});

async function ask(path: string, authorization?: string): Promise<string> {
  const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
  return (await app.request(path, { headers })).text();
}

test("a good token opens, however the scheme is written", async () => {
  assert.equal(await ask("/closed", "Bearer undersigned_good-1"), "7");
  assert.equal(await ask("/closed", "bearer  undersigned_good-1 "), "7");
  assert.equal(await ask("/open", "Bearer undersigned_good-1"), "true");
});

test("none, another, another scheme, or two are refused", async () => {
  for (const wrong of [
    undefined,
    "",
    "Bearer",
    "Bearer ",
    "Bearer x",
    "Basic undersigned_good-1",
    "undersigned_good-1",
  ]) {
    assert.equal(await ask("/closed", wrong), "refused", wrong);
  }
  assert.equal(await ask("/closed", "Bearer undersigned_good-1, Bearer x"), "refused");
  assert.equal(await ask("/closed", `Bearer ${"x".repeat(100_000)}`), "refused");
});

test("where no token is needed, none is fine and a wrong one is refused all the same", async () => {
  assert.equal(await ask("/open"), "false");
  assert.equal(await ask("/open", "Bearer x"), "refused");
});
