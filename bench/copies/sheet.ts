import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Text } from "@undersigned/core/statement/text.ts";

/**
 * How a stretch of words is made to look in a rendered copy. `plain` words show as they are; every other look is one that a reader
 * sees otherwise than the file holds it: what that is, each renderer knows for its own kind of file.
 */
export type Piece = { readonly words: string; readonly look: string };

/** A block of a copy that is going to be rendered. */
export type SheetBlock = {
  readonly kind: "title" | "heading" | "paragraph" | "item" | "quotation";
  readonly level: number;
  /** Of an item: its number where the list is ordered, else null. Items of one list stand in a row. */
  readonly number: number | null;
  readonly pieces: readonly Piece[];
};

/** A text as it is going to be republished: what attacks alter and renderers write. */
export type Sheet = readonly SheetBlock[];

/** The words of a text, title first, without emphasis and destinations. */
export function sheetOf(text: Text): Sheet {
  const title: SheetBlock = { kind: "title", level: 1, number: null, pieces: plain(plainText(text.title)) };
  let group = 0;
  let number = 0;
  const blocks = text.blocks.map((block): SheetBlock => {
    const pieces = plain(plainText(block.inlines));
    if (block.kind === "heading") return { kind: "heading", level: block.level, number: null, pieces };
    if (block.kind !== "item") return { kind: block.kind, level: 0, number: null, pieces };
    if (!block.list.ordered) return { kind: "item", level: 1, number: null, pieces };
    number = block.list.group === group ? number + 1 : block.list.start;
    group = block.list.group;
    return { kind: "item", level: 1, number, pieces };
  });
  return [title, ...blocks];
}

export function plain(words: string): Piece[] {
  return [{ words, look: "plain" }];
}

/** A block with other words. */
export function withWords(block: SheetBlock, words: string): SheetBlock {
  return { ...block, pieces: plain(words) };
}

/** The words of a block, however they look. */
export function wordsOf({ pieces }: SheetBlock): string {
  return pieces.map(({ words }) => words).join("");
}

export function replaceBlock(sheet: Sheet, at: number, ...blocks: readonly SheetBlock[]): Sheet {
  return [...sheet.slice(0, at), ...blocks, ...sheet.slice(at + 1)];
}

/**
 * What a reader is told by a sheet, block by block, without what is mere typography: the bench's own and far simpler idea of
 * "the same words", so that an attack that happens to change nothing is not counted as one.
 */
export function sayingOf(sheet: Sheet): string[] {
  return sheet.map((block) => {
    const words = wordsOf(block)
      .normalize("NFC")
      .replaceAll(/[\u00ad\u200b\ufeff]/gu, "")
      .replaceAll(/[‘’‚‛′`´']/gu, "'")
      .replaceAll(/[“”„‟«»″"]/gu, '"')
      .replaceAll(/[‐‑‒–—―−-]/gu, "-")
      .replaceAll("…", "...")
      .replaceAll("ﬁ", "fi")
      .replaceAll("ﬂ", "fl")
      .replaceAll(/\s+/gu, " ")
      .trim();
    return `${block.kind === "item" ? "item" : ""} ${block.number ?? ""} ${words}`;
  });
}
