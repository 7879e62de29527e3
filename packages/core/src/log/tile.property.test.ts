import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { TileCoordinate } from "./tile.ts";
import { formatTile, formatTilePath, parseTile, parseTilePath, tileWidth } from "./tile.ts";

const coordinate: fc.Arbitrary<TileCoordinate> = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant("entries" as const)),
    fc.oneof(fc.nat(2000), fc.maxSafeNat()),
    fc.integer({ min: 1, max: 256 }),
  )
  .map(([level, index, width]) => ({ level, index, width }));

test("what formatTilePath writes, parseTilePath reads", () => {
  fc.assert(fc.property(coordinate, (given) => assert.deepEqual(parseTilePath(formatTilePath(given)), given)));
});

test("what parseTilePath takes, formatTilePath writes", () => {
  const piece = fc.constantFrom("tile", "/", "0", "x", "000", "x001", "067", ".p", "12", "256", "entries", "63");
  const path = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.oneof(path, fc.string()), (text) => {
      let read: TileCoordinate;
      try {
        read = parseTilePath(text);
      } catch {
        return;
      }
      assert.equal(formatTilePath(read), text);
    }),
    { numRuns: 2000 },
  );
});

test("the widths of one level's tiles add up to its hashes, at sizes up to 2^53 - 1", () => {
  const size = fc.oneof(
    fc.nat(100_000),
    fc.maxSafeNat(),
    fc
      .tuple(fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 53), fc.integer({ min: -600, max: 600 }))
      .map(([power, offset]) => Math.min(power + offset, Number.MAX_SAFE_INTEGER)),
  );
  fc.assert(
    fc.property(size, fc.nat(7), (leaves, level) => {
      const hashes = BigInt(leaves) / 256n ** BigInt(level);
      const last = Number(hashes / 256n);
      assert.equal(tileWidth(level, last, leaves), Number(hashes % 256n));
      assert.equal(tileWidth(level, last + 1, leaves), 0);
      if (last > 0) assert.equal(tileWidth(level, last - 1, leaves), 256);
    }),
  );
});

test("what formatTile writes, parseTile reads", () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(fc.array(hash, { minLength: 1, maxLength: 256 }), (hashes) => {
      assert.deepEqual(parseTile(formatTile(hashes), hashes.length), hashes);
    }),
    { numRuns: 30 },
  );
});
