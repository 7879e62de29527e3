import { inflateRawSync } from "node:zlib";
import { MalformedError } from "@undersigned/core/errors.ts";
import { crc32 } from "@undersigned/core/zip/crc32.ts";

/** Most files in one document. Word writes some tens, and one for each picture. */
const FILES_LIMIT = 10_000;
/** Most bytes of one part and of all parts that are read, unpacked. The words of a thousand pages are some 10 MiB. */
const PART_LIMIT = 33_554_432;
const PARTS_LIMIT = 67_108_864;

/** The parts of a zipped document by name. A part is unpacked when it is asked for; pictures never are. */
export type ZipParts = {
  readonly names: readonly string[];
  /** @returns null when there is no such part @throws MalformedError `too_large` or `source_damaged` */
  readonly read: (name: string) => Uint8Array | null;
};

type Entry = { flags: number; method: number; crc: number; packed: number; size: number; offset: number };

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;

function damaged(what: string): never {
  throw new MalformedError(
    "source_damaged",
    `The file is damaged: ${what}. Open it in Word, save it as .docx again, and bring that; if Word cannot open it either, ask for another copy.`,
  );
}

/**
 * Reads the directory of a zip (PKWARE APPNOTE 6.3.10). Sizes that the directory claims are never trusted: unpacking ends at
 * the limit whatever they say.
 * @throws MalformedError `source_damaged`, `source_encrypted` or `too_large`
 */
export function openZip(bytes: Uint8Array): ZipParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > FILES_LIMIT)
    throw new MalformedError(
      "too_large",
      `The document holds ${count.toLocaleString("en")} files; the limit is ${FILES_LIMIT.toLocaleString("en")}.`,
    );
  const entries = readDirectory(view, bytes, count, view.getUint32(end + 16, true));
  let left = PARTS_LIMIT;
  return {
    names: [...entries.values()].map(({ name }) => name),
    read(name) {
      const entry = entries.get(name.toLowerCase());
      if (entry === undefined) return null;
      const part = unpack(view, bytes, entry, Math.min(left, PART_LIMIT));
      left -= part.length;
      return part;
    },
  };
}

function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - 65_557);
  for (let at = view.byteLength - 22; at >= first; at--) {
    if (view.getUint32(at, true) === END_SIGNATURE && at + 22 + view.getUint16(at + 20, true) <= view.byteLength)
      return at;
  }
  damaged("its end is missing, as when a download or a copy breaks off");
}

function readDirectory(view: DataView, bytes: Uint8Array, count: number, offset: number) {
  const entries = new Map<string, Entry & { name: string }>();
  const decoder = new TextDecoder();
  let at = offset;
  for (let i = 0; i < count; i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL_SIGNATURE)
      damaged("its list of parts is broken");
    const nameLength = view.getUint16(at + 28, true);
    const name = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll("\\", "/");
    // Names of parts differ by more than case (ECMA-376 part 2, 6.2.2.3); of two readers, each might take another.
    const key = name.toLowerCase();
    if (entries.has(key)) damaged(`it holds “${name}” twice`);
    entries.set(key, {
      name,
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function unpack(view: DataView, bytes: Uint8Array, entry: Entry & { name: string }, limit: number): Uint8Array {
  const { name, offset } = entry;
  if ((entry.flags & 0x2041) !== 0)
    throw new MalformedError(
      "source_encrypted",
      "The file is locked with a password. Open it, save it without a password, and bring that.",
    );
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== LOCAL_SIGNATURE)
    damaged(`“${name}” is not where it should be`);
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const packed = bytes.subarray(start, start + entry.packed);
  if (packed.length !== entry.packed) damaged(`“${name}” is cut off`);
  if (entry.size > limit || (entry.method === 0 && packed.length > limit)) tooLarge(name, limit);
  const part = entry.method === 0 ? packed : inflate(packed, name, entry.method, limit);
  if (part.length !== entry.size || crc32(part) !== entry.crc)
    damaged(`“${name}” is not what the file says that it is`);
  return part;
}

function inflate(packed: Uint8Array, name: string, method: number, limit: number): Uint8Array {
  if (method !== 8) damaged(`“${name}” is packed in a way that Word does not use`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    if (error instanceof RangeError) tooLarge(name, limit);
    return damaged(`“${name}” cannot be unpacked`);
  }
}

function tooLarge(name: string, limit: number): never {
  const whole =
    limit < PART_LIMIT
      ? `all parts together may have ${PARTS_LIMIT / 1_048_576} MiB`
      : `one part may have ${PART_LIMIT / 1_048_576} MiB`;
  throw new MalformedError("too_large", `“${name}” in the document is too large when unpacked: ${whole}.`);
}
