import { MalformedError } from "../errors.ts";
import type { Inline } from "./inline.ts";
import { formatInlines, plainText } from "./inline.ts";
import { parseInlines } from "./inline-parse.ts";
import { countCodePoints } from "./repertoire.ts";

/** Greatest length of a title's words, in code points. */
export const TITLE_LIMIT = 300;

/** Greatest length of a block's line in the file, in code points. */
export const BLOCK_LIMIT = 20_000;

/** Which list an item belongs to. `group` counts the lists of a text from 1; `start` is the number of its first item. */
export type List =
  | { readonly ordered: false; readonly group: number }
  | { readonly ordered: true; readonly group: number; readonly start: number };

/** What a block is, apart from where it stands. */
export type BlockKind = Block["kind"];

type Place = {
  /** ¶ number: 1-based, the same for the same block in every language of a version. */
  readonly number: number;
  /** 1-based line of the file. */
  readonly line: number;
  readonly inlines: readonly Inline[];
};

/** A numbered leaf of a text: one line of its file. */
export type Block =
  | (Place & { readonly kind: "heading"; readonly level: 2 | 3 })
  | (Place & { readonly kind: "paragraph" })
  | (Place & { readonly kind: "item"; readonly list: List })
  | (Place & { readonly kind: "quotation" });

/** A line read alone: an ordered item still has its own number, not yet the list that it belongs to. */
export type Leaf = { readonly inlines: readonly Inline[] } & (
  | { readonly kind: "heading"; readonly level: 2 | 3 }
  | { readonly kind: "paragraph" | "quotation" | "bullet" }
  | { readonly kind: "ordinal"; readonly ordinal: number }
);

export function refuseLine(line: number, column: number, what: string): never {
  throw new MalformedError("text_refused", `line ${line}, column ${column}: ${what}`, { line, column });
}

/** Parses the first line of a text, `# ` and the title. */
export function readTitle(source: string): readonly Inline[] {
  if (!source.startsWith("# ")) refuseLine(1, 1, "a text begins with its title: write # and a space before it");
  checkSpaces(source, 1);
  const title = parseInlines(source.slice(2), { line: 1, before: 2, kind: "heading", links: false });
  if (countCodePoints(plainText(title)) > TITLE_LIMIT) {
    refuseLine(1, 3 + TITLE_LIMIT, `a title has at most ${TITLE_LIMIT} characters: shorten it`);
  }
  return title;
}

/** Parses any other line that is not blank. */
export function readLeaf(source: string, line: number): Leaf {
  checkSpaces(source, line);
  const marker = /^(?:#{2,3}|-|>|[1-9][0-9]{0,8}\.) /.exec(source)?.[0] ?? "";
  if (marker === "") refuseMarker(source, line);
  const kind = marker.startsWith("#") ? "heading" : "body";
  const inlines = parseInlines(source.slice(marker.length), { line, before: marker.length, kind, links: true });
  if (marker === "") return { kind: "paragraph", inlines };
  if (marker === "- ") return { kind: "bullet", inlines };
  if (marker === "> ") return { kind: "quotation", inlines };
  if (kind === "heading") return { kind, level: marker === "## " ? 2 : 3, inlines };
  return { kind: "ordinal", ordinal: Number.parseInt(marker, 10), inlines };
}

/** Spaces of a line: none at either end, never two together; and no line too long. */
function checkSpaces(source: string, line: number): void {
  if (source.length > BLOCK_LIMIT && countCodePoints(source) > BLOCK_LIMIT) {
    refuseLine(line, BLOCK_LIMIT + 1, `a block has at most ${BLOCK_LIMIT} characters: make two of it`);
  }
  if (source.startsWith(" ")) {
    refuseLine(
      line,
      1,
      "a line begins without space; an item has one paragraph and no list inside it: make it one list",
    );
  }
  const space = / $| {2}/.exec(source);
  if (space === null) return;
  const column = countCodePoints(source.slice(0, space.index)) + 1;
  refuseLine(
    line,
    column,
    space[0] === " " ? "a line ends without space: delete it" : "one space is enough: delete the other",
  );
}

/** Other Markdown at the beginning of a line, and what to write instead. The first pattern that fits is taken. */
const FOREIGN: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/^([*_] ?){3,}$/, "dividing lines are not part of a text: delete it, or write a heading"],
  [/^-{2,}$/, "dividing lines are not part of a text: delete it, or write a heading"],
  [/^# /, "a text has one title, in its first line: write ## or ### for a heading"],
  [/^#{4,6}( |$)/, "headings have two levels: write ## or ###"],
  [/^(#{1,3}|-|>|[0-9]{1,9}[.)])$/, "there are no words after this mark: write some, or delete the line"],
  [/^[*+] /, "list items begin with - and a space"],
  [/^[0-9]{1,9}\) /, "numbered items are written 1. 2. 3.: for the words themselves write \\) instead of )"],
  [/^0[0-9]{0,8}\. /, "numbered items begin at 1, without zeros: for the words themselves write \\. instead of ."],
  [/^>/, "a quotation begins with > and a space: for the character itself write \\>"],
  [/^(```|~~~)/, "code is not part of a statement: write it as a paragraph"],
  [/^\[\^/, "footnotes are not part of a text: write the note where it belongs, or \\[ for the character itself"],
  [/^\[[^\]]+\]:/, "links are written where they stand, as [words](https://…)"],
  [/^\|/, "tables are not part of a text: write a list, or \\| for the character itself"],
];

function refuseMarker(source: string, line: number): void {
  const advice = FOREIGN.find(([pattern]) => pattern.test(source))?.[1];
  if (advice !== undefined) refuseLine(line, 1, advice);
}

/** The line of a block as parseText reads it. `ordinal` is the item's own number, where its list is numbered. */
export function formatLeaf(block: Block, ordinal: number): string {
  if (block.kind === "heading") return `${"#".repeat(block.level)} ${formatInlines(block.inlines, "heading")}`;
  const words = formatInlines(block.inlines, "body");
  if (block.kind === "quotation") return `> ${words}`;
  if (block.kind === "paragraph") return words;
  return block.list.ordered ? `${ordinal}. ${words}` : `- ${words}`;
}
