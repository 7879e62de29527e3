import { readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { invariant } from "@undersigned/core/errors.ts";
import { refuse } from "@undersigned/core/zip/directory.ts";
import type { PlacedEntry } from "@undersigned/core/zip/unpack.ts";
import { checkPlaced, checkUnpacked, findData } from "@undersigned/core/zip/unpack.ts";
import { inflate } from "../inflate.ts";

/** Files that lie close together are read at once, up to this many bytes of the archive. */
const ROOM = 4_194_304;

const room = new Uint8Array(ROOM);

/** Some files of an archive, to be read while nothing else of it is. */
export type Range = {
  /** As of BundleFiles. The bytes are valid until the next range is opened. */
  read(name: string, limit: number): Uint8Array;
};

/**
 * @param fd an open archive
 * @param files where they lie
 * @throws what node:fs throws
 */
export function openRange(fd: number, files: readonly PlacedEntry[]): Range {
  const start = files.reduce((least, { offset }) => Math.min(least, offset), Number.POSITIVE_INFINITY);
  const end = files.reduce((most, file) => Math.max(most, file.end), 0);
  const together = end - start <= ROOM;
  const length = together ? readInto(fd, room.subarray(0, end - start), start) : 0;
  return {
    read(name, limit) {
      const file = files.find((placed) => placed.name === name);
      invariant(file !== undefined, `${name} is among the files of the range`);
      checkPlaced(file, limit);
      if (!together) return unpack(readAlone(fd, file), file);
      const [from, to] = [file.offset - start, file.end - start];
      if (to > length) refuseShort();
      return unpack(room.subarray(from, to), file);
    },
  };
}

function unpack(range: Uint8Array, file: PlacedEntry): Uint8Array {
  const data = findData(range, file);
  const bytes = file.method === 0 ? data : inflate(data, file.size);
  checkUnpacked(bytes, file, crc32);
  return bytes;
}

function readAlone(fd: number, { offset, end }: PlacedEntry): Uint8Array {
  const bytes = new Uint8Array(end - offset);
  if (readInto(fd, bytes, offset) < bytes.length) refuseShort();
  return bytes;
}

/** @returns how many bytes there are to read */
function readInto(fd: number, bytes: Uint8Array, start: number): number {
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(fd, bytes, length, bytes.length - length, start + length);
    if (read === 0) break;
    length += read;
  }
  return length;
}

function refuseShort(): never {
  refuse("it is shorter than it says");
}
