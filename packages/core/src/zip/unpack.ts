import { MalformedError } from "../errors.ts";
import type { ZipEntry } from "./directory.ts";
import { checkExtras, LOCAL_LENGTH, parseBasics, refuse, viewOf } from "./directory.ts";

/** An entry, and where the next one or the directory begins. */
export type PlacedEntry = ZipEntry & { readonly end: number };

const LOCAL_SIGNATURE = 0x04034b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const DESCRIPTOR_FLAG = 0x0008;
/** What can stand in an archive for a file besides its name and data: its header, extra fields, a descriptor. */
const GREATEST_OVERHEAD = LOCAL_LENGTH + 65_535 + 16;

/**
 * Checks what the directory says of a file, before any of it is read.
 * @param limit greatest length in bytes that is wanted
 * @throws MalformedError `too_large`, `malformed`
 */
export function checkPlaced({ name, size, compressed, offset, end }: PlacedEntry, limit: number): void {
  if (size > limit) throw new MalformedError("too_large", `it is ${size} bytes long, and ${limit} are allowed`);
  // Deflate lets nothing grow by more than a few bytes in each 65,535.
  if (compressed > size + 1024 + size / 100) refuse("it is damaged: more bytes are stored than it has");
  if (end - offset > GREATEST_OVERHEAD + name.length + compressed) {
    refuse("there are bytes after it that belong to no file");
  }
}

/**
 * Finds a file's data, stored or deflated as `entry.method` says.
 * @param range all bytes of the archive from the file's header to what comes after it
 * @returns a view into `range`
 * @throws MalformedError `malformed`
 */
export function findData(range: Uint8Array, entry: PlacedEntry): Uint8Array {
  const start = checkLocalHeader(range, entry);
  checkDescriptor(range.subarray(start + entry.compressed), entry);
  return range.subarray(start, start + entry.compressed);
}

/**
 * Checks what a file's data were unpacked to.
 * @param crc32 of ISO 3309, as zip uses it
 * @throws MalformedError `malformed`
 */
export function checkUnpacked(bytes: Uint8Array, entry: PlacedEntry, crc32: (bytes: Uint8Array) => number): void {
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc) {
    refuse(`it is damaged: its bytes do not have the check sum that the zip gives ${entry.name}`);
  }
}

/** @returns where the data begin */
function checkLocalHeader(range: Uint8Array, entry: PlacedEntry): number {
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

function checkDescriptor(rest: Uint8Array, { flags, crc, compressed, size }: PlacedEntry): void {
  const expected = (flags & DESCRIPTOR_FLAG) === 0 ? [] : [crc, compressed, size];
  const view = viewOf(rest);
  const signed = rest.length === 16 && view.getUint32(0, true) === DESCRIPTOR_SIGNATURE;
  const start = signed ? 4 : 0;
  if (rest.length - start !== 4 * expected.length) refuse("there are bytes after it that belong to no file");
  if (!expected.every((value, at) => value === view.getUint32(start + 4 * at, true))) {
    refuse("what the zip says after it contradicts its header");
  }
}
