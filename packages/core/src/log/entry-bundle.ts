import { invariant, MalformedError } from "../errors.ts";
import { TILE_WIDTH } from "./tile.ts";

/** The longest entry that a bundle can carry, in bytes: its length is written in 16 bits. */
export const BUNDLED_ENTRY_LIMIT = 65_535;

/** A bundle of 1 to 256 entries, each behind its length in two big-endian bytes (C2SP tlog-tiles, "Log entries"). */
export function formatEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  invariant(entries.length >= 1 && entries.length <= TILE_WIDTH, "a bundle holds 1 to 256 entries");
  let length = 0;
  for (const entry of entries) {
    invariant(entry.length <= BUNDLED_ENTRY_LIMIT, "an entry is at most 65,535 bytes long");
    length += 2 + entry.length;
  }
  const bundle = new Uint8Array(length);
  let offset = 0;
  for (const entry of entries) {
    bundle[offset] = Math.floor(entry.length / 256);
    bundle[offset + 1] = entry.length % 256;
    bundle.set(entry, offset + 2);
    offset += 2 + entry.length;
  }
  return bundle;
}

/**
 * The `width` (1 to 256) entries of a bundle, as views into `bytes`.
 * @throws {MalformedError} `malformed` when the bytes end before the last entry does, or go on after it
 */
export function parseEntryBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const bounds = parseEntryBounds(bytes, width);
  return Array.from({ length: width }, (_, i) => bytes.subarray(bounds[2 * i], bounds[2 * i + 1]));
}

/**
 * As `parseEntryBundle`, without a view of each: entry i lies from `bounds[2 * i]` to `bounds[2 * i + 1]` in `bytes`.
 * @throws {MalformedError} `malformed`
 */
export function parseEntryBounds(bytes: Uint8Array, width: number): Uint32Array {
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
    throw new MalformedError("malformed", `a bundle holds 1 to 256 entries, not ${width}`);
  }
  const bounds = new Uint32Array(2 * width);
  let offset = 0;
  for (let i = 0; i < width; i++) {
    const [high, low] = [bytes[offset], bytes[offset + 1]];
    const start = offset + 2;
    if (high === undefined || low === undefined || start + high * 256 + low > bytes.length) {
      throw new MalformedError("malformed", `the bundle ends within entry ${i} of ${width}`);
    }
    offset = start + high * 256 + low;
    bounds[2 * i] = start;
    bounds[2 * i + 1] = offset;
  }
  if (offset !== bytes.length) {
    throw new MalformedError("malformed", `${bytes.length - offset} bytes follow the last of ${width} entries`);
  }
  return bounds;
}
