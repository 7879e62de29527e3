import type { CopyBlock } from "@undersigned/core/compare/copy.ts";
import type { CopyBuilder } from "../copy-builder.ts";
import type { Link } from "../html/links.ts";
import type { Theme } from "./look.ts";
import type { Numbering } from "./numbering.ts";
import type { Styles } from "./styles.ts";
import type { XmlElement } from "./xml.ts";

/** What is counted on the way, for one warning each. */
export type Tally = {
  insertions: number;
  deletions: number;
  moves: number;
  /** Changes of look, lists or tables that somebody tracked. */
  formatting: number;
  /** The words before the first of them. */
  firstChange: string | null;
  pictures: number;
  textBoxes: number;
};

/** A note of a document and how many it is. */
export type Note = { readonly kind: "footnote" | "endnote"; readonly id: string; readonly mark: string };

/** All that the walk through a document carries with it. */
export type Walk = {
  readonly writer: CopyBuilder;
  readonly styles: Styles;
  readonly numbering: Numbering;
  readonly theme: Theme;
  readonly tally: Tally;
  /** In the order of their marks. */
  readonly notes: Note[];
  /** How notes are numbered. */
  readonly noteFormats: { readonly footnote: string; readonly endnote: string };
  /** Fields that are open: what they do, and whether the walk is in their result by now. */
  readonly fields: { code: string; inResult: boolean; start: number }[];
  /** Lists that are open, the outermost first. */
  lists: { readonly id: number; readonly number: string; readonly level: number }[];
  lastList: number;
  /** Text boxes of the open paragraph: their blocks follow it. */
  readonly boxes: XmlElement[];
  /** Where words lead to, if a text can hold that. */
  readonly links: Link[];
  /** Where a relationship of the document leads. */
  readonly destination: (id: string) => string | null;
  /** How many letters each language has, as the document says. */
  readonly languages: Map<string, number>;
  /** A title stood before: what Word calls the first level of headings is the second then. */
  titled: boolean;
  /** The next paragraph goes on in the open block: a drop cap, or a paragraph mark that does not show. */
  goesOn: "first" | "second" | null;
};

/** Where blocks stand. */
export type Place = {
  readonly region?: NonNullable<CopyBlock["region"]>;
  readonly cell: boolean;
  /** Colours behind, the nearest first. */
  readonly paper: readonly (string | undefined)[];
  /** Why nothing here shows, whatever its look. */
  readonly hidden: string | null;
  /** The number of the note that this is. */
  readonly noteMark?: string;
};

/** How a person calls what was tracked. */
export type Tracked = "insertions" | "deletions" | "moves" | "formatting";

/** Notes a change that nobody decided on. */
export function noteTracked(walk: Walk, what: Tracked, readable: string): void {
  walk.tally[what]++;
  walk.tally.firstChange ??= walk.writer.place;
  walk.writer.unread("tracked", readable);
}
