import type { Code, WasmFunction } from "./assembler.ts";
import {
  constant,
  get,
  less,
  load,
  minus,
  plus,
  repeat,
  set,
  shifted,
  splat,
  store,
  storeByte,
  times,
} from "./assembler.ts";

// Parameters: where the message is, its length, the byte before it, where it is laid out, and as how many blocks.
const [FROM, LENGTH, PREFIX, TO, BLOCKS] = [0, 1, 2, 3, 4] as const;
const [AT, MESSAGE_END, END, BITS] = [5, 6, 7, 8] as const;

const CHUNK = 16;
const advance = (local: number): Code => set(local, plus(get(local), constant(CHUNK)));

/**
 * `lay(from, length, prefix, to, blocks)` lays out a message to be hashed, `prefix` and the `length` bytes at `from`, as
 * `blocks` blocks of 64 bytes at `to`, padded (FIPS 180-4, section 5.1.1). It also overwrites up to 15 bytes after them, and
 * reads as many after the message.
 *
 * It copies sixteen bytes at a time, then writes zeros to the end, and into them the 1 bit and the length.
 */
export const LAY: WasmFunction = {
  parameters: 5,
  integers: 4,
  vectors: 0,
  body: [
    ...set(END, plus(get(TO), times(get(BLOCKS), constant(64)))),
    ...storeByte(get(TO), get(PREFIX)),
    ...set(AT, plus(get(TO), constant(1))),
    ...set(MESSAGE_END, plus(get(AT), get(LENGTH))),
    ...set(BITS, times(minus(get(MESSAGE_END), get(TO)), constant(8))),
    ...repeat(
      [...store(get(AT), 0, load(get(FROM), 0)), ...advance(AT), ...advance(FROM)],
      less(get(AT), get(MESSAGE_END)),
    ),
    ...set(AT, get(MESSAGE_END)),
    ...repeat([...store(get(AT), 0, splat(0)), ...advance(AT)], less(get(AT), get(END))),
    ...storeByte(get(MESSAGE_END), constant(0x80)),
    // The upper four of the eight bytes are zero: a message here has fewer than 2^29 bytes.
    ...[1, 2, 3, 4].flatMap((byte) => storeByte(minus(get(END), constant(byte)), shifted(get(BITS), 8 * (byte - 1)))),
  ],
};
