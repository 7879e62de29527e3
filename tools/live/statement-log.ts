import { encodeBase64, encodeHex, equalBytes } from "@undersigned/core/bytes.ts";
import { VerificationError } from "@undersigned/core/errors.ts";
import { append, emptyEdge } from "@undersigned/core/log/append.ts";
import type { VerifiedCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { openCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { parseEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import { checkConsistency, hashLeaf } from "@undersigned/core/log/merkle.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import type { ReadNodes, TileNodes } from "@undersigned/core/log/prove.ts";
import { makeTileNodes, proveConsistency, readRoot } from "@undersigned/core/log/prove.ts";
import { formatTilePath, TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";

/** Reads a file of the log by its path under the log's prefix ("checkpoint", "tile/0/000"); null when there is none. */
export type ReadLogFile = (path: string) => Promise<Uint8Array | null>;

/** A log that was read whole: every entry, and every tile of its tree. */
export type WholeLog = {
  readonly checkpoint: VerifiedCheckpoint;
  readonly entries: readonly Uint8Array[];
  /** How many tiles of hashes were read and compared. */
  readonly tiles: number;
  /** The root that the log had when it was `size` entries long. */
  rootAt(size: number): Promise<Uint8Array>;
  /**
   * That an earlier checkpoint is of this same log, by a consistency proof made of the tiles.
   * @throws VerificationError when it is not
   */
  checkEarlier(earlier: VerifiedCheckpoint): Promise<void>;
};

/**
 * Reads a log as C2SP tlog-tiles says, by its key alone: each tile must be the hashes of the level below it, the lowest
 * those of the entries, and the root the one that is signed.
 * @throws MalformedError, VerificationError
 */
export async function readWholeLog(read: ReadLogFile, key: VerifierKey): Promise<WholeLog> {
  const checkpoint = openCheckpoint(await readFile(read, "checkpoint"), key, key.name);
  const { size, root } = checkpoint;
  const entries: Uint8Array[] = [];
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const width = tileWidth("entries", index, size);
    const bundle = await readFile(read, formatTilePath({ level: "entries", index, width }));
    entries.push(...parseEntryBundle(bundle, width));
  }
  const leaves = entries.map(hashLeaf);
  if (!equalBytes(append(emptyEdge(), leaves).root, root)) {
    throw new VerificationError("root_mismatch", `the entries of ${key.name} do not make the root of size ${size}`);
  }
  const tiles = await readTiles(read, leaves);
  const readNodes: ReadNodes = (level, index) => {
    const tile = tiles.get(`${level}/${index}`);
    if (tile === undefined) throw new VerificationError("missing_file", `the log has no tile ${level}/${index}`);
    return tile;
  };
  return {
    checkpoint,
    entries,
    tiles: tiles.size,
    rootAt: (earlier) => readRoot(earlier, readNodes),
    checkEarlier: (earlier) => checkEarlier(checkpoint, earlier, readNodes),
  };
}

/** Every tile of the tree, by level and index, each compared with what the level below makes it. */
async function readTiles(read: ReadLogFile, leaves: readonly Uint8Array[]): Promise<Map<string, TileNodes>> {
  const tiles = new Map<string, TileNodes>();
  let hashes = leaves;
  for (let level = 0; hashes.length > 0; level++) {
    const above: Uint8Array[] = [];
    for (let index = 0; index * TILE_WIDTH < hashes.length; index++) {
      const expected = hashes.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
      const path = formatTilePath({ level, index, width: expected.length });
      const bytes = await readFile(read, path);
      if (encodeHex(bytes) !== expected.map(encodeHex).join("")) {
        throw new VerificationError("root_mismatch", `${path} does not hold the hashes of the level below`);
      }
      const nodes = makeTileNodes(bytes, expected.length);
      tiles.set(`${level}/${index}`, nodes);
      // A full tile is a complete subtree; its root is one hash of the tile above.
      if (expected.length === TILE_WIDTH) above.push(nodes.rows.at(-1)?.[0] as Uint8Array);
    }
    hashes = above;
  }
  return tiles;
}

async function readFile(read: ReadLogFile, path: string): Promise<Uint8Array> {
  const bytes = await read(path);
  if (bytes === null) throw new VerificationError("missing_file", `the log has no ${path}`);
  return bytes;
}

async function checkEarlier(now: VerifiedCheckpoint, earlier: VerifiedCheckpoint, read: ReadNodes): Promise<void> {
  if (earlier.size > now.size) {
    throw new VerificationError("proof_invalid", `the log shrank from ${earlier.size} entries to ${now.size}`);
  }
  const proof = await proveConsistency(earlier.size, now.size, read);
  const sizes = { oldSize: earlier.size, newSize: now.size };
  checkConsistency({ ...sizes, oldRoot: earlier.root, newRoot: now.root, proof });
}

/** Opens signed checkpoints of one log; each different one is verified once. */
export function makeCheckpointOpener(key: VerifierKey): (note: Uint8Array) => VerifiedCheckpoint {
  const opened = new Map<string, VerifiedCheckpoint>();
  return function open(note) {
    const id = encodeBase64(note);
    const known = opened.get(id) ?? openCheckpoint(note, key, key.name);
    opened.set(id, known);
    return known;
  };
}
