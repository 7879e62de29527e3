import assert from "node:assert/strict";
import { test } from "node:test";
import { referenceTree } from "../../../../tests/reference-tree.ts";
import { append, emptyEdge, restoreEdge, rootOfEdge } from "./append.ts";
import { EMPTY_ROOT, hashLeaf } from "./merkle.ts";

const leaves = Array.from({ length: 600 }, (_, i) => hashLeaf(Uint8Array.of(i % 256, Math.floor(i / 256))));
const tree = referenceTree(leaves);

test("the empty edge has the empty root, and appending nothing changes nothing", () => {
  assert.deepEqual(rootOfEdge(emptyEdge()), EMPTY_ROOT);
  assert.deepEqual(append(emptyEdge(), []), { edge: emptyEdge(), tiles: [], root: EMPTY_ROOT });
});

test("a tile is given when it becomes full, not before and not again", () => {
  const first = append(emptyEdge(), leaves.slice(0, 255));
  assert.deepEqual(first.tiles, []);
  const second = append(first.edge, leaves.slice(255, 256));
  assert.deepEqual(second.tiles, [{ level: 0, index: 0, hashes: tree.tile(0, 0, 256) }]);
  assert.deepEqual(second.edge.levels, [[], [tree.hash(0n, 256n)]]);
  const third = append(second.edge, leaves.slice(256));
  assert.deepEqual(third.tiles, [{ level: 0, index: 1, hashes: tree.tile(0, 1, 256) }]);
  assert.deepEqual(third.root, tree.hash(0n, 600n));
});

test("two full levels give their tiles from the bottom up", () => {
  const zero = new Uint8Array(32);
  const almost = append(emptyEdge(), Array<Uint8Array>(65_535).fill(zero));
  assert.equal(almost.tiles.length, 255);
  const { edge, tiles } = append(almost.edge, [zero]);
  assert.deepEqual(
    tiles.map(({ level, index, hashes }) => [level, index, hashes.length]),
    [
      [0, 255, 8192],
      [1, 0, 8192],
    ],
  );
  assert.deepEqual(
    edge.levels.map((level) => level.length),
    [0, 0, 1],
  );
});

test("append leaves the edge that it was given as it was", () => {
  const { edge } = append(emptyEdge(), leaves.slice(0, 255));
  const before = structuredClone(edge);
  append(edge, leaves.slice(255));
  assert.deepEqual(edge, before);
});

test("an edge restored at the size of 2^53 - 1 asks for one tile of each level, and refuses another leaf", async () => {
  const asked: string[] = [];
  const edge = await restoreEdge(Number.MAX_SAFE_INTEGER, (level, index, width) => {
    asked.push(`${level}/${index}/${width}`);
    return Promise.resolve(new Uint8Array(width * 32));
  });
  assert.deepEqual(asked, [
    "0/35184372088831/255",
    "1/137438953471/255",
    "2/536870911/255",
    "3/2097151/255",
    "4/8191/255",
    "5/31/255",
    "6/0/31",
  ]);
  assert.equal(rootOfEdge(edge).length, 32);
  assert.throws(() => append(edge, [new Uint8Array(32)]), /at most 2\^53 - 1 leaves/);
});

test("a restored tile of another length is refused, and so is a leaf hash", async () => {
  await assert.rejects(
    restoreEdge(3, () => Promise.resolve(new Uint8Array(64))),
    { code: "malformed" },
  );
  await assert.rejects(
    restoreEdge(-1, () => Promise.resolve(new Uint8Array(64))),
    /whole number/,
  );
  assert.throws(() => append(emptyEdge(), [new Uint8Array(31)]), /32 bytes/);
});
