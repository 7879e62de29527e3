import { invariant, RefusedError } from "../errors.ts";
import { EMPTY_ROOT, hashNode } from "./merkle.ts";
import { parseTile, TILE_WIDTH, tileRows, tileWidth } from "./tile.ts";
import { floorLog2, isTreeSize, splitPoint } from "./tree-size.ts";

/** The complete subtree over leaves [index * 2^height, (index + 1) * 2^height). */
export type Subtree = { readonly height: number; readonly index: number };

/**
 * One hash of a proof, as the complete subtrees that it covers, from left to right. It is a single subtree, except for a
 * hash that covers the ragged right end of the tree: there the hashes of several are nested to the right.
 */
export type ProofNode = readonly Subtree[];

/** A tile with all its inner nodes, made once: row h holds the roots of its complete subtrees of height h (0 to 8). */
export type TileNodes = { readonly width: number; readonly rows: readonly (readonly Uint8Array[])[] };

/**
 * Reads a tile of 1 to 256 hashes. A wider state of the same tile than the one asked for serves as well, since tiles
 * only grow at their right end.
 */
export type ReadNodes = (level: number, index: number, width: number) => TileNodes | Promise<TileNodes>;
/** The same for tiles that are at hand. */
export type ReadNodesSync = (level: number, index: number, width: number) => TileNodes;

/**
 * Computes the inner nodes of a tile of `width` hashes: 255 hashes at most.
 * @throws {MalformedError} `malformed` when the bytes are not `width` * 32
 */
export function makeTileNodes(bytes: Uint8Array, width: number): TileNodes {
  return { width, rows: tileRows(parseTile(bytes, width)) };
}

/**
 * What an inclusion proof consists of (RFC 6962 section 2.1.1), from the leaf's sibling up to a child of the root.
 * @throws {RefusedError} `invalid_field` unless 0 <= index < size < 2^53
 */
export function inclusionNodes(index: number, size: number): ProofNode[] {
  if (!isTreeSize(size) || !isTreeSize(index) || index >= size) {
    throw new RefusedError("invalid_field", `leaf ${index} is not in a tree of ${size} leaves`, { field: "index" });
  }
  return siblingsOf(index, size).reverse();
}

/**
 * What a consistency proof consists of (RFC 6962 section 2.1.2). Empty between equal sizes. There is none from size 0.
 * @throws {RefusedError} `invalid_field` unless 1 <= oldSize <= newSize < 2^53
 */
export function consistencyNodes(oldSize: number, newSize: number): ProofNode[] {
  if (!isTreeSize(oldSize) || !isTreeSize(newSize) || oldSize < 1 || oldSize > newSize) {
    const message = `no proof can lead from size ${oldSize} to size ${newSize}`;
    throw new RefusedError("invalid_field", message, { field: "oldSize" });
  }
  if (oldSize === newSize) return [];
  // The largest complete subtree that ends the old tree. The proof is that subtree and its way up to the new root; a
  // checker has the subtree already when it is the whole old tree.
  const end = coveringSubtrees(0, oldSize).at(-1) as Subtree;
  const nodes = siblingsOf(oldSize - 1, newSize, end.height).reverse();
  return end.index === 0 ? nodes : [[end], ...nodes];
}

/** The complete subtrees that make up a tree of `size` leaves, from left to right: what its root is nested from. */
export function rootNodes(size: number): ProofNode {
  invariant(isTreeSize(size), "a size is a whole number from 0 to 2^53 - 1");
  return coveringSubtrees(0, size);
}

/** Everything beside the way down from the root to the subtree of the given height that holds the leaf, root first. */
function siblingsOf(leaf: number, size: number, height = 0): ProofNode[] {
  const siblings: ProofNode[] = [];
  let start = 0;
  let end = size;
  while (end - start > 2 ** height) {
    const middle = start + splitPoint(end - start);
    if (leaf < middle) {
      siblings.push(coveringSubtrees(middle, end));
      end = middle;
    } else {
      siblings.push(coveringSubtrees(start, middle));
      start = middle;
    }
  }
  return siblings;
}

/** Splits the leaves [start, end) into complete subtrees. `start` is a multiple of a power of two >= end - start. */
function coveringSubtrees(start: number, end: number): Subtree[] {
  const subtrees: Subtree[] = [];
  while (start < end) {
    const height = floorLog2(end - start);
    subtrees.push({ height, index: start / 2 ** height });
    start += 2 ** height;
  }
  return subtrees;
}

/**
 * Proves that leaf `index` is in the tree of `size` leaves: hashes from the leaf's sibling up, for `checkInclusion`. Every
 * needed tile is read once, all at the same time.
 * @throws {RefusedError} `invalid_field` unless 0 <= index < size < 2^53
 */
export async function proveInclusion(index: number, size: number, read: ReadNodes): Promise<Uint8Array[]> {
  return await hashProof(inclusionNodes(index, size), size, read);
}

/**
 * Proves that the tree of `oldSize` leaves is the beginning of the tree of `newSize`: hashes for `checkConsistency`.
 * @throws {RefusedError} `invalid_field` unless 1 <= oldSize <= newSize < 2^53
 */
export async function proveConsistency(oldSize: number, newSize: number, read: ReadNodes): Promise<Uint8Array[]> {
  return await hashProof(consistencyNodes(oldSize, newSize), newSize, read);
}

/** The root of the tree of `size` leaves, from its tiles: of the present tree, or of any state that it once had. */
export async function readRoot(size: number, read: ReadNodes): Promise<Uint8Array> {
  const nodes = rootNodes(size);
  return nodes.length === 0 ? EMPTY_ROOT : ((await hashProof([nodes], size, read))[0] as Uint8Array);
}

/** `proveInclusion` from tiles at hand. For many leaves of one tree `proveInclusionsSync` is faster. */
export function proveInclusionSync(index: number, size: number, read: ReadNodesSync): Uint8Array[] {
  return proveInclusionsSync([index], size, read)[0] as Uint8Array[];
}

/**
 * Proves the inclusion of many leaves in one tree, in the order given. Each tile is read once and each node of the ragged
 * right end hashed once, so beyond that a proof costs look-ups only.
 * @throws {RefusedError} `invalid_field` unless 0 <= index < size < 2^53
 */
export function proveInclusionsSync(indices: readonly number[], size: number, read: ReadNodesSync): Uint8Array[][] {
  const tiles = new Map<number, TileNodes>();
  const tails = new Map<number, Uint8Array>();
  function tileAt(level: number, index: number): TileNodes {
    const key = tileKey(level, index);
    const tile = tiles.get(key) ?? read(level, index, tileWidth(level, index, size));
    tiles.set(key, tile);
    return tile;
  }
  return indices.map((index) => inclusionNodes(index, size).map((node) => hashProofNode(node, tileAt, tails)));
}

async function hashProof(nodes: readonly ProofNode[], size: number, read: ReadNodes): Promise<Uint8Array[]> {
  const reads = new Map<number, Promise<[number, TileNodes]>>();
  for (const subtree of nodes.flat()) {
    const { level, index } = tileOf(subtree);
    const key = tileKey(level, index);
    if (!reads.has(key)) reads.set(key, readKeyed(key, read(level, index, tileWidth(level, index, size))));
  }
  const tiles = new Map(await Promise.all(reads.values()));
  function tileAt(level: number, index: number): TileNodes {
    return tiles.get(tileKey(level, index)) as TileNodes;
  }
  return nodes.map((node) => hashProofNode(node, tileAt, new Map()));
}

async function readKeyed(key: number, tile: TileNodes | Promise<TileNodes>): Promise<[number, TileNodes]> {
  return [key, await tile];
}

/** Tiles of a tree have levels 0 to 6, and indices below 2^45 at level 0, so that this is exact and has no collision. */
function tileKey(level: number, index: number): number {
  return index * 8 + level;
}

/** The tile that holds the root of a subtree, in row height % 8 and at `offset`. */
function tileOf({ height, index }: Subtree): { level: number; index: number; row: number; offset: number } {
  const row = height % 8;
  const perTile = TILE_WIDTH / 2 ** row;
  const tileIndex = Math.floor(index / perTile);
  return { level: (height - row) / 8, index: tileIndex, row, offset: index - tileIndex * perTile };
}

/**
 * @param tails hashes already nested at the right end of this tree, by the number of subtrees in them: in one tree, that
 * number says which they are
 */
function hashProofNode(
  node: ProofNode,
  tileAt: (level: number, index: number) => TileNodes,
  tails: Map<number, Uint8Array>,
): Uint8Array {
  let hash: Uint8Array | undefined;
  for (let i = node.length - 1; i >= 0; i--) {
    const known = node.length > 1 ? tails.get(node.length - i) : undefined;
    hash = known ?? nestHash(hashOf(node[i] as Subtree, tileAt), hash);
    if (node.length > 1) tails.set(node.length - i, hash);
  }
  invariant(hash !== undefined, "a node of a proof covers at least one subtree");
  return hash;
}

function nestHash(left: Uint8Array, right: Uint8Array | undefined): Uint8Array {
  return right === undefined ? left : hashNode(left, right);
}

function hashOf(subtree: Subtree, tileAt: (level: number, index: number) => TileNodes): Uint8Array {
  const { level, index, row, offset } = tileOf(subtree);
  const hash = tileAt(level, index).rows[row]?.[offset];
  invariant(hash !== undefined, `tile ${level}/${index} is narrower than the tree needs`);
  return hash;
}
