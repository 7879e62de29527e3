import { createHash } from "node:crypto";

/**
 * RFC 6962 section 2.1 as it is written there: recursive, on bigints, with hashes by node:crypto. Slow and plain, so that
 * the log's own arithmetic can be held against it at any size.
 */
export type ReferenceTree = {
  /** MTH of the leaves [start, end). */
  hash(start: bigint, end: bigint): Uint8Array;
  /** PATH of section 2.1.1. */
  path(index: number, size: number): Uint8Array[];
  /** PROOF of section 2.1.2. */
  proof(oldSize: number, newSize: number): Uint8Array[];
  /** The hashes of a tile, one after the other, from its definition in C2SP tlog-tiles. */
  tile(level: number, index: number, width: number): Uint8Array;
};

/** A tree over the given leaf hashes. */
export function referenceTree(leafHashes: readonly Uint8Array[]): ReferenceTree {
  return makeTree((start, end) => (end - start === 1n ? (leafHashes[Number(start)] as Uint8Array) : null));
}

/**
 * A tree of any size below 2^53: all leaves have the hash of 32 zero bytes, except the marked ones, which are told apart.
 * A complete subtree without a mark is known from its height alone, so no work grows with the size.
 */
export function syntheticTree(marks: readonly number[]): ReferenceTree {
  const uniform: Uint8Array[] = [new Uint8Array(32)];
  for (let height = 1; height <= 53; height++) {
    const child = uniform[height - 1] as Uint8Array;
    uniform.push(node(child, child));
  }
  return makeTree((start, end) => {
    const marked = marks.filter((mark) => start <= BigInt(mark) && BigInt(mark) < end);
    if (marked.length === 0) return uniform.find((_, height) => 1n << BigInt(height) === end - start) ?? null;
    return end - start === 1n ? sha256(Buffer.from(`leaf ${start}`)) : null;
  });
}

function makeTree(known: (start: bigint, end: bigint) => Uint8Array | null): ReferenceTree {
  function hash(start: bigint, end: bigint): Uint8Array {
    if (start === end) return sha256(Buffer.alloc(0));
    const found = known(start, end);
    if (found !== null) return found;
    const middle = start + split(end - start);
    return node(hash(start, middle), hash(middle, end));
  }
  function path(index: bigint, start: bigint, end: bigint): Uint8Array[] {
    if (end - start === 1n) return [];
    const middle = start + split(end - start);
    if (index < middle) return [...path(index, start, middle), hash(middle, end)];
    return [...path(index, middle, end), hash(start, middle)];
  }
  function subproof(old: bigint, start: bigint, end: bigint, whole: boolean): Uint8Array[] {
    if (old === end) return whole ? [] : [hash(start, end)];
    const middle = start + split(end - start);
    if (old <= middle) return [...subproof(old, start, middle, whole), hash(middle, end)];
    return [...subproof(old, middle, end, false), hash(start, middle)];
  }
  return {
    hash,
    path: (index, size) => path(BigInt(index), 0n, BigInt(size)),
    proof: (oldSize, newSize) => subproof(BigInt(oldSize), 0n, BigInt(newSize), true),
    tile(level, index, width) {
      const span = 256n ** BigInt(level);
      const first = BigInt(index) * 256n;
      const positions = Array.from({ length: width }, (_, i) => first + BigInt(i));
      return Uint8Array.from(positions.flatMap((i) => [...hash(i * span, (i + 1n) * span)]));
    },
  };
}

/** The largest power of two smaller than n. */
function split(n: bigint): bigint {
  let power = 1n;
  while (power * 2n < n) power *= 2n;
  return power;
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([Buffer.of(1), left, right]));
}

function sha256(data: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(data).digest());
}
