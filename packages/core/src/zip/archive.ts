import { invariant, MalformedError } from "../errors.ts";
import { crc32 } from "./crc32.ts";
import type { ZipEntry } from "./directory.ts";
import {
  checkExtras,
  END_LENGTH,
  LOCAL_LENGTH,
  parseBasics,
  parseDirectory,
  parseEnd,
  refuse,
  viewOf,
} from "./directory.ts";

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
};

/** An entry, and where the next one or the directory begins. */
type Placed = ZipEntry & { readonly end: number };

const LOCAL_SIGNATURE = 0x04034b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const DESCRIPTOR_FLAG = 0x0008;
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
    async read(name, limit) {
      const entry = files.get(name);
      invariant(entry !== undefined, `there is no file ${name}`);
      return await readEntry(source, entry, limit);
    },
  };
}

/** Files lie one right after the other, from the first byte to the directory. */
function place(entries: readonly ZipEntry[], directory: number): Placed[] {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  const placed = sorted.map((entry, at) => ({ ...entry, end: sorted[at + 1]?.offset ?? directory }));
  if (placed[0] !== undefined && placed[0].offset !== 0) refuse("there are bytes before its first file");
  for (const { name, offset, end, compressed } of placed) {
    if (offset + LOCAL_LENGTH + name.length + compressed > end) refuse(`${name} overlaps what comes after it`);
  }
  return placed;
}

/** Archivers list folders too, as files of no bytes. */
async function checkFolders(source: ZipSource, placed: readonly Placed[]): Promise<void> {
  for (const entry of placed) if (entry.name.endsWith("/")) await readEntry(source, entry, 0);
}

async function readEntry(source: ZipSource, entry: Placed, limit: number): Promise<Uint8Array> {
  const { name, size, compressed, method } = entry;
  if (size > limit) throw new MalformedError("too_large", `it is ${size} bytes long, and ${limit} are allowed`);
  // Deflate lets nothing grow by more than a few bytes in each 65,535.
  if (compressed > size + 1024 + size / 100) refuse("it is damaged: more bytes are stored than it has");
  const range = await readRange(source, entry.offset, entry.end);
  const start = checkLocalHeader(range, entry);
  const data = range.subarray(start, start + compressed);
  checkDescriptor(range.subarray(start + compressed), entry);
  const bytes = method === 0 ? data : await source.inflate(data, size);
  if (bytes.length !== size || crc32(bytes) !== entry.crc) {
    refuse(`it is damaged: its bytes do not have the check sum that the zip gives ${name}`);
  }
  return bytes;
}

/** @returns where the data begin */
function checkLocalHeader(range: Uint8Array, entry: Placed): number {
  const { name, flags, method, time, crc, compressed, size } = entry;
  const differs = "its two headers in the zip contradict each other";
  if (range.length < LOCAL_LENGTH) refuse("its header is cut off");
  const view = viewOf(range);
  if (view.getUint32(0, true) !== LOCAL_SIGNATURE) refuse("its header is damaged");
  const local = parseBasics(range.subarray(4), name);
  if (local.flags !== flags || local.method !== method || local.time !== time) refuse(differs);
  const nameEnd = LOCAL_LENGTH + view.getUint16(26, true);
  const start = nameEnd + view.getUint16(28, true);
  if (start + compressed > range.length) refuse("its header is damaged");
  if (String.fromCharCode(...range.subarray(LOCAL_LENGTH, Math.min(nameEnd, range.length))) !== name) refuse(differs);
  checkExtras(range.subarray(nameEnd, start), name);
  const sums = [local.crc, view.getUint32(18, true), view.getUint32(22, true)];
  const known = [crc, compressed, size];
  // With a descriptor after the data, the header may leave them open.
  const open = (flags & DESCRIPTOR_FLAG) !== 0;
  if (!sums.every((sum, at) => sum === known[at] || (open && sum === 0))) refuse(differs);
  return start;
}

function checkDescriptor(rest: Uint8Array, { flags, crc, compressed, size }: Placed): void {
  const expected = (flags & DESCRIPTOR_FLAG) === 0 ? [] : [crc, compressed, size];
  const view = viewOf(rest);
  const signed = rest.length === 16 && view.getUint32(0, true) === DESCRIPTOR_SIGNATURE;
  const start = signed ? 4 : 0;
  if (rest.length - start !== 4 * expected.length) refuse("there are bytes after it that belong to no file");
  if (!expected.every((value, at) => value === view.getUint32(start + 4 * at, true))) {
    refuse("what the zip says after it contradicts its header");
  }
}

async function readRange(source: ZipSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = await source.read(start, end);
  if (bytes.length < end - start) refuse("it is shorter than it says");
  return bytes;
}
