import { classOf, isWordClass } from "../statement/repertoire.ts";
import type { Folded } from "./foldings.ts";

/** What stands before a word: nothing, a space, a line end, or the end of a block. */
export const GAP = { none: 0, space: 1, line: 2, block: 3 } as const;

/**
 * Words and signs one after the other. Every sign is a token of its own, and so is every letter of a script that puts no
 * spaces between words; several full stops are one.
 */
export type WordStream = {
  readonly length: number;
  /** Number of each word in the vocabulary; 0 for one that is not in it. */
  readonly ids: Int32Array;
  /** UTF-16 offsets into the text that was cut. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** What stands before each (`GAP`). */
  readonly gaps: Uint8Array;
  /** 1 for what is made of letters or numbers, 0 for signs. */
  readonly isWord: Uint8Array;
};

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Whether a word is of a script that puts no spaces between words. */
export function isUnspaced(word: string): boolean {
  return UNSPACED.test(word);
}

const [SIGN, SPACE, LINE, LETTER, DIGIT, MARK, LONE] = [0, 1, 2, 3, 4, 5, 6];

/** By code point. 255: not asked yet. */
const kinds = new Uint8Array(0x110000).fill(255);

function kindOf(codePoint: number): number {
  const known = kinds[codePoint] as number;
  if (known !== 255) return known;
  const kind = findKind(codePoint);
  kinds[codePoint] = kind;
  return kind;
}

function findKind(codePoint: number): number {
  if (codePoint === 0x20) return SPACE as number;
  if (codePoint === 0x0a) return LINE as number;
  const name = classOf(codePoint);
  if (name === "M" || name === "V") return MARK as number;
  if (name === "N") return DIGIT as number;
  if (!isWordClass(name) && name !== "C") return SIGN as number;
  return (isUnspaced(String.fromCodePoint(codePoint)) ? LONE : LETTER) as number;
}

/**
 * Cuts folded characters into words.
 * @param cuts offsets in the original, rising, at which no word goes on
 * @param visit start and end in the folded text, the gap before, whether it is a word
 */
export function cutWords(
  { text, at }: Folded,
  cuts: readonly number[],
  visit: (start: number, end: number, gap: number, isWord: boolean) => void,
): void {
  let [i, gap, next] = [0, 0, 0];
  while (i < text.length) {
    const codePoint = text.codePointAt(i) as number;
    const kind = kindOf(codePoint);
    if (kind === SPACE || kind === LINE) {
      gap = Math.max(gap, kind === LINE ? GAP.line : GAP.space);
      i += 1;
      continue;
    }
    while (next < cuts.length && (cuts[next] as number) <= (at[i] as number)) next += 1;
    const limit = cuts[next] ?? Number.POSITIVE_INFINITY;
    let end = i + (codePoint > 0xffff ? 2 : 1);
    if (kind === LETTER || kind === DIGIT || kind === MARK) end = findWordEnd(text, at, end, kind, limit);
    else if (codePoint === 0x2e) while (text.charCodeAt(end) === 0x2e && (at[end] as number) < limit) end += 1;
    while (end < text.length && kindOf(text.codePointAt(end) as number) === MARK && (at[end] as number) < limit) {
      end += (text.codePointAt(end) as number) > 0xffff ? 2 : 1;
    }
    visit(i, end, gap, kind !== SIGN);
    gap = GAP.none;
    i = end;
  }
}

/** Words go on over apostrophes between letters and over the signs within a number. */
function findWordEnd(text: string, at: Uint32Array, start: number, first: number, limit: number): number {
  let [end, last] = [start, first];
  while (end < text.length && (at[end] as number) < limit) {
    const codePoint = text.codePointAt(end) as number;
    const kind = kindOf(codePoint);
    if (kind === LETTER || kind === DIGIT || kind === MARK) {
      if (kind !== MARK) last = kind;
      end += codePoint > 0xffff ? 2 : 1;
      continue;
    }
    const following = (at[end + 1] ?? limit) < limit ? text.codePointAt(end + 1) : undefined;
    const nextKind = following === undefined ? SIGN : kindOf(following);
    const joins =
      (codePoint === 0x27 && last === LETTER && nextKind === LETTER) ||
      ((codePoint === 0x2e || codePoint === 0x2c) && last === DIGIT && nextKind === DIGIT);
    if (!joins) break;
    end += 1;
  }
  return end;
}
