import type { Alignment } from "./align-blocks.ts";
import { foldCharacters } from "./foldings.ts";

/** Share of pairs of letters in common from which a line is a title that was reworded. */
const ALIKE = 0.55;

/** Lines that are looked at. */
const LINES_LIMIT = 5_000;

/**
 * Whether a line that stands for no block says nearly what the title says: other letters, other case, a word more or less. Lines
 * much longer than the title are looked at in their beginning and end.
 */
export function hasSimilarTitle({ reference, foreign, copy, source }: Alignment): boolean {
  const title = bagOf(reference.blocks[0]?.text ?? "");
  const length = reference.blocks[0]?.text.length ?? 0;
  let left = LINES_LIMIT;
  for (const { from, to } of foreign) {
    for (let c = from; c < to && left > 0; left -= 1) {
      const start = c;
      for (c += 1; c < to && copy.blockOf[c] === copy.blockOf[c - 1] && copy.gaps[c] !== 2; ) c += 1;
      const line = source.text.slice(copy.starts[start], copy.ends[c - 1]);
      if (partsOf(line, length).some((part) => likenessOf(title, bagOf(part)) >= ALIKE)) return true;
    }
  }
  return false;
}

function partsOf(line: string, length: number): string[] {
  return line.length <= 2 * length ? [line] : [line.slice(0, length), line.slice(-length)];
}

type Bag = { readonly pairs: ReadonlyMap<string, number>; readonly size: number };

/** Pairs of letters within words, without case. */
function bagOf(text: string): Bag {
  const pairs = new Map<string, number>();
  let size = 0;
  for (const word of foldCharacters(text)
    .text.toLowerCase()
    .normalize("NFKD")
    .match(/[\p{L}\p{N}]+/gu) ?? []) {
    const letters = [...` ${word} `];
    for (let at = 1; at < letters.length; at += 1) {
      const pair = `${letters[at - 1]}${letters[at]}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      size += 1;
    }
  }
  return { pairs, size };
}

/** Dice's coefficient. */
function likenessOf(a: Bag, b: Bag): number {
  if (a.size === 0 || b.size === 0) return 0;
  let common = 0;
  for (const [pair, count] of a.pairs) common += Math.min(count, b.pairs.get(pair) ?? 0);
  return (2 * common) / (a.size + b.size);
}
