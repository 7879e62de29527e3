import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { referenceTree, syntheticTree } from "../../../../tests/reference-tree.ts";
import { encodeHex } from "../bytes.ts";
import { checkConsistency, checkInclusion, hashLeaf } from "./merkle.ts";
import type { ReadNodesSync } from "./prove.ts";
import {
  consistencyNodes,
  inclusionNodes,
  makeTileNodes,
  proveConsistency,
  proveInclusion,
  proveInclusionSync,
  proveInclusionsSync,
  readRoot,
} from "./prove.ts";

const leaves = Array.from({ length: 1200 }, (_, i) => hashLeaf(Buffer.from(`entry ${i}`)));
const small = referenceTree(leaves);
const BOUNDARIES = [2 ** 8, 2 ** 16, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 48, 2 ** 53];

/** Sizes just below, at and above the boundaries where arithmetic tends to break, up to 2^53 - 1. */
const largeSize = fc
  .tuple(fc.constantFrom(...BOUNDARIES), fc.integer({ min: -300, max: 300 }))
  .map(([boundary, offset]) => Math.min(boundary + offset, Number.MAX_SAFE_INTEGER))
  .filter((size) => size >= 2);

/** An index anywhere in a tree, or near one of its ends. */
function indexIn(size: number): fc.Arbitrary<number> {
  const near = fc.integer({ min: 0, max: Math.min(300, size - 1) });
  return fc.oneof(
    fc.maxSafeNat().map((n) => n % size),
    near,
    near.map((n) => size - 1 - n),
  );
}

const sizeAndIndex = largeSize.chain((size) => fc.tuple(fc.constant(size), indexIn(size)));

function hexes(hashes: readonly Uint8Array[]): string[] {
  return hashes.map(encodeHex);
}

function flip(hash: Uint8Array, bit: number): Uint8Array {
  const copy = hash.slice();
  copy[Math.floor(bit / 8)] = (copy[Math.floor(bit / 8)] as number) ^ (1 << (bit % 8));
  return copy;
}

test("in small trees every proof equals that of RFC 6962 and is accepted", async () => {
  const sizeIn = fc.integer({ min: 1, max: leaves.length });
  const read: ReadNodesSync = (level, index, width) => makeTileNodes(small.tile(level, index, width), width);
  await fc.assert(
    fc.asyncProperty(sizeIn, fc.nat(), async (size, number) => {
      const index = number % size;
      const oldSize = index + 1;
      const [root, oldRoot] = [small.hash(0n, BigInt(size)), small.hash(0n, BigInt(oldSize))];
      const inclusion = await proveInclusion(index, size, read);
      assert.deepEqual(hexes(inclusion), hexes(small.path(index, size)));
      assert.deepEqual(proveInclusionSync(index, size, read), inclusion);
      checkInclusion({ index, size, leafHash: leaves[index] as Uint8Array, proof: inclusion, root });
      const consistency = await proveConsistency(oldSize, size, read);
      assert.deepEqual(hexes(consistency), hexes(small.proof(oldSize, size)));
      checkConsistency({ oldSize, newSize: size, oldRoot, newRoot: root, proof: consistency });
      assert.deepEqual(await readRoot(size, read), root);
    }),
    { numRuns: 60 },
  );
});

test("near 2^31, 2^32 and 2^53 every inclusion proof equals that of RFC 6962 and is accepted", async () => {
  await fc.assert(
    fc.asyncProperty(sizeAndIndex, async ([size, index]) => {
      const tree = syntheticTree([index]);
      const leafHash = tree.hash(BigInt(index), BigInt(index) + 1n);
      const root = tree.hash(0n, BigInt(size));
      const proof = await proveInclusion(index, size, (level, tile, width) =>
        makeTileNodes(tree.tile(level, tile, width), width),
      );
      assert.deepEqual(hexes(proof), hexes(tree.path(index, size)));
      checkInclusion({ index, size, leafHash, proof, root });
      // The leaf is told apart from all others, so its proof fits no other index.
      const other = index === 0 ? 1 : index - 1;
      assert.throws(() => checkInclusion({ index: other, size, leafHash, proof, root }), { name: "VerificationError" });
    }),
    { numRuns: 40 },
  );
});

test("near 2^31, 2^32 and 2^53 every consistency proof equals that of RFC 6962 and is accepted", async () => {
  await fc.assert(
    fc.asyncProperty(sizeAndIndex, async ([newSize, index]) => {
      const oldSize = index + 1;
      const tree = syntheticTree([index]);
      const proof = await proveConsistency(oldSize, newSize, (level, tile, width) =>
        makeTileNodes(tree.tile(level, tile, width), width),
      );
      const [oldRoot, newRoot] = [tree.hash(0n, BigInt(oldSize)), tree.hash(0n, BigInt(newSize))];
      assert.deepEqual(hexes(proof), hexes(tree.proof(oldSize, newSize)));
      checkConsistency({ oldSize, newSize, oldRoot, newRoot, proof });
      if (oldSize < newSize) {
        const claim = { oldSize: oldSize + 1, newSize, oldRoot, newRoot, proof };
        assert.throws(() => checkConsistency(claim), { name: "VerificationError" });
      }
    }),
    { numRuns: 40 },
  );
});

test("one changed bit, anywhere in a claim, is refused", () => {
  const claims = largeSize.chain((size) => fc.tuple(fc.constant(size), indexIn(size), fc.nat(255), fc.nat()));
  fc.assert(
    fc.property(claims, ([size, index, bit, place]) => {
      const tree = syntheticTree([index]);
      const [start, end] = [BigInt(index), BigInt(index) + 1n];
      const path = tree.path(index, size);
      const hashes = [tree.hash(start, end), tree.hash(0n, BigInt(size)), ...path];
      hashes[place % hashes.length] = flip(hashes[place % hashes.length] as Uint8Array, bit);
      const [leafHash, root, ...proof] = hashes as [Uint8Array, Uint8Array, ...Uint8Array[]];
      assert.throws(() => checkInclusion({ index, size, leafHash, proof, root }), { code: "root_mismatch" });

      const links = tree.proof(index + 1, size);
      const parts = [tree.hash(0n, end), tree.hash(0n, BigInt(size)), ...links];
      parts[place % parts.length] = flip(parts[place % parts.length] as Uint8Array, bit);
      const [oldRoot, newRoot, ...rest] = parts as [Uint8Array, Uint8Array, ...Uint8Array[]];
      const claim = { oldSize: index + 1, newSize: size, oldRoot, newRoot, proof: rest };
      assert.throws(() => checkConsistency(claim), { code: "root_mismatch" });
    }),
    { numRuns: 60 },
  );
});

test("proof nodes are subtrees of the tree that join without a gap", () => {
  fc.assert(
    fc.property(sizeAndIndex, ([size, index]) => {
      const ranges = inclusionNodes(index, size).map((node) => {
        for (const { height, index: number } of node) assert.ok((number + 1) * 2 ** height <= size);
        const [first, last] = [node[0], node.at(-1)];
        assert.ok(first !== undefined && last !== undefined);
        return [first.index * 2 ** first.height, (last.index + 1) * 2 ** last.height] as const;
      });
      let [start, end] = [index, index + 1];
      for (const [from, to] of ranges) {
        assert.ok(to === start || from === end, "each sibling touches what the proof has covered so far");
        if (to === start) start = from;
        else end = to;
      }
      assert.deepEqual([start, end], [0, size]);
      assert.ok(ranges.length <= 53);
      assert.ok(consistencyNodes(index + 1, size).length <= 54);
    }),
  );
});

test("many proofs at once equal the proofs one by one, and read each tile once", () => {
  fc.assert(
    fc.property(
      largeSize.chain((size) => fc.tuple(fc.constant(size), fc.array(indexIn(size)))),
      ([size, indices]) => {
        const tree = syntheticTree([size - 1]);
        const seen: string[] = [];
        function read(level: number, index: number, width: number) {
          seen.push(`${level}/${index}`);
          return makeTileNodes(tree.tile(level, index, width), width);
        }
        const together = proveInclusionsSync(indices, size, read);
        assert.equal(new Set(seen).size, seen.length);
        assert.deepEqual(
          together.map(hexes),
          indices.map((index) => hexes(tree.path(index, size))),
        );
      },
    ),
    { numRuns: 20 },
  );
});
