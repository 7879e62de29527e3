import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { floorLog2, isTreeSize, MAX_TREE_SIZE, parseDecimal, splitPoint } from "./tree-size.ts";

test("floorLog2 and splitPoint are exact around every power of two up to 2^53", () => {
  for (let exponent = 1; exponent <= 53; exponent++) {
    const power = 2 ** exponent;
    assert.equal(floorLog2(power - 1), exponent - 1);
    assert.equal(splitPoint(power), power / 2);
    if (exponent === 53) continue;
    assert.equal(floorLog2(power), exponent);
    assert.equal(splitPoint(power + 1), power);
  }
});

test("floorLog2 gives the greatest power of two that is not above n", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MAX_TREE_SIZE }), (n) => {
      const power = 2n ** BigInt(floorLog2(n));
      assert.ok(power <= BigInt(n) && BigInt(n) < power * 2n);
    }),
  );
});

test("decimals have one form", () => {
  fc.assert(fc.property(fc.maxSafeNat(), (n) => assert.equal(parseDecimal(String(n)), n)));
  for (const text of ["", "00", "01", "+1", "-1", "1.0", "1e3", " 1", "1 ", "1\n", "0x1", "\u0661", "1_000"]) {
    assert.equal(parseDecimal(text), null, JSON.stringify(text));
  }
});

test("what is above 2^53 - 1 is no size", () => {
  assert.equal(parseDecimal("9007199254740991"), MAX_TREE_SIZE);
  for (const text of ["9007199254740992", "9007199254740993", "18446744073709551615", "9".repeat(400)]) {
    assert.equal(parseDecimal(text), null);
  }
  for (const value of [2 ** 53, -1, 0.5, Number.NaN, "7", null]) assert.equal(isTreeSize(value), false);
});
