import { assemble } from "./assembler.ts";
import { LAY } from "./lay.ts";
import { CONSTANT_BYTES, HASH_GROUPS, LANES } from "./sha256.ts";
import { UNLIKE } from "./unlike.ts";

/** The longest message that the kernel hashes, in bytes: the longest entry of a log, and a byte before it. */
export const LONGEST_MESSAGE = 65_536;
/** The most digests at once: those of a tile. */
export const BATCH = 256;

/** What the kernel's functions may read or overwrite beyond what they are given. */
const MARGIN = 16;

/** Where things lie in the kernel's memory, after the constants, and how many bytes they may have. */
export const ROOM = {
  /** Bytes as they came. */
  input: { at: CONSTANT_BYTES.length, length: 4 * LONGEST_MESSAGE },
  /** Messages as they are laid out to be hashed; padding is less than two blocks. */
  laid: { at: CONSTANT_BYTES.length + 4 * LONGEST_MESSAGE + MARGIN, length: LANES * (LONGEST_MESSAGE + 128) },
  /** Digests in the order of their messages, and in the order in which they were made. */
  digests: { at: 2 ** 20 - 2 ** 18, length: 32 * BATCH },
  made: { at: 2 ** 20 - 2 ** 18 + 32 * BATCH, length: 32 * BATCH },
  patterns: { at: 2 ** 20 - 2 ** 17, length: 2 ** 17 },
} as const;

const PAGES = 2 ** 20 / 65_536;

type Functions = {
  /** lay.ts */
  readonly lay: (from: number, length: number, prefix: number, to: number, blocks: number) => void;
  /** sha256.ts */
  readonly hash: (from: number, stride: number, blocks: number, groups: number, to: number) => void;
  /** unlike.ts: 0 when they are alike */
  readonly unlike: (at: number, pattern: number, end: number) => number;
};

export type Kernel = Functions & {
  readonly memory: Uint8Array;
  /** What lies in the room for input, from its beginning, if that is known. */
  input: Uint8Array | null;
  /** Whose patterns lie in the room for patterns. */
  patterns: object | null;
};

/** WebAssembly, as far as it is used: the types of browsers have it, and those of Node do not. */
type WasmApi = {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
  ) => { readonly exports: Functions & { readonly memory: { buffer: ArrayBuffer } } };
};

let kernel: Kernel | null | undefined;

/** The kernel of this thread; null where there is no WebAssembly with vectors, or a page's policy forbids it. */
export function findKernel(): Kernel | null {
  if (kernel === undefined) kernel = startKernel();
  return kernel;
}

function startKernel(): Kernel | null {
  const functions = { lay: LAY, hash: HASH_GROUPS, unlike: UNLIKE };
  try {
    const { Module, Instance }: WasmApi = Reflect.get(globalThis, "WebAssembly" as string);
    const module = new Module(assemble({ pages: PAGES, data: CONSTANT_BYTES, functions }));
    const { memory, lay, hash, unlike } = new Instance(module).exports;
    return { memory: new Uint8Array(memory.buffer), lay, hash, unlike, input: null, patterns: null };
  } catch {
    return null;
  }
}
