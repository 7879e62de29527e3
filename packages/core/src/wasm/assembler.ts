/**
 * WebAssembly's binary format, as far as one small module needs it (WebAssembly 2.0, section 5). Code is a flat list of
 * bytes; an expression is the code that leaves its value on the stack.
 */
export type Code = readonly number[];

const I32 = 0x7f;
const V128 = 0x7b;
const FUNCTION = 0x60;
const NO_RESULT = 0x40;
const END = 0x0b;

/** LEB128 of a whole number below 2^32, without a sign. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** LEB128 of a 32-bit integer, with a sign. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  return [...bytes, rest & 0x7f];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function sized(code: Code): Code {
  return [...unsigned(code.length), ...code];
}

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const constant = (value: number): Code => [0x41, ...signed(value)];
export const plus = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const minus = (a: Code, b: Code): Code => [...a, ...b, 0x6b];
export const times = (a: Code, b: Code): Code => [...a, ...b, 0x6c];
/** `value` without its lowest `bits` bits. */
export const shifted = (value: Code, bits: number): Code => [...value, ...constant(bits), 0x76];
/** 1 when `a`, read without a sign, is less than `b`, and 0 otherwise. */
export const less = (a: Code, b: Code): Code => [...a, ...b, 0x49];

/** Code for each of the first `count` numbers, one after the other. */
export const each = (count: number, code: (i: number) => Code): Code =>
  Array.from({ length: count }, (_, i) => code(i)).flat();

/** Does `body` once, and again as long as `again`, an i32, is not 0. */
export const repeat = (body: Code, again: Code): Code => [0x03, NO_RESULT, ...body, ...again, 0x0d, 0, END];

// Addresses may be anything: an alignment of 1 byte (0) promises nothing.
const at = (offset: number): Code => [0, ...unsigned(offset)];

export const storeByte = (address: Code, value: Code): Code => [...address, ...value, 0x3a, ...at(0)];

const simd = (op: number): Code => [0xfd, ...unsigned(op)];

export const load = (address: Code, offset: number): Code => [...address, ...simd(0), ...at(offset)];
/** The 32-bit word at an address, in all four lanes. */
export const loadSplat = (address: Code, offset: number): Code => [...address, ...simd(9), ...at(offset)];
export const store = (address: Code, offset: number, value: Code): Code => [
  ...address,
  ...value,
  ...simd(11),
  ...at(offset),
];
/** Sixteen bytes chosen from the 32 of `a` and `b`. */
export const shuffle = (a: Code, b: Code, bytes: Code): Code => [...a, ...b, ...simd(13), ...bytes];
export const splat = (value: number): Code => [...constant(value), ...simd(17)];
export const splatByte = (value: number): Code => [...constant(value), ...simd(15)];
export const subtractBytes = (a: Code, b: Code): Code => [...a, ...b, ...simd(113)];
/** All ones in each byte of `a` that, read without a sign, is at most the one of `b`; all zeros in the others. */
export const atMostBytes = (a: Code, b: Code): Code => [...a, ...b, ...simd(42)];
export const or = (a: Code, b: Code): Code => [...a, ...b, ...simd(80)];
/** Bits of `a` that are not in `b`. */
export const andNot = (a: Code, b: Code): Code => [...a, ...b, ...simd(79)];
/** 1 when any bit is set, and 0 otherwise. */
export const anyTrue = (a: Code): Code => [...a, ...simd(83)];
export const and = (a: Code, b: Code): Code => [...a, ...b, ...simd(78)];
export const xor = (a: Code, b: Code): Code => [...a, ...b, ...simd(81)];
/** Bits of `a` where `mask` has a 1, of `b` where it has a 0. */
export const choose = (a: Code, b: Code, mask: Code): Code => [...a, ...b, ...mask, ...simd(82)];
export const left = (a: Code, bits: number): Code => [...a, ...constant(bits), ...simd(171)];
export const right = (a: Code, bits: number): Code => [...a, ...constant(bits), ...simd(173)];
export const add = (a: Code, b: Code): Code => [...a, ...b, ...simd(174)];

/** A function. Its parameters, its result if it has one, and its first locals are i32, its further locals v128. */
export type WasmFunction = {
  readonly parameters: number;
  readonly result?: true;
  readonly integers: number;
  readonly vectors: number;
  readonly body: Code;
};

export type Module = {
  /** Memory in pages of 64 KiB; exported as `memory`. */
  readonly pages: number;
  /** What memory begins with. */
  readonly data: Code;
  /** By the names under which they are exported. */
  readonly functions: Readonly<Record<string, WasmFunction>>;
};

/** The bytes of a module. */
export function assemble({ pages, data, functions }: Module): Uint8Array<ArrayBuffer> {
  const all = Object.values(functions);
  const names = Object.keys(functions);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, all.map(typeOf)),
    ...section(
      3,
      all.map((_, i) => unsigned(i)),
    ),
    ...section(5, [[1, ...unsigned(pages), ...unsigned(pages)]]),
    ...section(7, [[...nameOf("memory"), 2, 0], ...names.map((name, i) => [...nameOf(name), 0, ...unsigned(i)])]),
    ...section(10, all.map(bodyOf)),
    ...section(11, [[0, ...constant(0), END, ...sized(data)]]),
  ]);
}

function section(id: number, items: readonly Code[]): Code {
  return [id, ...sized(vector(items))];
}

function nameOf(text: string): Code {
  return sized([...text].map((letter) => letter.charCodeAt(0)));
}

function typeOf({ parameters, result }: WasmFunction): Code {
  const repeated = (count: number): Code => vector(new Array<Code>(count).fill([I32]));
  return [FUNCTION, ...repeated(parameters), ...repeated(result ? 1 : 0)];
}

function bodyOf({ integers, vectors, body }: WasmFunction): Code {
  const locals = vector([
    [...unsigned(integers), I32],
    [...unsigned(vectors), V128],
  ]);
  return sized([...locals, ...body, END]);
}
