import assert from "node:assert/strict";
import { test } from "node:test";
import { referenceTree } from "../../../../tests/reference-tree.ts";
import { append, emptyEdge } from "./append.ts";
import { EMPTY_ROOT, hashLeaf } from "./merkle.ts";
import type { TileNodes } from "./prove.ts";
import {
  consistencyNodes,
  inclusionNodes,
  makeTileNodes,
  proveConsistency,
  proveInclusion,
  proveInclusionsSync,
  readRoot,
} from "./prove.ts";
import { formatTile } from "./tile.ts";

const leaves = Array.from({ length: 700 }, (_, i) => hashLeaf(Uint8Array.of(i % 256, Math.floor(i / 256))));
const tree = referenceTree(leaves);

function read(level: number, index: number, width: number): TileNodes {
  return makeTileNodes(tree.tile(level, index, width), width);
}

test("what cannot be proved is refused before any tile is read", async () => {
  function neverRead(): never {
    throw new Error("a tile was read");
  }
  for (const [index, size] of [
    [0, 0],
    [7, 7],
    [-1, 7],
    [1.5, 7],
    [0, 2 ** 53],
  ] as const) {
    await assert.rejects(proveInclusion(index, size, neverRead), { code: "invalid_field" });
    assert.throws(() => inclusionNodes(index, size), { code: "invalid_field" });
  }
  for (const [oldSize, newSize] of [
    [0, 7],
    [8, 7],
    [0.5, 7],
    [1, 2 ** 53],
  ] as const) {
    await assert.rejects(proveConsistency(oldSize, newSize, neverRead), { code: "invalid_field" });
    assert.throws(() => consistencyNodes(oldSize, newSize), { code: "invalid_field" });
  }
});

test("the empty tree has its root without reading, and equal sizes need no proof", async () => {
  assert.deepEqual(await readRoot(0, read), EMPTY_ROOT);
  assert.deepEqual(await proveConsistency(700, 700, read), []);
  assert.deepEqual(await proveInclusion(0, 1, read), []);
});

test("each tile is read once, at the width that it has in this tree", async () => {
  const seen: string[] = [];
  await proveInclusion(300, 700, (level, index, width) => {
    seen.push(`${level}/${index}/${width}`);
    return Promise.resolve(read(level, index, width));
  });
  assert.deepEqual(seen.sort(), ["0/1/256", "0/2/188", "1/0/2"]);
});

test("a wider state of the same tile serves an older tree", async () => {
  const full = await proveInclusion(300, 513, (level, index) => read(level, index, level === 0 && index < 2 ? 256 : 2));
  assert.deepEqual(full, tree.path(300, 513));
});

test("a tile that is narrower than the tree needs is our own fault and stops the proof", async () => {
  await assert.rejects(
    proveInclusion(300, 700, (level, index) => read(level, index, 1)),
    /narrower than the tree needs/,
  );
});

test("the edge's own tiles prove what was just appended", () => {
  const { edge, tiles } = append(emptyEdge(), leaves);
  const stored = new Map(tiles.map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]));
  const proofs = proveInclusionsSync([0, 255, 256, 511, 512, 699], 700, (level, index, width) => {
    const bytes = stored.get(`${level}/${index}`) ?? formatTile(edge.levels[level] ?? []);
    return makeTileNodes(bytes, width);
  });
  assert.deepEqual(
    proofs,
    [0, 255, 256, 511, 512, 699].map((index) => tree.path(index, 700)),
  );
});

test("makeTileNodes refuses bytes of another length", () => {
  assert.throws(() => makeTileNodes(new Uint8Array(64), 3), { code: "malformed" });
  assert.throws(() => makeTileNodes(new Uint8Array(0), 0), { code: "malformed" });
});
