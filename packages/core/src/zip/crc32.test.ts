import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 as nodeCrc32 } from "node:zlib";
import fc from "fast-check";
import { crc32 } from "./crc32.ts";

test("the check sum of zip, as its own definition gives it and as zlib computes it", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      assert.equal(crc32(bytes), nodeCrc32(bytes));
    }),
  );
});
