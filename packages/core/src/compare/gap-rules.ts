import type { CopyWords } from "./copy-words.ts";
import type { FoldingKind } from "./foldings.ts";
import type { ReferenceBlock, ReferenceWords } from "./reference-words.ts";
import type { ShownCopy } from "./shown-copy.ts";
import { GAP, isUnspaced } from "./word-stream.ts";

/** The two sides of a comparison. */
export type Sides = { readonly reference: ReferenceWords; readonly copy: CopyWords; readonly source: ShownCopy };

/** What stands between two words says the same on both sides, says the same after a folding, or does not. */
export type GapFinding = "same" | FoldingKind | "joined" | "parted" | "merged" | "split";

/**
 * Compares what stands before word `r` of the reference with what stands before word `c` of the copy, where the words before
 * both are equal too (spec/compare.md, "Between words").
 */
export function compareGaps(sides: Sides, r: number, c: number): GapFinding {
  const { reference } = sides;
  const [before, here] = [blockAt(reference, r - 1), blockAt(reference, r)];
  return before === here ? compareWithin(sides, r, c) : compareBetween(sides, [before, here], r, c);
}

function blockAt({ blocks, blockOf }: ReferenceWords, word: number): ReferenceBlock {
  return blocks[blockOf[word] as number] as ReferenceBlock;
}

function compareWithin(sides: Sides, r: number, c: number): GapFinding {
  const { reference, copy, source } = sides;
  const [wanted, found] = [reference.gaps[r] as number, copy.gaps[c] as number];
  if (found === GAP.block && source.blocks[copy.blockOf[c] as number]?.kind === "item") return "split";
  if (wanted !== GAP.none && found !== GAP.none) {
    if (found === GAP.block) return "paragraph_break";
    return source.text.slice(copy.ends[c - 1], copy.starts[c]) === " " ? "same" : "white_space";
  }
  if (wanted === found) return "same";
  if (isPunctuationSpace(sides, r, c)) return "punctuation_space";
  if (wanted !== GAP.none) return "joined";
  if (found >= GAP.line && canBreak(sides, r)) return "white_space";
  return found >= GAP.line && isAfterHyphen(sides, r) ? "line_end_hyphen" : "parted";
}

/** Lines of scripts without spaces end between any two letters, and beside their signs. */
function canBreak({ reference }: Sides, r: number): boolean {
  const [left, right] = [wordAt(reference, r - 1), wordAt(reference, r)];
  return isUnspaced(left) || isUnspaced(right) || (WIDE_SIGN.test(left) && WIDE_SIGN.test(right));
}

const WIDE_SIGN = /^[\u3001-\u303f\uff01-\uff65]/;

function wordAt({ vocabulary, ids }: ReferenceWords, word: number): string {
  return vocabulary.words[ids[word] ?? 0] ?? "";
}

/** "re-" at the end of a line, where the reference has "re-sign". */
function isAfterHyphen({ reference }: Sides, r: number): boolean {
  if (wordAt(reference, r - 1) !== "-" || reference.gaps[r - 1] !== GAP.none) return false;
  return reference.isWord[r] === 1 && reference.isWord[r - 2] === 1;
}

/** French and its kin put a space before ! ? ; : and inside guillemets; others do not. */
function isPunctuationSpace(sides: Sides, r: number, c: number): boolean {
  const { reference } = sides;
  const [left, right] = [wordAt(reference, r - 1), wordAt(reference, r)];
  if (/^[!?;:]$/.test(right)) return !isFollowedByWord(sides, r, c);
  if (left !== '"' && right !== '"') return false;
  const at = left === '"' ? -1 : 0;
  return /[\u00ab\u00bb]/.test(spacedSpelling(sides, r, c, at));
}

function isFollowedByWord({ reference, copy }: Sides, r: number, c: number): boolean {
  const inReference = reference.gaps[r + 1] === GAP.none && reference.isWord[r + 1] === 1;
  return inReference || (copy.gaps[c + 1] === GAP.none && copy.isWord[c + 1] === 1);
}

/** How the quotation mark is written on the side that has the space. */
function spacedSpelling({ reference, copy, source }: Sides, r: number, c: number, at: number): string {
  if (copy.gaps[c] !== GAP.none) return source.text.slice(copy.starts[c + at], copy.ends[c + at]);
  return blockAt(reference, r).text.slice(reference.starts[r + at], reference.ends[r + at]);
}

/** Blocks whose end must show: all but that of a plain paragraph before another. */
function isHard(blocks: readonly ReferenceBlock[]): boolean {
  return blocks.some(({ kind, isDemand }) => kind !== "paragraph" || isDemand);
}

function compareBetween(sides: Sides, blocks: readonly ReferenceBlock[], r: number, c: number): GapFinding {
  const { copy, source } = sides;
  const found = copy.gaps[c] as number;
  if (isHard(blocks)) {
    const kindAt = (word: number) => source.blocks[copy.blockOf[word] as number]?.kind;
    const inOneItem = found === GAP.line && kindAt(c) === "item";
    // What goes on after an item in the next column or on the next page, without a marker, is still that item.
    const goesOn = blocks.every(({ list }) => list !== null) && kindAt(c - 1) === "item" && kindAt(c) !== "item";
    return found < GAP.line || inOneItem || goesOn ? "merged" : "same";
  }
  if (found === GAP.block) return "same";
  if (found !== GAP.none) return "paragraph_break";
  const [left, right] = [wordAt(sides.reference, r - 1), wordAt(sides.reference, r)];
  return isUnspaced(right) && /^[\p{P}]/u.test(left) ? "paragraph_break" : "joined";
}
