import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemo } from "./memo.ts";

test("what was found is remembered for its time, what was not is not", async () => {
  let now = 0;
  let looks = 0;
  const memo = createMemo<string>({ freshFor: 10, limit: 10, clock: () => now });
  const find = async () => {
    looks += 1;
    return "found";
  };
  assert.deepEqual(await Promise.all([memo.get("a", find), memo.get("a", find)]), ["found", "found"]);
  assert.equal(looks, 1);
  now = 10;
  await memo.get("a", find);
  assert.equal(looks, 2);
  assert.equal(await memo.get("b", async () => null), null);
  assert.equal(await memo.get("b", find), "found");
});

test("a failure is not remembered", async () => {
  const memo = createMemo<string>({ freshFor: 1000, limit: 10 });
  await assert.rejects(
    memo.get("a", async () => {
      throw new Error("no");
    }),
  );
  assert.equal(await memo.get("a", async () => "yes"), "yes");
});

test("the oldest is forgotten first", async () => {
  let looks = 0;
  const memo = createMemo<number>({ freshFor: 1000, limit: 2 });
  const look = async () => {
    looks += 1;
    return looks;
  };
  for (const key of ["a", "b", "c"]) await memo.get(key, look);
  assert.equal(await memo.get("b", look), 2);
  assert.equal(await memo.get("c", look), 3);
  assert.equal(await memo.get("a", look), 4);
});
