import { invariant } from "../errors.ts";
import { findKernel, ROOM } from "./kernel.ts";
import { CHUNK, PATTERN_CHUNK } from "./unlike.ts";

/** Bytes that one pattern may have. */
const LONGEST_EXAMPLE = 1_024;
const PATTERN_ROOM = (LONGEST_EXAMPLE / CHUNK) * PATTERN_CHUNK;
/** How many patterns are kept. */
const MOST = Math.floor(ROOM.patterns.length / PATTERN_ROOM);

type Pattern<T> = { readonly value: T; readonly length: number; readonly at: number; readonly end: number };

/**
 * Finds bytes that are like an example but for other lower-case hexadecimal digits at one place. It is a cache: where it
 * cannot look it finds nothing, and the last patterns push out the first, also those of another of these.
 */
export class DigitPatterns<T> {
  readonly #kernel = findKernel();
  /** The last that was added first. */
  #patterns: Pattern<T>[] = [];
  #added = 0;
  #bytes: Uint8Array = new Uint8Array();

  /** Takes the bytes that are looked at from now on, until anything is hashed. They must not change. */
  look(bytes: Uint8Array): void {
    const kernel = this.#kernel;
    if (kernel === null) return;
    if (bytes.length > ROOM.input.length) {
      // There is no room for these, and what was there before is not what is looked at now.
      kernel.input = null;
      return;
    }
    kernel.memory.set(bytes, ROOM.input.at);
    kernel.input = bytes;
    this.#bytes = bytes;
    if (kernel.patterns !== this) this.#patterns = [];
    kernel.patterns = this;
  }

  /** The value of the example that the bytes from `start` to `end` are like; null when none is found. */
  find(start: number, end: number): T | null {
    const kernel = this.#kernel;
    if (kernel?.input !== this.#bytes || kernel.patterns !== this || end > this.#bytes.length) return null;
    for (const pattern of this.#patterns) {
      if (pattern.length !== end - start) continue;
      if (kernel.unlike(ROOM.input.at + start, pattern.at, pattern.end) === 0) return pattern.value;
    }
    return null;
  }

  /** @param digits where in the example other digits may stand: from there until before there */
  add(example: Uint8Array, [from, to]: readonly [number, number], value: T): void {
    invariant(from >= 0 && from <= to && to <= example.length, "the digits are within the example");
    const kernel = this.#kernel;
    if (kernel?.patterns !== this || example.length > LONGEST_EXAMPLE) return;
    const chunks = Math.ceil(example.length / CHUNK);
    const at = ROOM.patterns.at + PATTERN_ROOM * (this.#added % MOST);
    const end = at + PATTERN_CHUNK * chunks;
    const { memory } = kernel;
    memory.fill(0, at, end);
    for (const [i, byte] of example.entries()) {
      const place = at + PATTERN_CHUNK * Math.floor(i / CHUNK) + (i % CHUNK);
      const digit = i >= from && i < to;
      memory[place] = byte;
      memory[place + (digit ? 2 : 1) * CHUNK] = 0xff;
    }
    this.#patterns = [{ value, length: example.length, at, end }, ...this.#patterns.slice(0, MOST - 1)];
    this.#added += 1;
  }
}
