import assert from "node:assert/strict";
import { test } from "node:test";
import { readOutsideVectors, reportRun } from "../../../../tests/outside-vectors.ts";
import { referenceTree } from "../../../../tests/reference-tree.ts";
import { decodeHex, encodeHex } from "../bytes.ts";
import { checkConsistency, checkInclusion, EMPTY_ROOT, findOldRoot, hashLeaf, hashNode } from "./merkle.ts";

const leaves = Array.from({ length: 9 }, (_, i) => hashLeaf(Uint8Array.of(i)));
const tree = referenceTree(leaves);

function rootAt(size: number): Uint8Array {
  return tree.hash(0n, BigInt(size));
}

function inclusionClaim(index: number, size: number) {
  return { index, size, leafHash: leaves[index] as Uint8Array, proof: tree.path(index, size), root: rootAt(size) };
}

function consistencyClaim(oldSize: number, newSize: number) {
  const proof = tree.proof(oldSize, newSize);
  return { oldSize, newSize, oldRoot: rootAt(oldSize), newRoot: rootAt(newSize), proof };
}

test("leaf, node and empty tree hash as RFC 6962 says", () => {
  assert.equal(encodeHex(EMPTY_ROOT), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.equal(
    encodeHex(hashLeaf(new Uint8Array(0))),
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
  // The root of the two leaves "" and 00, as the known test tree of RFC 6962 implementations has it.
  assert.equal(
    encodeHex(hashNode(hashLeaf(new Uint8Array(0)), hashLeaf(decodeHex("00")))),
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  );
});

test("every inclusion and consistency proof of a small tree is accepted", () => {
  for (let size = 1; size <= leaves.length; size++) {
    for (let i = 0; i < size; i++) checkInclusion(inclusionClaim(i, size));
    for (let old = 1; old <= size; old++) checkConsistency(consistencyClaim(old, size));
  }
});

test("an inclusion proof for another leaf, size, root or length is refused", () => {
  const claim = inclusionClaim(3, 7);
  assert.throws(() => checkInclusion({ ...claim, index: 2 }), { code: "root_mismatch" });
  assert.throws(() => checkInclusion({ ...claim, index: 6 }), { code: "proof_invalid" });
  assert.throws(() => checkInclusion({ ...claim, index: 7 }), { code: "proof_invalid" });
  assert.throws(() => checkInclusion({ ...claim, size: 3 }), { code: "proof_invalid" });
  assert.throws(() => checkInclusion({ ...claim, root: rootAt(6) }), { code: "root_mismatch" });
  assert.throws(() => checkInclusion({ ...claim, leafHash: leaves[4] as Uint8Array }), { code: "root_mismatch" });
  assert.throws(() => checkInclusion({ ...claim, proof: claim.proof.slice(1) }), { code: "proof_invalid" });
  assert.throws(() => checkInclusion({ ...claim, proof: [...claim.proof, rootAt(7)] }), { code: "proof_invalid" });
  assert.throws(() => checkInclusion({ ...claim, proof: Array(1_000_000).fill(rootAt(1)) }), { code: "proof_invalid" });
});

test("a consistency proof for other sizes, roots or of another length is refused", () => {
  const claim = consistencyClaim(6, 9);
  assert.throws(() => checkConsistency({ ...claim, oldSize: 5 }), { code: "proof_invalid" });
  assert.throws(() => checkConsistency({ ...claim, oldSize: 0 }), { code: "proof_invalid" });
  assert.throws(() => checkConsistency({ ...claim, oldSize: 9, newSize: 6 }), { code: "proof_invalid" });
  assert.throws(() => checkConsistency({ ...claim, oldRoot: rootAt(5) }), { code: "root_mismatch" });
  assert.throws(() => checkConsistency({ ...claim, newRoot: rootAt(8) }), { code: "root_mismatch" });
  assert.throws(() => checkConsistency({ ...claim, proof: [] }), { code: "proof_invalid" });
  assert.throws(() => checkConsistency({ ...claim, proof: claim.proof.slice(1) }), { code: "proof_invalid" });
  assert.throws(() => checkConsistency({ ...claim, proof: [...claim.proof, rootAt(7)] }), { code: "proof_invalid" });
  const same = consistencyClaim(6, 6);
  assert.throws(() => checkConsistency({ ...same, newRoot: rootAt(5) }), { code: "root_mismatch" });
  assert.throws(() => checkConsistency({ ...same, proof: [rootAt(6)] }), { code: "proof_invalid" });
});

test("sizes and indices that are not whole numbers below 2^53 are refused", () => {
  const claim = inclusionClaim(3, 7);
  for (const size of [2 ** 53, 7.5, -7, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => checkInclusion({ ...claim, size }), { code: "proof_invalid" });
    assert.throws(() => checkConsistency({ ...consistencyClaim(6, 9), newSize: size }), { code: "proof_invalid" });
  }
  for (const index of [-1, 3.5, Number.NaN, 2 ** 53]) {
    assert.throws(() => checkInclusion({ ...claim, index }), { code: "proof_invalid" });
  }
});

test("a hash that is not 32 bytes long is refused, wherever it stands", () => {
  const claim = inclusionClaim(3, 7);
  for (const hash of [new Uint8Array(0), new Uint8Array(31), new Uint8Array(33)]) {
    assert.throws(() => checkInclusion({ ...claim, leafHash: hash }), { code: "proof_invalid" });
    assert.throws(() => checkInclusion({ ...claim, root: hash }), { code: "proof_invalid" });
    assert.throws(() => checkInclusion({ ...claim, proof: [...claim.proof.slice(1), hash] }), {
      code: "proof_invalid",
    });
    for (const [old, size] of [
      [6, 9],
      [4, 9],
    ] as const) {
      const link = consistencyClaim(old, size);
      assert.throws(() => checkConsistency({ ...link, oldRoot: hash }), { code: "proof_invalid" });
      assert.throws(() => checkConsistency({ ...link, newRoot: hash }), { code: "proof_invalid" });
      assert.throws(() => checkConsistency({ ...link, proof: [hash, ...link.proof.slice(1)] }), {
        code: "proof_invalid",
      });
    }
    assert.throws(() => checkConsistency({ ...consistencyClaim(6, 6), oldRoot: hash }), { code: "root_mismatch" });
  }
});

type OutsideProof = { desc: string; wantErr: boolean; proof: string[] | null } & (
  | { leafIdx: number; treeSize: number; root: string; leafHash: string }
  | { size1: number; size2: number; root1: string; root2: string }
);

function checkOutside(vector: OutsideProof): void {
  const proof = (vector.proof ?? []).map(fromBase64);
  if ("leafIdx" in vector) {
    const { leafIdx: index, treeSize: size } = vector;
    checkInclusion({ index, size, leafHash: fromBase64(vector.leafHash), proof, root: fromBase64(vector.root) });
  } else {
    const { size1: oldSize, size2: newSize } = vector;
    const [oldRoot, newRoot] = [fromBase64(vector.root1), fromBase64(vector.root2)];
    checkConsistency({ oldSize, newSize, oldRoot, newRoot, proof });
  }
}

function fromBase64(text: string | null): Uint8Array {
  return new Uint8Array(Buffer.from(text ?? "", "base64"));
}

test("outside vectors: Merkle inclusion and consistency", (t) => {
  const vectors = readOutsideVectors(t, "merkle");
  for (const { name, bytes } of vectors) {
    const vector = JSON.parse(Buffer.from(bytes).toString("utf8")) as OutsideProof;
    if (vector.wantErr) {
      assert.throws(() => checkOutside(vector), { name: "VerificationError" }, name);
    } else {
      assert.doesNotThrow(() => checkOutside(vector), name);
    }
  }
  reportRun(t, "merkle", vectors.length);
});

test("a consistency proof shows the old root by itself, unless the old size is a power of two", () => {
  for (let size = 1; size <= leaves.length; size++) {
    for (let old = 1; old <= size; old++) {
      const found = findOldRoot(consistencyClaim(old, size));
      const shows = old < size && ![1, 2, 4, 8].includes(old);
      assert.deepEqual(found, shows ? rootAt(old) : null, `from ${old} to ${size}`);
    }
  }
});

test("a proof that does not lead to the new root shows no old one", () => {
  const claim = consistencyClaim(5, 9);
  assert.equal(findOldRoot({ ...claim, newRoot: rootAt(8) }), null);
  assert.equal(findOldRoot({ ...claim, proof: claim.proof.slice(1) }), null);
  assert.equal(findOldRoot({ ...claim, proof: [] }), null);
  assert.equal(findOldRoot({ ...claim, proof: [...claim.proof.slice(1), new Uint8Array(31)] }), null);
  for (let at = 0; at < claim.proof.length; at++) {
    const proof = claim.proof.map((hash, i) => (i === at ? hashLeaf(hash) : hash));
    assert.equal(findOldRoot({ ...claim, proof }), null, `hash ${at}`);
  }
  for (const [oldSize, newSize] of [
    [0, 9],
    [9, 9],
    [9, 5],
    [5.5, 9],
    [5, 2 ** 53],
  ] as const) {
    assert.equal(findOldRoot({ ...claim, oldSize, newSize }), null);
  }
});
