import { decodeUtf8 } from "../bytes.ts";
import { append, emptyEdge } from "../log/append.ts";
import { BUNDLED_ENTRY_LIMIT, parseEntryBundle } from "../log/entry-bundle.ts";
import { hashLeaf } from "../log/merkle.ts";
import type { TileNodes } from "../log/prove.ts";
import { makeTileNodes, proveConsistency } from "../log/prove.ts";
import { formatTile, TILE_WIDTH, tileWidth } from "../log/tile.ts";
import type { Entry } from "../signature/entry.ts";
import { parseEntry } from "../signature/entry.ts";
import type { BundleFiles } from "./bundle.ts";
import { entriesFile } from "./bundle.ts";

/** What a bundle's log says of what a receipt is about. */
export type LaterLog = {
  /** Root that the log had when it was as long as the receipt's: 32 bytes; null when it is shorter. */
  readonly root: Uint8Array | null;
  /** The entry at the receipt's index; null when the log ends before it. */
  readonly entry: Uint8Array | null;
  /** Everything that was done to the receipt's signature, in order, its `sign` first; null where it is of none. */
  readonly acts: readonly { readonly index: number; readonly entry: Entry }[];
};

export type LaterLogQuery = {
  /** Entries in the bundle's log, all of which were verified. */
  readonly size: number;
  /** Entries in the receipt's log, and where its own entry stands. */
  readonly receiptSize: number;
  readonly index: number;
  /** Index of the signature that it is about; null: of none. */
  readonly signature: number | null;
};

/**
 * Reads the entries of a bundle once more, for what a receipt asks of them. The bundle was verified beforehand, so all of
 * them can be read and follow from each other.
 */
export async function readLaterLog(files: BundleFiles, query: LaterLogQuery): Promise<LaterLog> {
  const { size, receiptSize, index, signature } = query;
  // The entry is canonical JSON: its number stands there once, in these characters.
  const mark = new RegExp(`"of":${signature}[,}]`);
  const acts: { index: number; entry: Entry }[] = [];
  let entry: Uint8Array | null = null;
  let edge = emptyEdge();
  for (let tile = 0; tile * TILE_WIDTH < size; tile++) {
    const start = tile * TILE_WIDTH;
    const entries = await readEntryTile(files, tile, size);
    if (start < receiptSize) edge = append(edge, entries.slice(0, receiptSize - start).map(hashLeaf)).edge;
    entry ??= entries[index - start] ?? null;
    if (signature === null) continue;
    for (const [at, bytes] of entries.entries()) {
      const isSign = start + at === signature;
      if (isSign || mark.test(decodeUtf8(bytes))) acts.push({ index: start + at, entry: parseEntry(bytes) });
    }
  }
  const root = edge.size === receiptSize ? append(edge, []).root : null;
  return { root, entry, acts };
}

/** Whether the log of a bundle goes on from the log `origin` (spec/entry.md, Succession). The bundle was verified beforehand. */
export async function continuesLog(files: BundleFiles, size: number, origin: string): Promise<boolean> {
  for (let tile = 0; tile * TILE_WIDTH < size; tile++) {
    for (const bytes of await readEntryTile(files, tile, size)) {
      if (!decodeUtf8(bytes).includes('"act":"succeed"')) continue;
      const entry = parseEntry(bytes);
      if (entry.act === "succeed" && entry.origin === origin) return true;
    }
  }
  return false;
}

/**
 * Proves that the log of a bundle, of `size` entries, once had `oldSize`: a consistency proof (RFC 6962 section 2.1.2). It
 * holds 32 bytes an entry in memory.
 */
export async function proveBeginning(files: BundleFiles, oldSize: number, size: number): Promise<Uint8Array[]> {
  const full = new Map<string, Uint8Array>();
  let edge = emptyEdge();
  for (let tile = 0; tile * TILE_WIDTH < size; tile++) {
    const appended = append(edge, (await readEntryTile(files, tile, size)).map(hashLeaf));
    for (const { level, index, hashes } of appended.tiles) full.set(`${level}/${index}`, hashes);
    edge = appended.edge;
  }
  return await proveConsistency(oldSize, size, function readNodes(level, index, width): TileNodes {
    const bytes = full.get(`${level}/${index}`);
    if (bytes !== undefined) return makeTileNodes(bytes, TILE_WIDTH);
    return makeTileNodes(formatTile((edge.levels[level] ?? []).slice(0, width)), width);
  });
}

async function readEntryTile(files: BundleFiles, tile: number, size: number): Promise<Uint8Array[]> {
  const width = tileWidth("entries", tile, size);
  const bytes = await files.read(entriesFile(tile, size), width * (BUNDLED_ENTRY_LIMIT + 2));
  return parseEntryBundle(bytes, width);
}
