import assert from "node:assert/strict";
import { UndersignedError } from "@undersigned/core/errors.ts";

/** A damaged copy, and what was done to it. */
export type Mangled = { readonly what: string; readonly bytes: Uint8Array };

const MASKS = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff];

/**
 * Damages every byte in turn: each bit flipped, all flipped, set to zero, newline and space, left out, doubled, swapped
 * with the next; then cuts after every byte, and adds one at either end.
 */
export function* mangle(bytes: Uint8Array): Generator<Mangled> {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    const values = [...MASKS.map((mask) => byte ^ mask), 0x00, 0x0a, 0x20];
    for (const value of values) {
      if (value !== byte) yield { what: `byte ${i} set to ${value}`, bytes: splice(bytes, i, i + 1, [value]) };
    }
    yield { what: `byte ${i} left out`, bytes: splice(bytes, i, i + 1, []) };
    yield { what: `byte ${i} doubled`, bytes: splice(bytes, i, i, [byte]) };
    const next = bytes[i + 1];
    if (next !== undefined && next !== byte) {
      yield { what: `bytes ${i} and ${i + 1} swapped`, bytes: splice(bytes, i, i + 2, [next, byte]) };
    }
    yield { what: `cut to ${i} bytes`, bytes: bytes.slice(0, i) };
  }
  for (const value of [0x00, 0x0a, 0x20, 0x30, 0x41]) {
    yield { what: `${value} put before`, bytes: splice(bytes, 0, 0, [value]) };
    yield { what: `${value} put after`, bytes: splice(bytes, bytes.length, bytes.length, [value]) };
  }
}

function splice(bytes: Uint8Array, start: number, end: number, put: readonly number[]): Uint8Array {
  return Uint8Array.of(...bytes.subarray(0, start), ...put, ...bytes.subarray(end));
}

/**
 * Asserts that a parser is strict: it takes `bytes`, and each mangled copy it either refuses with an error of ours, or
 * takes for what is written in exactly those bytes. Returns how many copies were refused and how many were taken.
 */
export function assertStrict<T>(
  bytes: Uint8Array,
  parse: (bytes: Uint8Array) => T,
  format: (value: T) => Uint8Array,
): { refused: number; taken: number } {
  assert.deepEqual(hex(format(parse(bytes))), hex(bytes), "the original itself must survive parse and format");
  let refused = 0;
  let taken = 0;
  for (const mangled of mangle(bytes)) {
    const value = parseOrNull(mangled, parse);
    if (value === null) {
      refused += 1;
    } else {
      taken += 1;
      assert.equal(
        hex(format(value.parsed)),
        hex(mangled.bytes),
        `${mangled.what}: taken, but not written again alike`,
      );
    }
  }
  return { refused, taken };
}

function parseOrNull<T>(mangled: Mangled, parse: (bytes: Uint8Array) => T): { parsed: T } | null {
  try {
    return { parsed: parse(mangled.bytes) };
  } catch (error) {
    assert.ok(error instanceof UndersignedError, `${mangled.what}: threw ${error}, which is no error of ours`);
    return null;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
