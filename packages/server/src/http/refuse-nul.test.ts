import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { Hono } from "hono";
import { refuseNul } from "./refuse-nul.ts";

const app = new Hono();
app.use(refuseNul());
app.get("*", (c) => c.text("read"));
app.onError((error, c) => c.text("refused", error instanceof MalformedError ? 400 : 500));

test("U+0000 is refused in path and query, nothing else is", async () => {
  assert.equal((await app.request("/a%00b")).status, 400);
  assert.equal((await app.request("/a?q=%00")).status, 400);
  assert.equal((await app.request("/a%20b?q=%01%2500x")).status, 200);
});
