/** A block of a document that a test has made: `makeDocx`, `makePdf`. */
export type MadeBlock = {
  readonly kind: "heading" | "paragraph" | "item" | "quotation";
  /** Of a heading 1 (the title) to 6; of an item its depth from 1. */
  readonly level?: number;
  /** Of an item: numbered, or with bullets. */
  readonly ordered?: boolean;
  readonly words: string;
};
