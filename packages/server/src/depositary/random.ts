import { randomFillSync } from "node:crypto";

/** Bytes drawn from the operating system at a time: a call costs the same for a few as for many. */
const POOL = 8_192;

let pool = Buffer.allocUnsafe(0);
let used = 0;

/** `length` random bytes (at most 1,024), each given out once. */
export function randomBytes(length: number): Uint8Array {
  if (used + length > pool.length) {
    // A new pool, and not the old one filled again: slices of that are still in use.
    pool = randomFillSync(Buffer.allocUnsafeSlow(POOL));
    used = 0;
  }
  const bytes = pool.subarray(used, used + length);
  used += length;
  return bytes;
}
