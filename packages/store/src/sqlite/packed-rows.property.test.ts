import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { packRows, unpackCells } from "./packed-rows.ts";

const cell = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.maxSafeInteger(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 40 }),
  fc.uint8Array({ minLength: 10, maxLength: 40 }).map((bytes) => bytes.subarray(3, 7)),
);

test("rows come out of the parcel as they went in", () => {
  const columns = ["a", "b", "c"];
  const rows = fc.array(fc.record({ a: cell, b: cell, c: cell }), { maxLength: 20 });
  fc.assert(
    fc.property(rows, (rows) => {
      const packed = structuredClone(packRows(columns, rows));
      assert.equal(packed.width, 3);
      const expected = rows
        .flatMap((row) => [row.a, row.b, row.c])
        .map((value) => (value instanceof Uint8Array ? new Uint8Array(value) : value));
      assert.deepEqual(unpackCells(packed), expected);
    }),
  );
});

test("what SQLite cannot hold is refused, naming the column", () => {
  for (const value of [true, {}, Symbol("s"), () => 1, new Date(0)]) {
    assert.throws(() => packRows(["when"], [{ when: value }]), /cannot be stored in when/);
  }
  assert.deepEqual(unpackCells(packRows(["a", "b"], [{ a: 1 }])), [1, null]);
});
