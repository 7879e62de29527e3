import type { Code, WasmFunction } from "./assembler.ts";
import {
  add,
  and,
  choose,
  constant,
  each,
  get,
  left,
  load,
  loadSplat,
  plus,
  repeat,
  right,
  set,
  shuffle,
  splat,
  store,
  xor,
} from "./assembler.ts";

/*
 * SHA-256 (FIPS 180-4, section 6.2) of four messages at once, one in each 32-bit lane of a vector: the standard's own
 * equations, each written once. docs/decisions tells why it is written here and what was measured.
 */

/** Messages that are hashed at once. */
export const LANES = 4;
/** Length of one block, in bytes. */
export const BLOCK_LENGTH = 64;

const PRIMES = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
  113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223, 227, 229, 233, 239,
  241, 251, 257, 263, 269, 271, 277, 281, 283, 293, 307, 311,
];
/** The first 32 bits of the fractional part (sections 4.2.2 and 5.3.3). A double has 52 bits, more than enough. */
const fraction = (x: number): number => Math.floor((x % 1) * 2 ** 32) | 0;
const INITIAL = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUND = PRIMES.map((prime) => fraction(Math.cbrt(prime)));

// Parameters, all i32: where the messages begin, how far apart they are, their length in blocks, how many groups of four
// there are, and where the digests go.
const [FROM, STRIDE, BLOCKS, GROUPS, TO] = [0, 1, 2, 3, 4] as const;
const PARAMETERS = 5;
// Where the next block is, how many are left, where the constants of the next sixteen rounds are, where a lane's block is.
const [BLOCK, LEFT, CONSTANTS, LANE] = [5, 6, 7, 8] as const;
const INTEGERS = 4;
// Vectors: the hash so far, the variables a to h, the last sixteen words of the schedule, and a XOR b of two rounds.
const HASH = PARAMETERS + INTEGERS;
const VARIABLES = HASH + 8;
const WORDS = VARIABLES + 8;
const DIFFERENCE = WORDS + 16;
const VECTORS = DIFFERENCE + 2 - HASH;

const rotate = (x: Code, bits: number): Code => xor(right(x, bits), left(x, 32 - bits));
// Section 4.1.2, functions 4.4 to 4.7.
const largeSigma0 = (x: Code): Code => xor(rotate(x, 2), xor(rotate(x, 13), rotate(x, 22)));
const largeSigma1 = (x: Code): Code => xor(rotate(x, 6), xor(rotate(x, 11), rotate(x, 25)));
const smallSigma0 = (x: Code): Code => xor(rotate(x, 7), xor(rotate(x, 18), right(x, 3)));
const smallSigma1 = (x: Code): Code => xor(rotate(x, 17), xor(rotate(x, 19), right(x, 10)));

/** Word `t` of the schedule, from 16 on, takes the place of word t - 16. */
function extendSchedule(t: number): Code {
  const word = (i: number): Code => get(WORDS + (i % 16));
  const mixed = add(smallSigma0(word(t + 1)), smallSigma1(word(t + 14)));
  return set(WORDS + t, add(add(word(t), word(t + 9)), mixed));
}

/** Round `t` of sixteen. Nothing moves from one variable to the next: their names do. */
function round(t: number): Code {
  const place = (variable: number): number => VARIABLES + ((variable + 16 - t) % 8);
  const variable = (number: number): Code => get(place(number));
  const [a, b, d, e, f, g, h] = [0, 1, 3, 4, 5, 6, 7].map(variable) as [Code, Code, Code, Code, Code, Code, Code];
  const keyed = add(get(WORDS + t), loadSplat(get(CONSTANTS), 4 * t));
  const first = add(add(h, keyed), add(largeSigma1(e), choose(f, g, e)));
  // Maj(a, b, c) = b XOR ((a XOR b) AND (b XOR c)), and b XOR c is the a XOR b of the round before.
  const [now, before] = [DIFFERENCE + (t % 2), DIFFERENCE + ((t + 1) % 2)];
  const majority = xor(b, and(get(now), get(before)));
  return [
    ...set(place(7), first),
    ...set(place(3), add(d, h)),
    ...set(now, xor(a, b)),
    ...set(place(7), add(h, add(largeSigma0(a), majority))),
  ];
}

// Words are big-endian in messages and digests, and little-endian in memory.
const SWAPPED = each(4, (i) => [4 * i + 3, 4 * i + 2, 4 * i + 1, 4 * i]);
const swap = (value: Code): Code => shuffle(value, value, SWAPPED);

const LOW_WORDS = [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23];
const HIGH_WORDS = LOW_WORDS.map((byte) => byte + 8);
const LOW_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const HIGH_HALVES = LOW_HALVES.map((byte) => byte + 8);

/** Four vectors of four words turned about: word i of vector j becomes word j of vector i. The variables are spare then. */
function transpose(first: number): Code {
  const [a, b, c, d] = [first, first + 1, first + 2, first + 3] as const;
  const [p, q, r, s] = [VARIABLES, VARIABLES + 1, VARIABLES + 2, VARIABLES + 3] as const;
  return [
    ...set(p, shuffle(get(a), get(b), LOW_WORDS)),
    ...set(q, shuffle(get(a), get(b), HIGH_WORDS)),
    ...set(r, shuffle(get(c), get(d), LOW_WORDS)),
    ...set(s, shuffle(get(c), get(d), HIGH_WORDS)),
    ...set(a, shuffle(get(p), get(r), LOW_HALVES)),
    ...set(b, shuffle(get(p), get(r), HIGH_HALVES)),
    ...set(c, shuffle(get(q), get(s), LOW_HALVES)),
    ...set(d, shuffle(get(q), get(s), HIGH_HALVES)),
  ];
}

/** The next block of the four messages: word t of all of them in vector t. */
const READ_BLOCK: Code = [
  ...set(LANE, get(BLOCK)),
  ...each(LANES, (lane) => [
    ...each(4, (i) => set(WORDS + 4 * i + lane, swap(load(get(LANE), 16 * i)))),
    ...set(LANE, plus(get(LANE), get(STRIDE))),
  ]),
  ...each(4, (i) => transpose(WORDS + 4 * i)),
];

const COMPRESS: Code = [
  ...READ_BLOCK,
  ...each(8, (i) => set(VARIABLES + i, get(HASH + i))),
  ...set(DIFFERENCE + 1, xor(get(VARIABLES + 1), get(VARIABLES + 2))),
  ...set(CONSTANTS, constant(0)),
  ...each(16, round),
  ...set(CONSTANTS, constant(64)),
  // Three times, until the constants are used up.
  ...repeat(
    [...each(16, (t) => [...extendSchedule(t), ...round(t)]), ...set(CONSTANTS, plus(get(CONSTANTS), constant(64)))],
    plus(get(CONSTANTS), constant(-4 * ROUND.length)),
  ),
  ...each(8, (i) => set(HASH + i, add(get(HASH + i), get(VARIABLES + i)))),
];

const WRITE_DIGESTS: Code = [
  ...transpose(HASH),
  ...transpose(HASH + 4),
  ...each(LANES, (lane) => [
    ...store(get(TO), 32 * lane, swap(get(HASH + lane))),
    ...store(get(TO), 32 * lane + 16, swap(get(HASH + 4 + lane))),
  ]),
];

const HASH_GROUP: Code = [
  ...each(8, (i) => set(HASH + i, splat(INITIAL[i] ?? 0))),
  ...set(BLOCK, get(FROM)),
  ...set(LEFT, get(BLOCKS)),
  ...repeat(
    [...COMPRESS, ...set(BLOCK, plus(get(BLOCK), constant(BLOCK_LENGTH))), ...set(LEFT, plus(get(LEFT), constant(-1)))],
    get(LEFT),
  ),
  ...WRITE_DIGESTS,
  ...each(LANES, () => set(FROM, plus(get(FROM), get(STRIDE)))),
  ...set(TO, plus(get(TO), constant(32 * LANES))),
  ...set(GROUPS, plus(get(GROUPS), constant(-1))),
];

/**
 * `hash(from, stride, blocks, groups, to)` hashes 4 * `groups` messages that were laid out `stride` bytes apart, as `blocks`
 * blocks each (lay.ts), and writes their digests of 32 bytes one after the other. Groups and blocks are at least 1. The round
 * constants are at address 0.
 */
export const HASH_GROUPS: WasmFunction = {
  parameters: PARAMETERS,
  integers: INTEGERS,
  vectors: VECTORS,
  body: repeat(HASH_GROUP, get(GROUPS)),
};

/** The round constants, as they lie in memory. */
export const CONSTANT_BYTES: Code = ROUND.flatMap((word) => [0, 8, 16, 24].map((bits) => (word >>> bits) & 255));
