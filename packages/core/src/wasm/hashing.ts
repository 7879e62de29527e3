import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "../bytes.ts";
import { invariant } from "../errors.ts";
import type { Kernel } from "./kernel.ts";
import { BATCH, findKernel, LONGEST_MESSAGE, ROOM } from "./kernel.ts";
import { BLOCK_LENGTH, LANES } from "./sha256.ts";

/** Length of a digest, in bytes. */
const DIGEST = 32;
/** The least that padding adds: a 1 bit and the length in bits, in bytes. */
const LEAST_PADDING = 9;

/** Messages within one array of bytes: message i is what lies from `bounds[2 * i]` to `bounds[2 * i + 1]`. */
export type Spans = { readonly bytes: Uint8Array; readonly bounds: Uint32Array };

/** The messages, one after the other. */
export function joinSpans(messages: readonly Uint8Array[]): Spans {
  const bounds = new Uint32Array(2 * messages.length);
  let end = 0;
  for (const [i, { length }] of messages.entries()) {
    bounds[2 * i] = end;
    end += length;
    bounds[2 * i + 1] = end;
  }
  return { bytes: concatBytes(...messages), bounds };
}

/** The digests in `digests`, 32 bytes each, as views. */
export function splitDigests(digests: Uint8Array): Uint8Array[] {
  return Array.from({ length: digests.length / DIGEST }, (_, i) => digests.subarray(DIGEST * i, DIGEST * (i + 1)));
}

/**
 * SHA-256 (FIPS 180-4) of every message behind one byte: `prefix || message`. Four are hashed at once where the machine can;
 * where it cannot, one after the other by @noble/hashes, with the same result.
 * @returns the digests, 32 bytes each, one after the other
 */
export function hashSpans(prefix: number, spans: Spans): Uint8Array {
  const lanes = findKernel();
  if (lanes === null) return hashOneByOne(prefix, spans);
  const { bytes, bounds } = spans;
  const count = bounds.length / 2;
  const digests = new Uint8Array(DIGEST * count);
  for (let next = 0; next < count; ) {
    const read = readSome(lanes, spans, next);
    if (read.last === next) {
      const tooLong = bytes.subarray(bounds[2 * next], bounds[2 * next + 1]);
      digests.set(hashOne(prefix, tooLong), DIGEST * next);
      next += 1;
      continue;
    }
    hashRead(lanes, prefix, bounds, read);
    const made = lanes.memory.subarray(ROOM.digests.at, ROOM.digests.at + DIGEST * (read.last - next));
    digests.set(made, DIGEST * next);
    next = read.last;
  }
  return digests;
}

/** As `hashSpans`, always by @noble/hashes: the reference that the other is tested against. */
export function hashOneByOne(prefix: number, { bytes, bounds }: Spans): Uint8Array {
  const digests = new Uint8Array((DIGEST * bounds.length) / 2);
  for (let i = 0; i < bounds.length / 2; i++) {
    digests.set(hashOne(prefix, bytes.subarray(bounds[2 * i], bounds[2 * i + 1])), DIGEST * i);
  }
  return digests;
}

function hashOne(prefix: number, message: Uint8Array): Uint8Array {
  return sha256.create().update(Uint8Array.of(prefix)).update(message).digest();
}

/** HMAC-SHA-256 (RFC 2104) of `message`, whose key has at most 64 bytes: 32 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  invariant(key.length <= BLOCK_LENGTH, "a longer key would be hashed first");
  return hashKeyed(key, 0x5c, hashKeyed(key, 0x36, message));
}

/** SHA-256 of the key, filled up with zeros to a block, each byte XOR `pad`, and the message. */
function hashKeyed(key: Uint8Array, pad: number, message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(BLOCK_LENGTH + message.length).fill(pad, 0, BLOCK_LENGTH);
  for (let i = 0; i < key.length; i++) bytes[i] = (key[i] ?? 0) ^ pad;
  bytes.set(message, BLOCK_LENGTH);
  return hashSpans(bytes[0] ?? 0, { bytes, bounds: Uint32Array.of(1, bytes.length) });
}

/**
 * Root of a complete binary tree: its leaves are SHA-256 of `leafPrefix || message`, its nodes SHA-256 of
 * `nodePrefix || left || right`.
 * @param spans the messages; their number is a power of two
 * @returns 32 bytes
 */
export function hashCompleteTree(leafPrefix: number, nodePrefix: number, spans: Spans): Uint8Array {
  const count = spans.bounds.length / 2;
  invariant(Number.isInteger(Math.log2(count)), "a complete tree has a power of two of leaves");
  const lanes = findKernel();
  const read = lanes === null ? null : readSome(lanes, spans, 0);
  if (lanes === null || read?.last !== count) return joinDigests(nodePrefix, hashSpans(leafPrefix, spans));
  hashRead(lanes, leafPrefix, spans.bounds, read);
  const { memory, lay, hash } = lanes;
  for (let pairs = count / 2; pairs >= 1; pairs /= 2) {
    for (let i = 0; i < pairs; i++) lay(ROOM.digests.at + PAIR * i, PAIR, nodePrefix, ROOM.laid.at + LAID_PAIR * i, 2);
    hash(ROOM.laid.at, LAID_PAIR, 2, Math.ceil(pairs / LANES), ROOM.digests.at);
  }
  return memory.slice(ROOM.digests.at, ROOM.digests.at + DIGEST);
}

/** Two digests, and how long they are laid out behind a prefix. */
const PAIR = 2 * DIGEST;
const LAID_PAIR = 2 * BLOCK_LENGTH;

/**
 * Root of a complete binary tree whose leaves are digests: its nodes are SHA-256 of `prefix || left || right`.
 * @param digests a power of two of them, 32 bytes each
 */
export function joinDigests(prefix: number, digests: Uint8Array): Uint8Array {
  invariant(Number.isInteger(Math.log2(digests.length / DIGEST)), "a complete tree has a power of two of leaves");
  let row = digests;
  while (row.length > DIGEST) {
    const bounds = Uint32Array.from({ length: (2 * row.length) / PAIR }, (_, i) => PAIR * Math.ceil(i / 2));
    row = hashSpans(prefix, { bytes: row, bounds });
  }
  return row;
}

type Read = {
  /** The messages that lie in the kernel's room for input: from `first` until before `last`. */
  readonly first: number;
  readonly last: number;
  /** Where, in the bytes that the messages lie in, that room begins. */
  readonly start: number;
};

/** Brings as many messages into the kernel's memory as can be hashed together; none when the next is too long. */
function readSome(lanes: Kernel, { bytes, bounds }: Spans, first: number): Read {
  const most = Math.min(bounds.length / 2, first + BATCH);
  // A file that was looked at lies there already.
  const there = lanes.input === bytes && bytes.length <= ROOM.input.length;
  const start = there ? 0 : (bounds[2 * first] ?? 0);
  let last = first;
  let end = start;
  for (; last < most; last++) {
    const [from, to] = [bounds[2 * last] as number, bounds[2 * last + 1] as number];
    if (from < start || to - start > ROOM.input.length || to - from >= LONGEST_MESSAGE) break;
    end = Math.max(end, to);
  }
  if (!there && last > first) {
    lanes.memory.set(bytes.subarray(start, end), ROOM.input.at);
    lanes.input = null;
  }
  return { first, last, start };
}

function countBlocks(length: number): number {
  return Math.ceil((length + LEAST_PADDING) / BLOCK_LENGTH);
}

/** Digests of the messages that were read, in their order, into the kernel's room for digests. */
function hashRead(lanes: Kernel, prefix: number, bounds: Uint32Array, { first, last, start }: Read): void {
  const { memory, lay, hash } = lanes;
  let waiting = Array.from({ length: last - first }, (_, i) => first + i);
  while (waiting.length > 0) {
    // Those of equally many blocks go together.
    const blocks = blocksOf(bounds, waiting[0] as number);
    const stride = blocks * BLOCK_LENGTH;
    const room = LANES * Math.floor(ROOM.laid.length / (LANES * stride));
    const chosen: number[] = [];
    const others: number[] = [];
    for (const i of waiting) {
      if (chosen.length === room || blocksOf(bounds, i) !== blocks) {
        others.push(i);
        continue;
      }
      const at = bounds[2 * i] as number;
      const length = (bounds[2 * i + 1] as number) - at;
      lay(ROOM.input.at + at - start, length, prefix, ROOM.laid.at + stride * chosen.length, blocks);
      chosen.push(i);
    }
    const all = chosen.length === last - first;
    const to = all ? ROOM.digests.at : ROOM.made.at;
    hash(ROOM.laid.at, stride, blocks, Math.ceil(chosen.length / LANES), to);
    if (all) return;
    for (const [slot, i] of chosen.entries()) {
      const made = to + DIGEST * slot;
      memory.copyWithin(ROOM.digests.at + DIGEST * (i - first), made, made + DIGEST);
    }
    waiting = others;
  }
}

function blocksOf(bounds: Uint32Array, i: number): number {
  return countBlocks(1 + (bounds[2 * i + 1] as number) - (bounds[2 * i] as number));
}
