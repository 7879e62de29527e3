import type { Chance } from "./chance.ts";
import type { Piece, Sheet, SheetBlock } from "./sheet.ts";
import { plain, replaceBlock, wordsOf } from "./sheet.ts";

/** A word within a sheet, with what stands around it in its block. */
export type Place = {
  readonly at: number;
  readonly before: string;
  readonly word: string;
  readonly after: string;
};

const SEGMENTERS = new Map<string, Intl.Segmenter>();

function segmenter(): Intl.Segmenter {
  const known = SEGMENTERS.get("und") ?? new Intl.Segmenter("und", { granularity: "word" });
  SEGMENTERS.set("und", known);
  return known;
}

/** One of the words for which `fits` holds, in a block drawn by chance; null where a few draws found none. */
export function pickWord(
  sheet: Sheet,
  chance: Chance,
  fits: (word: string, block: SheetBlock) => boolean,
): Place | null {
  for (let draw = 0; draw < 12; draw++) {
    const at = chance.below(sheet.length);
    const block = sheet[at];
    if (block === undefined || block.pieces.some(({ look }) => look !== "plain")) continue;
    const words = wordsOf(block);
    const fitting = [...segmenter().segment(words)].filter(
      ({ segment, isWordLike }) => isWordLike === true && fits(segment, block),
    );
    if (fitting.length === 0) continue;
    const { index, segment } = chance.of(fitting);
    return { at, before: words.slice(0, index), word: segment, after: words.slice(index + segment.length) };
  }
  return null;
}

/** The sheet with other words at that place. */
export function putWord(sheet: Sheet, { at, before, after }: Place, word: string): Sheet {
  return putPieces(sheet, at, plain(before + word + after));
}

/** The sheet with the word at that place looking otherwise. */
export function putLook(sheet: Sheet, { at, before, word, after }: Place, look: string): Sheet {
  return putPieces(sheet, at, [...plain(before), { words: word, look }, ...plain(after)]);
}

function putPieces(sheet: Sheet, at: number, pieces: readonly Piece[]): Sheet {
  return replaceBlock(sheet, at, { ...(sheet[at] as SheetBlock), pieces: pieces.filter(({ words }) => words !== "") });
}
