import { concatBytes, equalBytes, sha256 } from "../bytes.ts";
import { invariant, VerificationError } from "../errors.ts";
import type { Spans } from "../wasm/hashing.ts";
import { hashCompleteTree, hashSpans, joinDigests, joinSpans, splitDigests } from "../wasm/hashing.ts";
import { floorLog2, isTreeSize } from "./tree-size.ts";

/** Length in bytes of every hash of a tree: SHA-256. */
export const HASH_LENGTH = 32;

/** Root of the tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1). */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0));

const LEAF_PREFIX = 0;
const NODE_PREFIX = 1;
const leafStart = Uint8Array.of(LEAF_PREFIX);
// One buffer for all inner nodes: hashing is synchronous.
const nodeInput = new Uint8Array(1 + 2 * HASH_LENGTH);
nodeInput[0] = NODE_PREFIX;

/** Hash of a leaf: SHA-256(0x00 || data), 32 bytes (RFC 6962 section 2.1). */
export function hashLeaf(data: Uint8Array): Uint8Array {
  return sha256(concatBytes(leafStart, data));
}

/** `hashLeaf` of each, several at once. */
export function hashLeaves(leaves: readonly Uint8Array[]): Uint8Array[] {
  return splitDigests(hashSpans(LEAF_PREFIX, joinSpans(leaves)));
}

/** `hashLeaf` of each leaf within `spans`, several at once: 32 bytes each, one after the other. */
export function hashLeafSpans(spans: Spans): Uint8Array {
  return hashSpans(LEAF_PREFIX, spans);
}

/** Root of the tree whose leaves, a power of two of them, lie within `spans`. */
export function rootOfLeafSpans(spans: Spans): Uint8Array {
  return hashCompleteTree(LEAF_PREFIX, NODE_PREFIX, spans);
}

/**
 * Root of the complete tree over `hashes`, several nodes at once.
 * @param hashes a power of two of them, 32 bytes each
 */
export function rootOfComplete(hashes: Uint8Array): Uint8Array {
  return joinDigests(NODE_PREFIX, hashes);
}

/** Hash of an inner node: SHA-256(0x01 || left || right), 32 bytes (RFC 6962 section 2.1). Both sides are hashes of 32 bytes. */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  invariant(
    left.length === HASH_LENGTH && right.length === HASH_LENGTH,
    "the children of a node are hashes of 32 bytes",
  );
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_LENGTH);
  return sha256(nodeInput);
}

/** A claim that leaf number `index` (from 0) of the tree of `size` leaves under `root` has the hash `leafHash`. */
export type InclusionClaim = {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  /** From the leaf's sibling up to a child of the root. */
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
};

/** A claim that the tree of `oldSize` leaves under `oldRoot` is the beginning of the tree of `newSize` under `newRoot`. */
export type ConsistencyClaim = {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
};

/**
 * Checks an inclusion proof (RFC 9162 section 2.1.3.2). Everything in the claim may come from an attacker; the work is
 * at most 53 hashes, and none when the proof has the wrong length.
 * @throws {VerificationError} `proof_invalid` when the proof does not fit index and size, `root_mismatch` when it leads
 * to another root
 */
export function checkInclusion(claim: InclusionClaim): void {
  const { index, size, leafHash, proof, root } = claim;
  if (!isTreeSize(size) || !isTreeSize(index) || index >= size) {
    throw new VerificationError("proof_invalid", `leaf ${index} is not in a tree of ${size} leaves`);
  }
  const sides = siblingSides(index, size - 1);
  checkLength("inclusion", proof, sides.length);
  checkHashes("inclusion", [leafHash, root, ...proof]);
  let hash = leafHash;
  for (const [i, sibling] of proof.entries()) {
    hash = sides[i] === "left" ? hashNode(sibling, hash) : hashNode(hash, sibling);
  }
  if (!equalBytes(hash, root))
    throw new VerificationError("root_mismatch", "the inclusion proof leads to another root");
}

/**
 * Checks a consistency proof (RFC 9162 section 2.1.4.2). Everything in the claim may come from an attacker. A tree of
 * size 0 is the beginning of every tree, so a proof about it shows nothing and is refused: who starts from nothing has
 * nothing to check.
 * @throws {VerificationError} `proof_invalid` when the proof does not fit the two sizes, `root_mismatch` when it leads to
 * another root
 */
export function checkConsistency(claim: ConsistencyClaim): void {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  if (!isTreeSize(oldSize) || !isTreeSize(newSize) || oldSize < 1 || oldSize > newSize) {
    throw new VerificationError("proof_invalid", `no proof can lead from size ${oldSize} to size ${newSize}`);
  }
  if (oldSize === newSize) {
    checkLength("consistency", proof, 0);
    if (!equalBytes(oldRoot, newRoot))
      throw new VerificationError("root_mismatch", "one size, but two different roots");
    return;
  }
  checkHashes("consistency", [oldRoot, newRoot, ...proof]);
  const { oldHash, newHash } = followConsistency(claim);
  if (!equalBytes(oldHash, oldRoot))
    throw new VerificationError("root_mismatch", "the proof leads to another old root");
  if (!equalBytes(newHash, newRoot))
    throw new VerificationError("root_mismatch", "the proof leads to another new root");
}

/**
 * The root that the tree of `newSize` leaves under `newRoot` had when it was as large as `oldSize`, where a consistency proof
 * shows that by itself. Whoever has `newRoot` signed is bound to it: another signed root of that size contradicts it.
 * @returns null for a proof that does not lead to `newRoot`, and whenever `oldSize` is a power of two: the proof then leaves
 * the old root out
 */
export function findOldRoot({
  oldSize,
  newSize,
  newRoot,
  proof,
}: Omit<ConsistencyClaim, "oldRoot">): Uint8Array | null {
  if (!isTreeSize(oldSize) || !isTreeSize(newSize) || oldSize < 1 || oldSize >= newSize) return null;
  if (oldSize === 2 ** floorLog2(oldSize)) return null;
  try {
    checkHashes("consistency", [newRoot, ...proof]);
    const { oldHash, newHash } = followConsistency({ oldSize, newSize, oldRoot: EMPTY_ROOT, newRoot, proof });
    return equalBytes(newHash, newRoot) ? oldHash : null;
  } catch (error) {
    if (error instanceof VerificationError) return null;
    throw error;
  }
}

/** Both roots that a proof between two different sizes leads to. @throws {VerificationError} `proof_invalid` by its length */
function followConsistency(claim: ConsistencyClaim): { oldHash: Uint8Array; newHash: Uint8Array } {
  const { oldSize, newSize, oldRoot, proof } = claim;
  // The walk starts from the largest complete subtree that ends the old tree. It is the whole old tree, and then not in
  // the proof, when the old size is a power of two.
  let node = oldSize - 1;
  let last = newSize - 1;
  while (node % 2 === 1) {
    node = (node - 1) / 2;
    last = Math.floor(last / 2);
  }
  const sides = siblingSides(node, last);
  const [start, ...siblings] = node === 0 ? [oldRoot, ...proof] : proof;
  checkLength("consistency", proof, node === 0 ? sides.length : sides.length + 1);
  invariant(start !== undefined, "a consistency proof of the right length is not empty");
  let oldHash = start;
  let newHash = start;
  for (const [i, sibling] of siblings.entries()) {
    // What lies to the left of the walk is in both trees, what lies to the right only in the new one.
    if (sides[i] === "left") {
      oldHash = hashNode(sibling, oldHash);
      newHash = hashNode(sibling, newHash);
    } else {
      newHash = hashNode(newHash, sibling);
    }
  }
  return { oldHash, newHash };
}

/**
 * On which side each sibling stands on the way from a node up to the root.
 * @param node index of the node on its level of the tree
 * @param last index of the last node on that level
 */
function siblingSides(node: number, last: number): ("left" | "right")[] {
  const sides: ("left" | "right")[] = [];
  while (last > 0) {
    if (node % 2 === 1 || node === last) {
      sides.push("left");
      // A last node without a sibling rises unchanged until it is a right child.
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      sides.push("right");
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return sides;
}

function checkLength(what: string, proof: readonly Uint8Array[], length: number): void {
  if (proof.length === length) return;
  const fault = proof.length > length ? "long" : "short";
  throw new VerificationError("proof_invalid", `the ${what} proof is too ${fault} for this size`);
}

function checkHashes(what: string, hashes: readonly Uint8Array[]): void {
  if (!hashes.every((hash) => hash.length === HASH_LENGTH)) {
    throw new VerificationError("proof_invalid", `a hash of the ${what} claim is not 32 bytes long`);
  }
}
