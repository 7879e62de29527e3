import type { Extracted, ImportWarning } from "../extracted.ts";
import type { Labelled, LabelledBlock, Role } from "../labelled.ts";
import { endsSentence, endsWithColon } from "./look.ts";
import type { Piece } from "./pieces.ts";
import { cutPieces, isWrapped } from "./pieces.ts";
import { subjectLength } from "./title.ts";
import type { Run } from "./words.ts";
import { joinWords, tellChanges } from "./words.ts";

/** One block of the statement to be, its words not yet written as Markdown. */
export type Part = {
  readonly kind: "heading" | "paragraph" | "item" | "quotation";
  /** Of a heading, 2 or 3. */
  readonly level: number;
  /** Of an item: which list, whether it is numbered, and its number where it has one. */
  readonly list: string;
  readonly ordered: boolean;
  readonly number: number | null;
  /** Of an item: what stood before it where a text cannot say so with a mark of its own. */
  readonly marker: string | null;
  readonly runs: Run[];
  /** The labelled blocks that went into it. */
  readonly blocks: number[];
  readonly start: number;
  readonly end: number;
};

const PARTS: readonly Role[] = ["salutation", "heading", "body", "demand-lead-in", "demand"];

/** A block is cut below the limit of a text's block, in UTF-16 units, with room for escapes. */
const CUT = 9_000;

/** The blocks of the statement in order, items within items put into the words of those that hold them. */
export function partsOf(labelled: Labelled, extracted: Extracted, warnings: ImportWarning[]): Part[] {
  const pieces = new Map(cutPieces(extracted, null).map((piece) => [piece.start, piece]));
  const shift = levelShift(labelled, pieces);
  const out: Part[] = [];
  let base = 1;
  for (const [index, block] of labelled.blocks.entries()) {
    if (!PARTS.includes(block.role)) continue;
    const piece = pieces.get(block.start);
    const part = makePart(block, index, piece, extracted, warnings, shift);
    if (part.kind !== "item") base = 0;
    const depth = piece?.list?.depth ?? 1;
    const last = out.at(-1);
    if (part.kind === "item" && base === 0) base = depth;
    if (part.kind === "item" && last?.kind === "item" && depth > base) putWithin(last, part, warnings);
    else out.push(...cutPart(part, warnings));
  }
  return out;
}

/** Headings of a text begin at level 2, whatever level its title had. */
function levelShift(labelled: Labelled, pieces: ReadonlyMap<number, Piece>): number {
  const title = labelled.blocks.find(({ role }) => role === "headline");
  const own = title === undefined ? null : (pieces.get(title.start)?.level ?? null);
  const levels = labelled.blocks.flatMap((block) =>
    block.role === "heading" ? [pieces.get(block.start)?.level ?? 2] : [],
  );
  const highest = levels.reduce((least, level) => Math.min(least, level), 6);
  return highest <= (own ?? 1) ? 2 - highest : 1 - (own ?? 1);
}

function makePart(
  block: LabelledBlock,
  index: number,
  piece: Piece | undefined,
  extracted: Extracted,
  warnings: ImportWarning[],
  shift: number,
): Part {
  const kind = kindOf(block, piece);
  const isItem = kind === "item";
  const start = isItem && piece !== undefined ? piece.wordsStart : block.start;
  const lines = block.text.split("\n").map((text) => ({ text }));
  const { runs, changes } = joinWords(extracted, [start, block.end], lines.length > 1 && (isItem || isWrapped(lines)));
  warnings.push(...tellChanges(changes));
  if (piece?.kind === "cell")
    warnings.push({
      code: "table",
      message: "This was a cell of a table, which a text cannot hold: it became a paragraph.",
      start: block.start,
      end: block.end,
    });
  const marker = piece?.list?.marker ?? null;
  return {
    kind,
    level: Math.min(3, Math.max(2, (piece?.level ?? 2) + shift)),
    list: piece?.list?.id ?? "",
    ordered: isItem && (piece?.list?.ordered ?? false) && marker?.kind !== "letter",
    number: marker?.kind === "number" ? marker.value : null,
    marker: marker === null || marker.kind === "bullet" ? null : marker.text,
    runs: [...runs],
    blocks: [index],
    start: block.start,
    end: block.end,
  };
}

function kindOf(block: LabelledBlock, piece: Piece | undefined): Part["kind"] {
  if (block.role === "heading" || (block.role === "demand" && piece?.kind === "heading")) return "heading";
  if (piece?.kind === "item") return "item";
  return piece?.kind === "quotation" ? "quotation" : "paragraph";
}

const plainRun = (text: string): Run => ({ text, emphasis: false, strong: false, href: null });

function putWithin(into: Part, part: Part, warnings: ImportWarning[]): void {
  const words = into.runs.at(-1)?.text ?? "";
  const between =
    endsSentence(words) || endsWithColon(words) || /[,;،；]$/u.test(words)
      ? " "
      : into.blocks.length === 1
        ? ": "
        : "; ";
  const marker = part.marker === null ? [] : [plainRun(`${part.marker} `)];
  into.runs.push(plainRun(between), ...marker, ...part.runs);
  into.blocks.push(...part.blocks);
  const message =
    "An item within an item became words of the one that holds it, since lists of a text have one level: look how it reads.";
  warnings.push({ code: "nested_item", message, start: part.start, end: part.end });
}

/** A part that is too long for a block becomes several, cut after a sentence or a word. */
function cutPart(part: Part, warnings: ImportWarning[]): Part[] {
  const words = part.runs.map((run) => run.text).join("");
  if (words.length <= CUT * 2) return [part];
  const message = `A block has at most 20,000 characters: this one of ${words.length} was cut into several.`;
  warnings.push({ code: "block_too_long", message, start: part.start, end: part.end });
  const out: Part[] = [];
  for (let at = 0; at < words.length; ) {
    const cut = words.length - at <= CUT * 2 ? words.length : cutAt(words, at);
    out.push({
      ...part,
      kind: out.length === 0 ? part.kind : "paragraph",
      runs: [plainRun(words.slice(at, cut).trim())],
    });
    at = cut;
  }
  return out.filter(({ runs }) => runs[0]?.text !== "");
}

function cutAt(words: string, from: number): number {
  const window = words.slice(from + CUT / 2, from + CUT);
  const sentence = Math.max(window.lastIndexOf(". "), window.lastIndexOf("。"), window.lastIndexOf("؟ "));
  const space = window.lastIndexOf(" ");
  const at = sentence !== -1 ? sentence + 1 : space !== -1 ? space : window.length;
  const cut = from + CUT / 2 + at;
  // Never between the halves of one character.
  return /[\udc00-\udfff]/.test(words.charAt(cut)) ? cut + 1 : cut;
}

/** The words of the title; where no block is it, what says best what this is, and a warning. */
export function titleRuns(labelled: Labelled, extracted: Extracted, warnings: ImportWarning[]): readonly Run[] {
  const [headline, ...more] = labelled.blocks.filter(({ role }) => role === "headline");
  for (const { start, end } of more) {
    warnings.push({
      code: "two_titles",
      message: "This is labelled as a headline too and was left out: a statement has one title.",
      start,
      end,
    });
  }
  if (headline !== undefined) {
    const { runs, changes } = joinWords(extracted, [headline.start + subjectLength(headline), headline.end], true);
    warnings.push(...tellChanges(changes));
    if (runs.length > 0) return runs;
  }
  const kicker = labelled.blocks
    .find(({ role }) => role === "kicker")
    ?.text.replaceAll(/\s+/g, " ")
    .trim();
  const instead = kicker ?? extracted.metadata.title?.trim() ?? "";
  const title = instead === "" ? "…" : instead;
  warnings.push({
    code: "no_title",
    message: `No line is labelled as the title: “${title}” stands for it until you write one.`,
  });
  return [plainRun(title)];
}
