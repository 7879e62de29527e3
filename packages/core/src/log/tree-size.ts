/**
 * Arithmetic on sizes of trees and indices of leaves. They are whole numbers up to 2^53 - 1, held in JavaScript numbers,
 * where every integer and every division by a power of two is exact. Shifts and `|0` would cut them to 32 bits, so none
 * is used on them.
 */

/** The largest tree there can be: 2^53 - 1 leaves. */
export const MAX_TREE_SIZE: number = Number.MAX_SAFE_INTEGER;

/** Whether `value` is a size or an index: a whole number from 0 to 2^53 - 1. */
export function isTreeSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The greatest e with 2^e <= n, for 1 <= n < 2^53. `Math.log2` rounds up just below 2^53, so it cannot serve. */
export function floorLog2(n: number): number {
  return n < 2 ** 32 ? 31 - Math.clz32(n) : 63 - Math.clz32(Math.floor(n / 2 ** 32));
}

/** The largest power of two smaller than n, for n >= 2: where RFC 6962 section 2.1 splits a list of n leaves. */
export function splitPoint(n: number): number {
  return 2 ** floorLog2(n - 1);
}

const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

/**
 * Reads a size or an index in the one decimal form that C2SP formats allow: ASCII digits, no sign, no leading zero.
 * Null for anything else, and for what is above 2^53 - 1.
 */
export function parseDecimal(text: string): number | null {
  if (!DECIMAL.test(text)) return null;
  const value = Number(text);
  return isTreeSize(value) ? value : null;
}
