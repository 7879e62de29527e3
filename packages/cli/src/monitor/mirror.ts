import { join } from "node:path";
import { VerificationError } from "@undersigned/core/errors.ts";
import { parseEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import type { ReadNodes } from "@undersigned/core/log/prove.ts";
import { makeTileNodes } from "@undersigned/core/log/prove.ts";
import { formatTilePath, TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import { readIfThere, removeIfThere, writeDurably } from "./files.ts";

/** The bytes of a file by its path below a log's prefix, such as `checkpoint` or `tile/0/000`; null when there is none. */
export type ReadFile = (path: string) => Promise<Uint8Array | null>;

/** Files in a folder, laid out as a depositary serves them (C2SP tlog-tiles): any static web server can serve them again. */
export type MirrorFolder = {
  readonly folder: string;
  readonly read: ReadFile;
  write(path: string, bytes: Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
};

export function openMirror(folder: string): MirrorFolder {
  const place = (path: string) => join(folder, ...path.split("/"));
  return {
    folder,
    read: (path) => readIfThere(place(path)),
    write: (path, bytes) => writeDurably(place(path), bytes),
    remove: (path) => removeIfThere(place(path)),
  };
}

/** The folder of a depositary in the monitor's: its host, with `:`, which not every file system takes, as `_`. */
export function hostFolder(host: string): string {
  return host.replaceAll(":", "_");
}

/**
 * Reads a file of a log that may have grown meanwhile: a partial tile that has become full may be there only as the full
 * one (C2SP tlog-tiles). Tells how many hashes or entries wide it is.
 */
async function readGrown(
  read: ReadFile,
  level: number | "entries",
  index: number,
  width: number,
): Promise<{ bytes: Uint8Array; width: number } | null> {
  const bytes = await read(formatTilePath({ level, index, width }));
  if (bytes !== null || width === TILE_WIDTH) return bytes && { bytes, width };
  const full = await read(formatTilePath({ level, index, width: TILE_WIDTH }));
  return full && { bytes: full, width: TILE_WIDTH };
}

/**
 * The first `width` entries of entry bundle `index`.
 * @throws {VerificationError} `missing_file`
 * @throws {MalformedError} `malformed`
 */
export async function readEntries(read: ReadFile, index: number, width: number): Promise<Uint8Array[]> {
  const found = await readGrown(read, "entries", index, width);
  if (found === null) throw missing(formatTilePath({ level: "entries", index, width }));
  return parseEntryBundle(found.bytes, found.width).slice(0, width);
}

/** The tiles of a log of `size` entries, for proofs. They are as trustworthy as the root that they lead to. */
export function nodesOf(read: ReadFile, size: number): ReadNodes {
  return async (level, index) => {
    const width = tileWidth(level, index, size);
    const found = await readGrown(read, level, index, width);
    if (found === null) throw missing(formatTilePath({ level, index, width }));
    return makeTileNodes(found.bytes, found.width);
  };
}

function missing(path: string): VerificationError {
  return new VerificationError("missing_file", `the log has no ${path}`);
}
