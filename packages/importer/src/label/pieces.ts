import type { CopyBlock } from "@undersigned/core/compare/copy.ts";
import type { Extracted } from "../extracted.ts";
import type { Marker } from "./marker.ts";
import { readListNumber, readMarker } from "./marker.ts";

/** What gets one role: an extracted block, or some of its lines where they differ. */
export type Piece = {
  /** The extracted block that it belongs to. */
  readonly block: number;
  readonly start: number;
  readonly end: number;
  readonly kind: CopyBlock["kind"];
  readonly level: number | null;
  /** Of an item: which list, counted from 1 over the whole source, and how deep from 1. */
  readonly list: {
    readonly id: string;
    readonly depth: number;
    readonly marker: Marker | null;
    readonly ordered: boolean;
  } | null;
  readonly region: CopyBlock["region"] | null;
  /** Where its words begin, after the marker of an item. */
  readonly wordsStart: number;
  /** Its words as one line, without the marker of an item. */
  readonly words: string;
  /** Whether the publisher's page has it within the article; true where nobody knows. */
  readonly inside: boolean;
};

type Line = { readonly start: number; readonly end: number; readonly text: string };

/** A block of more lines than this is left whole: nobody reviews so many pieces. */
const LINES_LIMIT = 20_000;

/** Cuts what was extracted into pieces. Their spans lie within the blocks', in order, none overlapping, none without words. */
export function cutPieces(extracted: Extracted, article: readonly boolean[] | null): Piece[] {
  const out: Piece[] = [];
  // In Markdown what stands as words is words; elsewhere people type their bullets and numbers.
  const typed = extracted.source.kind !== "markdown";
  for (const [index, block] of extracted.blocks.entries()) {
    const raw = extracted.text.slice(block.start, block.end);
    const lines = readLines(raw, block.start);
    const inside = article === null ? true : (article[index] ?? false);
    for (const group of groupLines(lines, block, typed)) out.push(...makePiece(group, block, { index, inside, typed }));
  }
  return out;
}

function readLines(raw: string, offset: number): Line[] {
  const lines: Line[] = [];
  let at = 0;
  for (const text of raw.split("\n")) {
    if (/\S/.test(text)) lines.push({ start: offset + at, end: offset + at + text.length, text });
    at += text.length + 1;
  }
  return lines;
}

/** Which lines belong together. */
function groupLines(lines: Line[], block: CopyBlock, typed: boolean): Line[][] {
  if (lines.length < 2 || lines.length > LINES_LIMIT || block.kind === "heading") return [lines];
  const marked = lines.map((line) => typed && readMarker(line.text) !== null);
  if (marked.filter(Boolean).length > (block.kind === "item" ? 1 : 0) && isMarkedList(marked)) {
    return joinContinuations(lines, marked);
  }
  if (block.kind === "item" || (block.kind === "quotation" && !typed) || isWrapped(lines)) return [lines];
  return lines.map((line) => [line]);
}

/** One marked line alone is most often a hard-wrapped line that happens to begin with a dash or a year. */
function isMarkedList(marked: readonly boolean[]): boolean {
  const count = marked.filter(Boolean).length;
  return count >= 2 || (marked[0] === true && count === 1);
}

/** An item goes on until the next marker; words before the first marker stand by themselves. */
function joinContinuations(lines: readonly Line[], marked: readonly boolean[]): Line[][] {
  const groups: Line[][] = [];
  let widest = 0;
  for (const [index, line] of lines.entries()) {
    const last = groups.at(-1);
    // A short line before this one had room for its first word: it ended there on purpose.
    const previous = lines[index - 1]?.text ?? "";
    const room = previous.length + (line.text.trimStart().split(/\s/, 1)[0]?.length ?? 0) + 1 <= widest;
    const indented = /^\s/.test(line.text);
    if (marked[index] || last === undefined || (room && !indented && /[.!?;:。！？；：]\s*$/.test(previous)))
      groups.push([line]);
    else last.push(line);
    widest = Math.max(widest, line.text.length);
  }
  return groups;
}

/** Lines that an editor or mail program broke to fit a width: all but the last are about as long as the longest. */
export function isWrapped(lines: readonly { readonly text: string }[]): boolean {
  const lengths = lines.map((line) => line.text.trim().length);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const wide = /[\p{Script=Han}\p{Script=Hiragana}]/u.test(lines[0]?.text ?? "");
  if (longest < (wide ? 18 : 42)) return false;
  // Names with what they are, one a line: each begins with a capital, has a comma, and ends no sentence.
  if (lines.every(({ text }) => /^\s*\p{Lu}[^,]*,/u.test(text) && !/[.!?:;]\s*$/u.test(text))) return false;
  let broken = 0;
  for (let index = 0; index + 1 < lines.length; index++) {
    const next = wide ? 1 : (lines[index + 1]?.text.trim().split(/\s/, 1)[0]?.length ?? 0) + 1;
    if ((lengths[index] ?? 0) + next > longest * 0.9) broken++;
  }
  return broken >= (lines.length - 1) * 0.6;
}

type Place = { readonly index: number; readonly inside: boolean; readonly typed: boolean };

function makePiece(group: readonly Line[], block: CopyBlock, { index, inside, typed }: Place): Piece[] {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return [];
  const lead = first.text.length - first.text.trimStart().length;
  const start = first.start + lead;
  const end = last.start + last.text.trimEnd().length;
  const raw = group.map((line) => line.text.trim()).join("\n");
  const marker = typed ? readMarker(raw) : null;
  const own =
    block.list?.marker === undefined
      ? marker
      : (readMarker(`${block.list.marker} x`) ?? readListNumber(block.list.marker));
  const isItem = block.kind === "item" || (marker !== null && block.kind === "paragraph");
  const inText =
    marker !== null && (block.list?.marker === undefined || block.kind !== "item" || sameMarker(marker, own));
  const cut = inText && isItem && raw.length > marker.length ? marker.length : 0;
  const words = raw.slice(cut).replaceAll(/\s+/g, " ").trim();
  const depth =
    (block.list?.depth ?? 1) + (block.kind === "item" && group[0] !== undefined && start > block.start + 8 ? 1 : 0);
  return [
    {
      block: index,
      start,
      end,
      kind: isItem ? "item" : block.kind,
      level: block.level ?? null,
      list: isItem
        ? {
            id: block.list === undefined ? `block ${index}` : `list ${block.list.id}`,
            depth,
            marker: own,
            ordered: block.list?.ordered ?? (own !== null && own.kind === "number"),
          }
        : null,
      region: block.region ?? null,
      wordsStart: start + cut,
      words,
      inside,
    },
  ];
}

function sameMarker(a: Marker, b: Marker | null): boolean {
  return b !== null && a.kind === b.kind && a.value === b.value;
}
