import { invariant, MalformedError } from "../errors.ts";
import { crc32 } from "./crc32.ts";
import type { ZipEntry } from "./directory.ts";
import { END_LENGTH, LOCAL_LENGTH, parseDirectory, parseEnd, refuse } from "./directory.ts";
import type { PlacedEntry } from "./unpack.ts";
import { checkPlaced, checkUnpacked, findData } from "./unpack.ts";

/** Where a zip lies: a file of Node, or a Blob that a browser was given. */
export type ZipSource = {
  /** In bytes. */
  readonly size: number;
  /** The bytes from `start` to `end` (exclusive); fewer where the zip has become shorter. */
  read(start: number, end: number): Promise<Uint8Array>;
  /**
   * Unpacks raw deflate data (RFC 1951) that should come to `size` bytes.
   * @throws MalformedError `malformed` for damaged data, for more than `size` bytes, before they take up memory, and when
   * bytes follow the end of the data
   */
  inflate(data: Uint8Array, size: number): Promise<Uint8Array>;
  /** The check sum of zips, where there is a faster one than core's own. */
  readonly crc32?: (bytes: Uint8Array) => number;
};

/** A zip whose files are read one by one from where they lie. */
export type Archive = {
  /** Every file, without folders. */
  names(): readonly string[];
  /**
   * @param limit greatest length in bytes
   * @throws MalformedError `too_large` beyond the limit, `malformed` when the file is damaged
   */
  read(name: string, limit: number): Promise<Uint8Array>;
  /** Where a file lies, for others to read it there; undefined when there is none of that name. */
  find(name: string): PlacedEntry | undefined;
};

/** Real bundles come to about 5. Deflate cannot reach more than 1,032. */
const GREATEST_RATIO = 200;

/**
 * Reads a zip's directory, and refuses whatever different programs would read differently: files that overlap, bytes
 * between them, two files of one name, headers that contradict each other. Nothing is ever unpacked to disk.
 * @throws MalformedError `malformed`, `too_large`
 * @throws what `source` throws
 */
export async function readArchive(source: ZipSource): Promise<Archive> {
  const { size } = source;
  const end = parseEnd(await readRange(source, Math.max(0, size - END_LENGTH), size), size);
  const entries = parseDirectory(await readRange(source, end.offset, end.offset + end.length), end.count);
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total > GREATEST_RATIO * size) {
    throw new MalformedError(
      "too_large",
      `it would unpack to ${total} bytes, more than ${GREATEST_RATIO} times its own length: such a zip is made to fill a computer, and nothing of it was unpacked`,
    );
  }
  const placed = place(entries, end.offset);
  await checkFolders(source, placed);
  const files = new Map(placed.flatMap((entry) => (entry.name.endsWith("/") ? [] : [[entry.name, entry]])));
  return {
    names: () => [...files.keys()],
    find: (name) => files.get(name),
    async read(name, limit) {
      const entry = files.get(name);
      invariant(entry !== undefined, `there is no file ${name}`);
      return await readEntry(source, entry, limit);
    },
  };
}

/** Files lie one right after the other, from the first byte to the directory. */
function place(entries: readonly ZipEntry[], directory: number): PlacedEntry[] {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  const placed = sorted.map((entry, at) => ({ ...entry, end: sorted[at + 1]?.offset ?? directory }));
  if (placed[0] !== undefined && placed[0].offset !== 0) refuse("there are bytes before its first file");
  for (const { name, offset, end, compressed } of placed) {
    if (offset + LOCAL_LENGTH + name.length + compressed > end) refuse(`${name} overlaps what comes after it`);
  }
  return placed;
}

/** Archivers list folders too, as files of no bytes. */
async function checkFolders(source: ZipSource, placed: readonly PlacedEntry[]): Promise<void> {
  for (const entry of placed) if (entry.name.endsWith("/")) await readEntry(source, entry, 0);
}

async function readEntry(source: ZipSource, entry: PlacedEntry, limit: number): Promise<Uint8Array> {
  checkPlaced(entry, limit);
  const data = findData(await readRange(source, entry.offset, entry.end), entry);
  const bytes = entry.method === 0 ? data : await source.inflate(data, entry.size);
  checkUnpacked(bytes, entry, source.crc32 ?? crc32);
  return bytes;
}

async function readRange(source: ZipSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = await source.read(start, end);
  if (bytes.length < end - start) refuse("it is shorter than it says");
  return bytes;
}
