import { BUNDLED_ENTRY_LIMIT, parseEntryBounds } from "../log/entry-bundle.ts";
import { hashLeafSpans, rootOfLeafSpans } from "../log/merkle.ts";
import { TILE_WIDTH, tileWidth } from "../log/tile.ts";
import type { Entry, Hex, SignEntry } from "../signature/entry.ts";
import { parseEntry } from "../signature/entry.ts";
import { RepeatedSigns } from "../signature/repeated-signs.ts";
import { entriesFile, openingsFile } from "./bundle.ts";
import type { Failure } from "./failure.ts";
import { describeFailure } from "./failure.ts";
import type { OpeningLine } from "./openings.ts";
import { checkOpeningLine, OPENING_LINE_LIMIT, parseOpeningLine, splitOpeningLines } from "./openings.ts";

/*
 * All that can be found out of one file of entries, and the openings beside it, without the rest of the log: the form of
 * each entry, the hashes, whether openings open what they say. It is most of the work of verifying, and it can be done in
 * any thread, in any order; what it gives is plain data.
 */

/** One file of entries to read, and whether openings lie beside it. */
export type TileJob = { readonly index: number; readonly size: number; readonly opened: boolean };

/** An entry that is no repeated `sign`: at which place within the tile, and as it was read, or why it was not. */
export type ReadEntry = { readonly at: number } & ({ readonly entry: Entry } | { readonly failure: Failure });

/** What one line of openings opens. */
export type ReadOpening =
  /** It could not be read. */
  | { readonly index: null; readonly failure: Failure }
  | {
      readonly index: number;
      /** Why it does not open the entry at `index`, which means something only when that entry belongs to the same file. */
      readonly failure: Failure | null;
      /** The index of the signature, when the entry is a `resign`. */
      readonly of: number | null;
      /** The version signed, when a reservation is declared. */
      readonly reserves: Hex | null;
      /** The domain that is shown. */
      readonly domain: string | null;
    };

export type ReadOpenings =
  /** The file could not be read. */
  | { readonly unread: Failure }
  /** Its lines cannot be told apart. */
  | { readonly broken: Failure }
  | { readonly lines: readonly ReadOpening[] };

/** What one file of entries says. */
export type ReadTile = {
  readonly index: number;
  /** For each entry, the place in `signs` of the one that it is like but for its commitment, or OTHER. */
  readonly likes: Uint8Array;
  readonly signs: readonly SignEntry[];
  /** The entries marked OTHER, in order. */
  readonly others: readonly ReadEntry[];
  /** The root of the tile, 32 bytes, when it is full and no entry asks for a root within it. Otherwise the leaves' hashes. */
  readonly hashes: Uint8Array;
  readonly openings: ReadOpenings | null;
};

export type TileReport =
  /** The file could not be read. */
  | { readonly index: number; readonly unread: Failure }
  /** Its entries cannot be told apart. */
  | { readonly index: number; readonly broken: Failure }
  | ReadTile;

export const OTHER = 255;

/** Reads a file, as BundleFiles does, or at once. */
export type Read = (name: string, limit: number) => Uint8Array | Promise<Uint8Array>;

/** Reads tiles one after another, in any order. That it is the same reader makes it faster, and nothing else. */
export class TileReader {
  readonly #signs = new RepeatedSigns();

  /**
   * @throws what `read` throws, other than an UndersignedError
   */
  async read({ index, size, opened }: TileJob, read: Read): Promise<TileReport> {
    const width = tileWidth("entries", index, size);
    let bytes: Uint8Array;
    try {
      bytes = await read(entriesFile(index, size), width * (BUNDLED_ENTRY_LIMIT + 2));
    } catch (error) {
      return { index, unread: describeFailure(error) };
    }
    let bounds: Uint32Array;
    try {
      bounds = parseEntryBounds(bytes, width);
    } catch (error) {
      return { index, broken: describeFailure(error) };
    }
    const entries = this.#readEntries(bytes, bounds);
    const spans = { bytes, bounds };
    const whole =
      width === TILE_WIDTH && !entries.others.some((other) => "entry" in other && other.entry.act === "succeed");
    const openings = opened ? await readOpenings({ index, size, bytes, bounds }, read) : null;
    return { index, ...entries, hashes: whole ? rootOfLeafSpans(spans) : hashLeafSpans(spans), openings };
  }

  /** Most entries are like another that was read already; the rest parseEntry reads. */
  #readEntries(bytes: Uint8Array, bounds: Uint32Array) {
    this.#signs.look(bytes);
    const likes = new Uint8Array(bounds.length / 2);
    const signs: SignEntry[] = [];
    const others: ReadEntry[] = [];
    for (let at = 0; at < likes.length; at++) {
      const [start, end] = [bounds[2 * at] as number, bounds[2 * at + 1] as number];
      const sign = this.#signs.find(start, end);
      likes[at] = sign === null ? OTHER : findOrAdd(signs, sign);
      if (sign === null) others.push(this.#readEntry(at, bytes.subarray(start, end)));
    }
    return { likes, signs, others };
  }

  #readEntry(at: number, bytes: Uint8Array): ReadEntry {
    try {
      const entry = parseEntry(bytes);
      if (entry.act === "sign") this.#signs.keep(bytes, entry);
      return { at, entry };
    } catch (error) {
      return { at, failure: describeFailure(error) };
    }
  }
}

/** The place of `sign` in `signs`: below OTHER, since before each new one in a tile another entry was none of them. */
function findOrAdd(signs: SignEntry[], sign: SignEntry): number {
  const place = signs.indexOf(sign);
  return place >= 0 ? place : signs.push(sign) - 1;
}

type Tile = { readonly index: number; readonly size: number; readonly bytes: Uint8Array; readonly bounds: Uint32Array };

async function readOpenings(tile: Tile, read: Read): Promise<ReadOpenings> {
  const { index, size, bounds } = tile;
  const width = bounds.length / 2;
  let bytes: Uint8Array;
  try {
    bytes = await read(openingsFile(index, size), width * OPENING_LINE_LIMIT);
  } catch (error) {
    return { unread: describeFailure(error) };
  }
  try {
    return { lines: splitOpeningLines(bytes, width).map((line) => readOpening(line, tile)) };
  } catch (error) {
    return { broken: describeFailure(error) };
  }
}

function readOpening(bytes: Uint8Array, tile: Tile): ReadOpening {
  let line: OpeningLine;
  try {
    line = parseOpeningLine(bytes);
  } catch (error) {
    return { index: null, failure: describeFailure(error) };
  }
  const { index, opening } = line;
  try {
    const entry = checkOpeningLine(line, findEntry(tile, index));
    const { reservation, domain = null } = "part" in opening.public ? opening.public.part : {};
    const reserves = reservation === undefined ? null : entry.version;
    return { index, failure: null, of: entry.act === "resign" ? entry.of : null, reserves, domain };
  } catch (error) {
    return { index, failure: describeFailure(error), of: null, reserves: null, domain: null };
  }
}

function findEntry({ index, bytes, bounds }: Tile, entry: number): Entry | null {
  const at = entry - index * TILE_WIDTH;
  return at >= 0 && at < bounds.length / 2 ? parseEntry(bytes.subarray(bounds[2 * at], bounds[2 * at + 1])) : null;
}
