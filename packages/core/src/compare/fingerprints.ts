import { plainText } from "../statement/inline.ts";
import type { Text } from "../statement/text.ts";
import type { Copy } from "./copy.ts";
import { foldLookAlike } from "./look-alikes.ts";

/** Characters of the search stream that one hash covers. */
const GRAM = 20;
/** Of so many hashes in a row the least is kept. */
const WINDOW = 24;

/**
 * A run of so many characters of the search stream that two texts share is found for certain, wherever it stands in either
 * (S. Schleimer, D. Wilkerson, A. Aiken: Winnowing, 2003).
 */
export const SHARED_RUN = WINDOW + GRAM - 1;

/** The fingerprints of one piece of a text: a long paragraph, or short ones that follow each other. Whole numbers below 2^53. */
export type PieceFingerprints = { readonly piece: number; readonly hashes: readonly number[] };

/**
 * What a text is found by: each fingerprint once, under the first piece that has it.
 * @returns pieces by number, from 0; those without a fingerprint of their own are left out
 */
export function fingerprintText({ title, blocks }: Text): PieceFingerprints[] {
  const streams = [title, ...blocks.map(({ inlines }) => inlines)].map((inlines) => lettersOf(plainText(inlines)));
  const seen = new Set<number>();
  return joinShort(streams).flatMap((parts, piece) => {
    const hashes = [...fingerprintStreams(parts)].filter((hash) => !seen.has(hash));
    for (const hash of hashes) seen.add(hash);
    return hashes.length === 0 ? [] : [{ piece, hashes }];
  });
}

/**
 * What a copy is looked for by. Its blocks may be cut in other places than those of the text: it is one stream, and short
 * blocks besides are taken by themselves.
 */
export function fingerprintCopy({ text, blocks }: Pick<Copy, "text" | "blocks">): number[] {
  return [...fingerprintStreams(blocks.map(({ start, end }) => lettersOf(text.slice(start, end))))];
}

/** NFKC, in small letters, letters that look alike as one, without spaces, punctuation and what does not show. */
export function searchStream(words: string): string {
  const letters = words.normalize("NFKC").toLowerCase().replaceAll("ß", "ss").replaceAll(DROPPED, "");
  return Array.from(letters, foldLookAlike).join("");
}

/** The code points of the search stream. */
function lettersOf(words: string): number[] {
  return Array.from(searchStream(words), (letter) => letter.codePointAt(0) ?? 0);
}

/** All but letters, their marks and digits; the Arabic tatweel only stretches a word, and the dot is what "İ" leaves in small letters. */
const DROPPED = /[^\p{L}\p{M}\p{N}]|\u0640|[\u0307\u034f\ufe00-\ufe0f]/gu;

type Letters = readonly number[];

/** A long paragraph is a piece by itself; short ones are joined, so that a text of nothing else is found too. */
function joinShort(streams: readonly Letters[]): Letters[][] {
  const pieces: Letters[][] = [];
  let open: Letters[] | null = null;
  for (const stream of streams) {
    if (stream.length >= SHARED_RUN) {
      pieces.push([stream]);
      open = null;
    } else if (open === null) {
      open = [stream];
      pieces.push(open);
    } else open.push(stream);
  }
  return pieces;
}

/** Of the streams joined, and of each by itself that is too short to be found for certain otherwise. */
function fingerprintStreams(streams: readonly Letters[]): Set<number> {
  const found = new Set<number>(winnow(streams.flat()));
  for (const stream of streams) {
    if (stream.length < SHARED_RUN) for (const hash of winnow(stream)) found.add(hash);
  }
  return found;
}

/** The least hash of every window, and of the whole where it is shorter than one; none below 20 characters. */
function* winnow(letters: Letters): Generator<number> {
  const hashes = hashGrams(letters);
  const window = Math.min(WINDOW, hashes.length);
  // Places of hashes that may yet be the least of a window, their hashes rising.
  const waiting: number[] = [];
  let head = 0;
  let last = -1;
  for (let at = 0; at < hashes.length; at++) {
    const hash = hashes[at] ?? 0;
    // Of equal hashes the last stays: fewer are kept in texts that repeat themselves.
    while (waiting.length > head && (hashes[waiting.at(-1) ?? 0] ?? 0) >= hash) waiting.pop();
    waiting.push(at);
    if ((waiting[head] ?? 0) <= at - window) head++;
    const least = waiting[head] ?? 0;
    if (at >= window - 1 && least !== last) {
      last = least;
      yield hashes[least] ?? 0;
    }
  }
}

const MULTIPLIERS = [0x9e3779b1, 0x85ebca77] as const;

/** A hash of 53 bits of every run of 20 code points: two rolling polynomials modulo 2^32, each mixed (MurmurHash3's finalizer). */
function hashGrams(letters: Letters): Float64Array {
  const hashes = new Float64Array(Math.max(0, letters.length - GRAM + 1));
  const [one, other] = MULTIPLIERS;
  const [oneLast, otherLast] = [powerOf(one), powerOf(other)];
  let a = 0;
  let b = 0;
  for (let at = 0; at < letters.length; at++) {
    const letter = (letters[at] ?? 0) + 1;
    const gone = at < GRAM ? 0 : (letters[at - GRAM] ?? 0) + 1;
    a = (Math.imul(a, one) + letter - Math.imul(gone, oneLast)) | 0;
    b = (Math.imul(b, other) + letter - Math.imul(gone, otherLast)) | 0;
    if (at >= GRAM - 1) hashes[at - GRAM + 1] = (mix(a) >>> 11) * 2 ** 32 + mix(b);
  }
  return hashes;
}

/** The multiplier to the power of a gram's length, modulo 2^32. */
function powerOf(multiplier: number): number {
  let power = 1;
  for (let i = 0; i < GRAM; i++) power = Math.imul(power, multiplier);
  return power;
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
