import { invariant } from "../errors.ts";
import { EMPTY_ROOT, HASH_LENGTH, hashNode } from "./merkle.ts";
import { formatTile, parseTile, TILE_WIDTH, tileRows, tileWidth } from "./tile.ts";
import { isTreeSize } from "./tree-size.ts";

/**
 * All that must be known of a tree to append to it: the incomplete tiles along its right edge. Immutable: `append` makes
 * a new one. At most 7 levels of 255 hashes, about 57 kB.
 */
export type Edge = {
  /** Leaves in the tree, 0 to 2^53 - 1. */
  readonly size: number;
  /** By tile level: the hashes of its incomplete tile, 0 to 255 of them. These are the partial tiles that a log serves. */
  readonly levels: readonly (readonly Uint8Array[])[];
  /**
   * By tile level: the roots of the complete subtrees that those hashes make up, from left to right. A width of w has one
   * for each bit that is set in w, so appending and taking the root need only as many hashes as RFC 6962 asks for.
   */
  readonly peaks: readonly (readonly Uint8Array[])[];
};

/** A tile that has just become full: 256 hashes, 8,192 bytes. */
export type FullTile = { readonly level: number; readonly index: number; readonly hashes: Uint8Array };

/** What appending gives: the new edge and its root, and the tiles to store, in the order in which they became full. */
export type Appended = { readonly edge: Edge; readonly tiles: readonly FullTile[]; readonly root: Uint8Array };

/** Reads a tile of 1 to 256 hashes: `width` * 32 bytes. */
export type ReadTile = (level: number, index: number, width: number) => Promise<Uint8Array>;

/** The edge of the tree without leaves. */
export function emptyEdge(): Edge {
  return { size: 0, levels: [], peaks: [] };
}

/** Appends leaves, given as their hashes (`hashLeaf`, 32 bytes each), in order. Pure: `edge` stays as it was. */
export function append(edge: Edge, leafHashes: readonly Uint8Array[]): Appended {
  return appendAt(0, edge, leafHashes);
}

/**
 * Appends whole tiles, given as their roots (32 bytes each), to a tree that has no leaves beyond its last full tile: what
 * `append` does with their leaves. Those tiles themselves are not among the ones it gives.
 */
export function appendTiles(edge: Edge, tileRoots: readonly Uint8Array[]): Appended {
  invariant(edge.size % TILE_WIDTH === 0, "whole tiles are appended after whole tiles");
  return appendAt(1, edge, tileRoots);
}

/** Appends roots of complete subtrees of 256^level leaves each. */
function appendAt(lowest: 0 | 1, edge: Edge, roots: readonly Uint8Array[]): Appended {
  const step = TILE_WIDTH ** lowest;
  invariant(isTreeSize(edge.size + step * roots.length), "a tree holds at most 2^53 - 1 leaves");
  const levels = edge.levels.map((level) => [...level]);
  const peaks = edge.peaks.map((level) => [...level]);
  const tiles: FullTile[] = [];
  let size = edge.size;
  for (const root of roots) {
    invariant(root.length === HASH_LENGTH, "a hash is 32 bytes long");
    size += step;
    let carried: Uint8Array | null = root;
    for (let level: number = lowest; carried !== null; level++) {
      while (levels.length <= level) {
        levels.push([]);
        peaks.push([]);
      }
      const hashes = levels[level] as Uint8Array[];
      carried = pushHash(hashes, peaks[level] as Uint8Array[], carried);
      if (carried !== null) {
        tiles.push({ level, index: size / TILE_WIDTH ** (level + 1) - 1, hashes: formatTile(hashes) });
        levels[level] = [];
        peaks[level] = [];
      }
    }
  }
  const next: Edge = { size, levels, peaks };
  return { edge: next, tiles, root: rootOfEdge(next) };
}

/** Adds a hash to a tile. Returns the root of the tile when that made it full, and null otherwise. */
function pushHash(hashes: Uint8Array[], peaks: Uint8Array[], hash: Uint8Array): Uint8Array | null {
  hashes.push(hash);
  // As in a binary counter: each trailing zero of the new width joins two subtrees of one height.
  let node = hash;
  for (let width = hashes.length; width % 2 === 0; width /= 2) node = hashNode(peaks.pop() as Uint8Array, node);
  peaks.push(node);
  return hashes.length === TILE_WIDTH ? node : null;
}

/** The root of the tree that ends in this edge: 32 bytes. */
export function rootOfEdge(edge: Edge): Uint8Array {
  let root: Uint8Array | null = null;
  // Right to left: the lowest level holds the rightmost leaves, and RFC 6962 section 2.1 nests to the right.
  for (const level of edge.peaks) {
    for (const peak of [...level].reverse()) root = root === null ? peak : hashNode(peak, root);
  }
  return root ?? EMPTY_ROOT;
}

/**
 * The edge of a tree of `size` leaves, read back from its tiles: one partial tile of each level at most. The caller must
 * compare `rootOfEdge` with the root that it trusts.
 * @throws {MalformedError} `malformed` when a tile has another length than was asked for
 */
export async function restoreEdge(size: number, readTile: ReadTile): Promise<Edge> {
  invariant(isTreeSize(size), "a size is a whole number from 0 to 2^53 - 1");
  const reads: Promise<Uint8Array[]>[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    const width = tileWidth(level, index, size);
    reads.push(
      width === 0 ? Promise.resolve([]) : readTile(level, index, width).then((bytes) => parseTile(bytes, width)),
    );
  }
  const levels = await Promise.all(reads);
  return { size, levels, peaks: levels.map(peaksOf) };
}

/** The complete subtrees that 0 to 255 hashes make up: the last node of each row that has an odd number of them. */
function peaksOf(hashes: readonly Uint8Array[]): Uint8Array[] {
  return tileRows(hashes)
    .filter((row) => row.length % 2 === 1)
    .map((row) => row.at(-1) as Uint8Array)
    .reverse();
}

/**
 * Makes a `ReadTile` for a store that keeps leaf hashes and full tiles only, as partial tiles can be computed: at level 0
 * from the leaf hashes, above it from the roots of the full tiles below.
 * @param readLeafHashes the hashes of the leaves `start` (from 0) to `end` (exclusive)
 * @param readFullTile the 8,192 bytes of a full tile
 */
export function computePartialTiles(
  readLeafHashes: (start: number, end: number) => Promise<readonly Uint8Array[]>,
  readFullTile: (level: number, index: number) => Promise<Uint8Array>,
): ReadTile {
  return async function readTile(level, index, width) {
    if (width === TILE_WIDTH) return await readFullTile(level, index);
    const start = index * TILE_WIDTH;
    if (level === 0) return formatTile(await readLeafHashes(start, start + width));
    const roots: Uint8Array[] = [];
    for (let i = start; i < start + width; i++) {
      const root = tileRows(parseTile(await readFullTile(level - 1, i), TILE_WIDTH)).at(-1)?.[0];
      roots.push(root as Uint8Array);
    }
    return formatTile(roots);
  };
}
