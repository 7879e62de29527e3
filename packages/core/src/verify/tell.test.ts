import assert from "node:assert/strict";
import { test } from "node:test";
import { tellCount, tellMoment, tellNumber } from "./tell.ts";

test("numbers and moments", () => {
  assert.equal(tellNumber(1_980_000), "1,980,000");
  assert.equal(tellCount(1, "person", "people"), "1 person");
  assert.equal(tellCount(0, "person", "people"), "0 people");
  assert.equal(tellMoment("2026-11-20T09:05:00Z"), "20 November 2026, 09:05 UTC");
  assert.equal(tellMoment("second 9e15 since 1970"), "second 9e15 since 1970");
});
