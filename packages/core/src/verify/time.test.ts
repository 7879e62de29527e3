import assert from "node:assert/strict";
import { test } from "node:test";
import { formatTime, tellMoment } from "./time.ts";

test("moments, for programs and for people", () => {
  assert.equal(formatTime(1_795_165_500), "2026-11-20T09:05:00Z");
  assert.equal(tellMoment("2026-11-20T09:05:00Z"), "20 November 2026, 09:05 UTC");
  assert.equal(tellMoment(formatTime(9e15)), "second 9000000000000000 since 1970");
});
