import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { crc32, inflateRawSync } from "node:zlib";
import { MalformedError } from "@undersigned/core/errors.ts";
import type { BundleFiles } from "@undersigned/core/verify/bundle.ts";
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

/** A zip whose files are read one by one from where they lie. */
export type Archive = BundleFiles & { close(): Promise<void> };

/** An entry, and where the next one or the directory begins. */
type Placed = ZipEntry & { readonly end: number };

const LOCAL_SIGNATURE = 0x04034b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const DESCRIPTOR_FLAG = 0x0008;
/** Real bundles come to about 5. Deflate cannot reach more than 1,032. */
const GREATEST_RATIO = 200;

/**
 * Opens a zip for reading, and refuses whatever different programs would read differently: files that overlap, bytes
 * between them, two files of one name, headers that contradict each other. Nothing is ever unpacked to disk.
 * @throws MalformedError `malformed`, `too_large`
 * @throws Error of node:fs when the file cannot be read
 */
export async function openArchive(path: string): Promise<Archive> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const end = parseEnd(await readRange(handle, Math.max(0, size - END_LENGTH), size), size);
    const entries = parseDirectory(await readRange(handle, end.offset, end.offset + end.length), end.count);
    const total = entries.reduce((sum, entry) => sum + entry.size, 0);
    if (total > GREATEST_RATIO * size)
      throw new MalformedError(
        "too_large",
        `it would unpack to ${total} bytes, more than ${GREATEST_RATIO} times its own length: such a zip is made to fill a computer, and nothing of it was unpacked`,
      );
    const placed = place(entries, end.offset);
    await checkFolders(handle, placed);
    const files = new Map(placed.flatMap((entry) => (entry.name.endsWith("/") ? [] : [[entry.name, entry]])));
    return {
      names: () => [...files.keys()],
      async read(name, limit) {
        const entry = files.get(name);
        if (entry === undefined) throw new Error(`there is no file ${name}`);
        return await readEntry(handle, entry, limit);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
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
async function checkFolders(handle: FileHandle, placed: readonly Placed[]): Promise<void> {
  for (const entry of placed) if (entry.name.endsWith("/")) await readEntry(handle, entry, 0);
}

async function readEntry(handle: FileHandle, entry: Placed, limit: number): Promise<Uint8Array> {
  const { name, size, compressed, method } = entry;
  if (size > limit) throw new MalformedError("too_large", `it is ${size} bytes long, and ${limit} are allowed`);
  // Deflate lets nothing grow by more than a few bytes in each 65,535.
  if (compressed > size + 1024 + size / 100) refuse("it is damaged: more bytes are stored than it has");
  const range = await readRange(handle, entry.offset, entry.end);
  const start = checkLocalHeader(range, entry);
  const data = range.subarray(start, start + compressed);
  checkDescriptor(range.subarray(start + compressed), entry);
  const bytes = method === 0 ? data : inflate(data, size);
  if (bytes.length !== size || crc32(bytes) !== entry.crc) {
    refuse(`it is damaged: its bytes do not have the check sum that the zip gives ${name}`);
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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

function inflate(data: Uint8Array, size: number): Uint8Array {
  let inflated: unknown;
  try {
    // More than this is refused here, before it takes up memory.
    inflated = inflateRawSync(data, { maxOutputLength: Math.max(1, size), info: true });
  } catch (cause) {
    throw new MalformedError("malformed", "it is damaged: it cannot be unpacked", { cause });
  }
  const { buffer, engine } = inflated as { buffer: Buffer; engine: { bytesWritten: number } };
  if (engine.bytesWritten !== data.length) refuse("it is damaged: bytes follow its end");
  return buffer;
}

async function readRange(handle: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
  if (bytesRead < bytes.length) refuse("it is shorter than it says");
  return bytes;
}
