import { concatBytes } from "../bytes.ts";
import { invariant, MalformedError } from "../errors.ts";
import { HASH_LENGTH, hashNode } from "./merkle.ts";
import { isTreeSize, parseDecimal } from "./tree-size.ts";

/** Hashes in a full tile: a subtree of height 8 (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** The greatest tile level that a path may name. A tree of 2^53 - 1 leaves has nothing above level 6. */
export const MAX_TILE_LEVEL = 63;

/**
 * Names one tile. At level L and index N it lists `width` hashes (1 to 256), of which number i is the root of the
 * complete subtree over leaves [(N * 256 + i) * 256^L, (N * 256 + i + 1) * 256^L). Level "entries" is the bundle of
 * entries that tile N of level 0 was hashed from.
 */
export type TileCoordinate = {
  readonly level: number | "entries";
  readonly index: number;
  readonly width: number;
};

/** The path of a tile under its log's prefix: `tile/0/x001/067` when full, `tile/0/x001/067.p/12` when partial. */
export function formatTilePath({ level, index, width }: TileCoordinate): string {
  invariant(
    level === "entries" || (isTreeSize(level) && level <= MAX_TILE_LEVEL),
    "a tile level is 0 to 63, or entries",
  );
  invariant(isTreeSize(index), "a tile index is a whole number below 2^53");
  invariant(isTreeSize(width) && width >= 1 && width <= TILE_WIDTH, "a tile is 1 to 256 wide");
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  // Every group of three digits but the last is marked, so that a file and a folder never want one name.
  const path = padded.replaceAll(/[0-9]{3}(?=[0-9])/g, "x$&/");
  return `tile/${level}/${path}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

const TILE_PATH = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/;

/**
 * Reads the path of a tile, without a slash before it. Strict: there is one path for each tile, so what was read is
 * written again and compared.
 * @throws {MalformedError} `malformed`, `not_canonical`
 */
export function parseTilePath(path: string): TileCoordinate {
  const match = TILE_PATH.exec(path);
  const level = match?.[1] === "entries" ? "entries" : parseDecimal(match?.[1] ?? "");
  const index = Number(match?.[2]?.replaceAll(/[x/]/g, ""));
  const width = match?.[3] === undefined ? TILE_WIDTH : parseDecimal(match[3]);
  if (match === null || level === null || (level !== "entries" && level > MAX_TILE_LEVEL) || !isTreeSize(index)) {
    throw new MalformedError(
      "malformed",
      "not the path of a tile: expected tile/LEVEL/x001/067 or tile/LEVEL/x001/067.p/12",
    );
  }
  if (width === null || width < 1 || width > TILE_WIDTH) {
    throw new MalformedError("malformed", "a partial tile is 1 to 255 wide");
  }
  const coordinate: TileCoordinate = { level, index, width };
  if (formatTilePath(coordinate) !== path) {
    throw new MalformedError("not_canonical", `the path of this tile is written ${formatTilePath(coordinate)}`);
  }
  return coordinate;
}

/**
 * How many hashes the tile holds in a tree of `size` leaves: 256 when full, 1 to 255 when partial, 0 when the tree has no
 * such tile.
 */
export function tileWidth(level: number | "entries", index: number, size: number): number {
  // Division by a power of two is exact, so this is floor(size / 256^level) without any rounding before the floor.
  const hashes = Math.floor(size / TILE_WIDTH ** (level === "entries" ? 0 : level));
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** The hashes of a tile, one after the other. */
export function formatTile(hashes: readonly Uint8Array[]): Uint8Array {
  invariant(hashes.length >= 1 && hashes.length <= TILE_WIDTH, "a tile holds 1 to 256 hashes");
  invariant(
    hashes.every((hash) => hash.length === HASH_LENGTH),
    "a hash is 32 bytes long",
  );
  return concatBytes(...hashes);
}

/**
 * The hashes of a tile of `width` (1 to 256) hashes, as views into `bytes`.
 * @throws {MalformedError} `malformed` when there are more or fewer bytes
 */
export function parseTile(bytes: Uint8Array, width: number): Uint8Array[] {
  if (width < 1 || width > TILE_WIDTH || bytes.length !== width * HASH_LENGTH) {
    throw new MalformedError(
      "malformed",
      `a tile of ${width} hashes is ${width * HASH_LENGTH} bytes long, not ${bytes.length}`,
    );
  }
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * HASH_LENGTH, (i + 1) * HASH_LENGTH));
}

/**
 * The inner nodes of a tile: row h holds the roots of its complete subtrees of height h, left to right. Row 0 is the
 * tile itself; a full tile has nine rows and the last holds its root, which is one hash of the tile above.
 */
export function tileRows(hashes: readonly Uint8Array[]): Uint8Array[][] {
  const rows: Uint8Array[][] = [];
  for (let row = [...hashes]; row.length > 0; row = joinPairs(row)) rows.push(row);
  return rows;
}

function joinPairs(row: readonly Uint8Array[]): Uint8Array[] {
  const joined: Uint8Array[] = [];
  for (let i = 1; i < row.length; i += 2) joined.push(hashNode(row[i - 1] as Uint8Array, row[i] as Uint8Array));
  return joined;
}
