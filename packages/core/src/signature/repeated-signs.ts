import { encodeUtf8, equalBytes } from "../bytes.ts";
import { invariant } from "../errors.ts";
import { DigitPatterns } from "../wasm/patterns.ts";
import type { SignEntry } from "./entry.ts";

const DIGITS = 64;

/**
 * Finds `sign` entries that are like one that parseEntry has read before. In a large log almost all entries are the same but
 * for their commitments. parseEntry reads the 64 digits of a commitment by themselves, and nothing that it reads besides
 * depends on them: bytes that are the same but for other hexadecimal digits there, it reads as the same entry with another
 * commitment. So this is a cache and nothing more: what it finds, parseEntry would say.
 */
export class RepeatedSigns {
  readonly #patterns = new DigitPatterns<SignEntry>();

  /** Takes the bytes that are looked at from now on. */
  look(bytes: Uint8Array): void {
    this.#patterns.look(bytes);
  }

  /** The entry that the bytes from `start` to `end` repeat, all but its commitment; null when none is found. */
  find(start: number, end: number): SignEntry | null {
    return this.#patterns.find(start, end);
  }

  /** @param bytes from which parseEntry has read `entry` */
  keep(bytes: Uint8Array, entry: SignEntry): void {
    const from = `{"act":"sign","capacity":"${entry.capacity}","commitment":"`.length;
    const found = bytes.subarray(from, from + DIGITS);
    invariant(equalBytes(found, encodeUtf8(entry.commitment)), "a commitment stands where an entry's one form has it");
    this.#patterns.add(bytes, [from, from + DIGITS], entry);
  }
}
