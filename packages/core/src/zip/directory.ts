import { MalformedError } from "../errors.ts";

/** Length of the record that ends a zip without a comment (PKWARE APPNOTE 6.3.10, section 4.3.16). */
export const END_LENGTH = 22;
/** Length of a file's local header before its name (section 4.3.7). */
export const LOCAL_LENGTH = 30;

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_LENGTH = 46;
/** The hints of deflate, a data descriptor, and names in UTF-8; above all not encryption (section 4.4.4). */
const ALLOWED_FLAGS = 0x080e;
/** A zip64 extra field, and one that gives the file another name (sections 4.5.3 and 4.6.9). */
const REFUSED_EXTRAS: ReadonlySet<number> = new Set([0x0001, 0x7075]);
/** Version 2.0: what needs more uses features that no bundle has (section 4.4.3). */
const GREATEST_VERSION = 20;

/** Longest directory that is read, in bytes: 65,535 files at 1 KiB each. */
const DIRECTORY_LIMIT = 67_108_864;

/** A file as the central directory tells of it. Sizes and offsets in bytes. */
export type ZipEntry = {
  readonly name: string;
  readonly flags: number;
  /** 0 stored, 8 deflated. */
  readonly method: 0 | 8;
  /** MS-DOS time and date. */
  readonly time: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
};

export type ZipEnd = { readonly count: number; readonly offset: number; readonly length: number };

export function refuse(what: string): never {
  throw new MalformedError("malformed", what);
}

/**
 * Reads the record at the very end. There is no comment after it and no zip64 record before it, so there is one place
 * where it can be, and one directory that it can mean.
 * @param bytes the last END_LENGTH bytes
 * @param fileSize of the whole archive
 * @throws MalformedError `malformed`
 */
export function parseEnd(bytes: Uint8Array, fileSize: number): ZipEnd {
  if (bytes.length < END_LENGTH)
    refuse("it is too short for a zip: the download broke off, or it is no bundle. Download it again");
  const view = viewOf(bytes);
  if (view.getUint32(0, true) !== END_SIGNATURE || view.getUint16(20, true) !== 0) {
    refuse(
      "it does not end as a zip does: the download broke off, something was added to it, or it is no bundle. Download it again",
    );
  }
  const count = view.getUint16(10, true);
  const length = view.getUint32(12, true);
  const offset = view.getUint32(16, true);
  if (view.getUint32(4, true) !== 0 || view.getUint16(8, true) !== count)
    refuse("it is part of a zip in several files");
  if (count === 0xffff || offset === 0xffffffff) refuse("it is a zip64, which no bundle is");
  if (length > DIRECTORY_LIMIT) refuse("its directory is larger than that of any bundle");
  if (offset + length !== fileSize - END_LENGTH)
    refuse("its list of files is not where it should be: bytes were added to it or taken from it. Download it again");
  return { count, offset, length };
}

/**
 * Reads the central directory.
 * @param count how many files the end record tells of
 * @throws MalformedError `malformed` for anything that two readers of zips could take in two ways
 */
export function parseDirectory(bytes: Uint8Array, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  while (at < bytes.length) {
    const { entry, length } = parseCentral(bytes.subarray(at));
    at += length;
    if (names.has(entry.name))
      refuse(`it holds two files with the name ${entry.name}: programs would differ in which of them they read`);
    names.add(entry.name);
    entries.push(entry);
  }
  if (entries.length !== count) refuse(`its directory lists ${entries.length} files, and its end tells of ${count}`);
  return entries;
}

function parseCentral(bytes: Uint8Array): { entry: ZipEntry; length: number } {
  if (bytes.length < CENTRAL_LENGTH) refuse("its directory ends within a record");
  const view = viewOf(bytes);
  if (view.getUint32(0, true) !== CENTRAL_SIGNATURE) refuse("its directory is damaged");
  const nameEnd = CENTRAL_LENGTH + view.getUint16(28, true);
  const extraEnd = nameEnd + view.getUint16(30, true);
  if (extraEnd > bytes.length) refuse("its directory ends within a record");
  const name = parseName(bytes.subarray(CENTRAL_LENGTH, nameEnd));
  const [compressed, size, offset] = [view.getUint32(20, true), view.getUint32(24, true), view.getUint32(42, true)];
  if (view.getUint16(32, true) !== 0) refuse(`${name} has a comment`);
  if (view.getUint16(34, true) !== 0) refuse(`${name} is in another part of a zip in several files`);
  if (compressed === 0xffffffff || size === 0xffffffff || offset === 0xffffffff) refuse(`${name} needs zip64`);
  checkExtras(bytes.subarray(nameEnd, extraEnd), name);
  const basics = parseBasics(bytes.subarray(6), name);
  return { entry: { name, ...basics, compressed, size, offset }, length: extraEnd };
}

/** What local header and directory begin with alike: version, flags, method, time, CRC. */
export function parseBasics(bytes: Uint8Array, name: string): Pick<ZipEntry, "flags" | "method" | "time" | "crc"> {
  const view = viewOf(bytes);
  const [version, flags, method] = [view.getUint16(0, true), view.getUint16(2, true), view.getUint16(4, true)];
  // The upper byte tells of a system, and some write it here too.
  if (version % 256 > GREATEST_VERSION) refuse(`${name} needs a later version of zip`);
  if (flags % 2 === 1) refuse(`${name} is encrypted`);
  if ((flags | ALLOWED_FLAGS) !== ALLOWED_FLAGS) refuse(`${name} uses features of zip that no bundle has`);
  if (method !== 0 && method !== 8) refuse(`${name} is compressed in a way that is not read here`);
  return { flags, method, time: view.getUint32(6, true), crc: view.getUint32(10, true) };
}

/** Checks extra fields: whole, and none that changes what the file is. */
export function checkExtras(bytes: Uint8Array, name: string): void {
  const view = viewOf(bytes);
  let at = 0;
  while (at + 4 <= bytes.length) {
    if (REFUSED_EXTRAS.has(view.getUint16(at, true))) refuse(`${name} has an extra field that no bundle has`);
    at += 4 + view.getUint16(at + 2, true);
  }
  if (at !== bytes.length) refuse(`the extra fields of ${name} are damaged`);
}

/** Names are of visible ASCII, relative, and stay below the folder that they would be unpacked in. */
export function parseName(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte < 0x21 || byte > 0x7e))
    refuse("a file in it has a name beyond plain letters and signs, which no bundle has");
  const name = String.fromCharCode(...bytes);
  const parts = (name.endsWith("/") ? name.slice(0, -1) : name).split("/");
  if (name.length > 400 || /[\\:]/.test(name) || parts.some((part) => part === "" || part === "." || part === "..")) {
    refuse(
      `unpacking it would write outside its folder, by a file named ${name.slice(0, 80)}: no bundle holds one. Nothing was unpacked`,
    );
  }
  return name;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
