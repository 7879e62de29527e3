import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { referenceTree, syntheticTree } from "../../../../tests/reference-tree.ts";
import type { Edge } from "./append.ts";
import { append, appendTiles, computePartialTiles, emptyEdge, restoreEdge, rootOfEdge } from "./append.ts";
import { hashLeaf } from "./merkle.ts";
import { formatTile, tileWidth } from "./tile.ts";

const leaves = Array.from({ length: 1500 }, (_, i) => hashLeaf(Buffer.from(`entry ${i}`)));
const tree = referenceTree(leaves);

/** Sizes of batches that together make at most 1,500 leaves. */
const batches = fc.array(fc.oneof(fc.nat(3), fc.nat(300)), { maxLength: 12 }).map((sizes) => {
  let left = leaves.length;
  return sizes.map((size) => {
    const taken = Math.min(size, left);
    left -= taken;
    return taken;
  });
});

test("however leaves are batched, edge, tiles and root are those of the tree", async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (sizes) => {
      let edge = emptyEdge();
      const stored = new Map<string, Uint8Array>();
      for (const size of sizes) {
        const appended = append(edge, leaves.slice(edge.size, edge.size + size));
        edge = appended.edge;
        for (const tile of appended.tiles) stored.set(`${tile.level}/${tile.index}`, tile.hashes);
        assert.deepEqual(appended.root, tree.hash(0n, BigInt(edge.size)));
      }
      for (const [name, hashes] of stored) {
        const [level, index] = name.split("/").map(Number) as [number, number];
        assert.deepEqual(hashes, tree.tile(level, index, 256));
      }
      assert.equal(stored.size, Math.floor(edge.size / 256));
      assert.deepEqual(append(emptyEdge(), leaves.slice(0, edge.size)).edge, edge);
      const readPartial = computePartialTiles(
        (start, end) => Promise.resolve(leaves.slice(start, end)),
        (level, index) => Promise.resolve(stored.get(`${level}/${index}`) as Uint8Array),
      );
      assert.deepEqual(await restoreEdge(edge.size, readPartial), edge);
    }),
    { numRuns: 30 },
  );
});

test("whole tiles appended by their roots give the edge that their leaves give", () => {
  const size = fc.nat(5).map((tiles) => tiles * 256);
  fc.assert(
    fc.property(size, size, fc.nat(220), (before, whole, rest) => {
      const after = Math.min(before + whole, 1_280);
      const roots: Uint8Array[] = [];
      for (let start = before; start < after; start += 256) {
        roots.push(tree.hash(BigInt(start), BigInt(start + 256)));
      }
      const byRoots = appendTiles(append(emptyEdge(), leaves.slice(0, before)).edge, roots);
      const byLeaves = append(append(emptyEdge(), leaves.slice(0, before)).edge, leaves.slice(before, after));
      assert.deepEqual(byRoots.edge.size, byLeaves.edge.size);
      assert.deepEqual(byRoots.root, byLeaves.root);
      const more = leaves.slice(after, after + rest);
      assert.deepEqual(append(byRoots.edge, more).root, append(byLeaves.edge, more).root);
    }),
    { numRuns: 60 },
  );
  const odd = append(emptyEdge(), leaves.slice(0, 3)).edge;
  assert.throws(() => appendTiles(odd, [leaves[0] as Uint8Array]), /whole tiles/);
});

test("an edge restored near 2^31, 2^32 and 2^53 goes on as the tree does", async () => {
  const size = fc
    .tuple(fc.constantFrom(2 ** 16, 2 ** 31, 2 ** 32, 2 ** 53), fc.integer({ min: -600, max: 300 }))
    .map(([power, offset]) => Math.min(power + offset, Number.MAX_SAFE_INTEGER - 300));
  await fc.assert(
    fc.asyncProperty(size, fc.nat(300), async (start, count) => {
      const reference = syntheticTree([0, start - 1, start]);
      const edge = await restoreEdge(start, (level, index, width) =>
        Promise.resolve(reference.tile(level, index, width)),
      );
      assert.deepEqual(rootOfEdge(edge), reference.hash(0n, BigInt(start)));
      const added = Array.from({ length: count }, (_, i) => reference.hash(BigInt(start + i), BigInt(start + i + 1)));
      const { edge: next, tiles, root } = append(edge, added);
      assert.deepEqual(root, reference.hash(0n, BigInt(start + count)));
      for (const tile of tiles) assert.deepEqual(tile.hashes, reference.tile(tile.level, tile.index, 256));
      assertPartialTiles(next, (level, index, width) => reference.tile(level, index, width));
    }),
    { numRuns: 15 },
  );
});

function assertPartialTiles(edge: Edge, tile: (level: number, index: number, width: number) => Uint8Array): void {
  for (const [level, hashes] of edge.levels.entries()) {
    const index = Math.floor(edge.size / 256 ** (level + 1));
    assert.equal(hashes.length, tileWidth(level, index, edge.size));
    if (hashes.length > 0) assert.deepEqual(formatTile(hashes), tile(level, index, hashes.length));
  }
}
