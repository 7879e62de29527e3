/**
 * A copy, as whoever reads it would see it: its words from the first to the last, cut into the blocks that show. What makes
 * one out of a file or page is `importer`.
 */
export type Copy = {
  /**
   * Every visible word, as it stands there: nothing is folded, tidied or joined. Line breaks within a block are LF, blocks are
   * parted by two. All offsets below are UTF-16 units into this.
   */
  readonly text: string;
  /** In order, none overlapping another, none empty. */
  readonly blocks: readonly CopyBlock[];
  /** Words that do not look like the others. In order of `start`. */
  readonly marks: readonly CopyMark[];
  /** What is there and could not be read. */
  readonly unread: readonly Unread[];
};

/** One block, as far as its look tells what it is. */
export type CopyBlock = {
  readonly kind: "heading" | "paragraph" | "item" | "quotation" | "cell";
  readonly start: number;
  readonly end: number;
  /** Of a heading: 1 to 6. */
  readonly level?: number;
  /** Of an item: which list (from 1, every list its own number), how deep (from 1), and the marker where it is no word of `text`. */
  readonly list?: { readonly id: number; readonly depth: number; readonly ordered: boolean; readonly marker?: string };
  /** Where it stands, if the page or file says so. `notes` are footnotes and endnotes. */
  readonly region?: "navigation" | "header" | "footer" | "aside" | "caption" | "notes";
};

/** A stretch of `text` that a reader sees in another way. Struck words are there, and are not said. */
export type CopyMark = {
  readonly kind: "struck" | "superscript" | "subscript" | "emphasis" | "strong";
  readonly start: number;
  readonly end: number;
};

/** Why something could not be read. Closed: pages have a sentence for each. */
export type UnreadReason =
  | "picture" // words may stand in it
  | "hidden" // words that are in the file and do not show: display:none, zero size, the colour of the paper
  | "generated" // words that only a style sheet writes (::before, ::after)
  | "font" // a font that may show other letters than the file holds
  | "style" // a style sheet that was not read, which may hide or write words
  | "script" // the page is written by a script, and is nearly empty without
  | "frame" // another page or object within it
  | "tracked" // words that somebody added or struck with "track changes" and nobody decided on
  | "truncated" // it ends before its end
  | "undecodable"; // bytes that are no characters

export type Unread = {
  readonly why: UnreadReason;
  /** For a person: "a picture after “We call on the council”", "page 3". */
  readonly where: string;
  /** Where it stands in `text`; without it, it may be anywhere. */
  readonly at?: number;
};
