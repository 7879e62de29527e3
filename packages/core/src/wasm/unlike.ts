import type { Code, WasmFunction } from "./assembler.ts";
import {
  and,
  andNot,
  anyTrue,
  atMostBytes,
  constant,
  get,
  less,
  load,
  or,
  plus,
  repeat,
  set,
  splatByte,
  subtractBytes,
  xor,
} from "./assembler.ts";

/** Bytes that are compared at once. */
export const CHUNK = 16;
/** Of each chunk a pattern has three vectors: what bytes are, which of them must be that, and which must be digits. */
export const PATTERN_CHUNK = 3 * CHUNK;

const [AT, PATTERN, END, BYTES, DIFFERENT] = [0, 1, 2, 3, 4] as const;

/** All ones in each byte that is none of 0 to 9 and a to f. */
function notDigits(bytes: Code, digits: Code): Code {
  const numeral = atMostBytes(subtractBytes(bytes, splatByte(0x30)), splatByte(9));
  const letter = atMostBytes(subtractBytes(bytes, splatByte(0x61)), splatByte(5));
  return andNot(digits, or(numeral, letter));
}

/**
 * `unlike(at, pattern, end)`: whether the bytes at `at` differ from the pattern that lies from `pattern` to `end`. It reads
 * whole chunks, so up to 15 bytes after them, which the pattern leaves open.
 */
export const UNLIKE: WasmFunction = {
  parameters: 3,
  result: true,
  integers: 0,
  vectors: 2,
  body: [
    ...repeat(
      [
        ...set(BYTES, load(get(AT), 0)),
        ...set(
          DIFFERENT,
          or(
            get(DIFFERENT),
            or(
              and(xor(get(BYTES), load(get(PATTERN), 0)), load(get(PATTERN), CHUNK)),
              notDigits(get(BYTES), load(get(PATTERN), 2 * CHUNK)),
            ),
          ),
        ),
        ...set(AT, plus(get(AT), constant(CHUNK))),
        ...set(PATTERN, plus(get(PATTERN), constant(PATTERN_CHUNK))),
      ],
      less(get(PATTERN), get(END)),
    ),
    ...anyTrue(get(DIFFERENT)),
  ],
};
