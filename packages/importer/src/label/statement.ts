import { MalformedError } from "@undersigned/core/errors.ts";
import { BLOCKS_LIMIT, parseText } from "@undersigned/core/statement/text.ts";
import type { Extracted, ImportWarning } from "../extracted.ts";
import type { Labelled } from "../labelled.ts";
import { cuesFor } from "./cues.ts";
import { demandsOf } from "./demands-of.ts";
import { cutTitle, formatLine } from "./line.ts";
import type { Part } from "./parts.ts";
import { partsOf, titleRuns } from "./parts.ts";

/** The statement alone, ready for "new statement". */
export type Statement = {
  /** A text in its one canonical form (spec/text.md), unless a warning says why it cannot be one. */
  readonly markdown: string;
  /** Which blocks of the text, from 1, hold demands, and of whom. */
  readonly demands: readonly { readonly block: number; readonly addressees: readonly string[] }[];
  readonly warnings: readonly ImportWarning[];
};

type Writing = {
  lines: string[];
  /** Blocks so far. */
  count: number;
  /** The list that the last block belongs to, and its number. */
  last: { readonly kind: "bullet" | "ordinal"; readonly number: number; readonly list: string } | null;
  readonly warnings: ImportWarning[];
};

/**
 * The statement alone, of labels as rules gave them or a person changed them: title, salutation, body, demands and their lead-in. What
 * the publisher wrote, to whom it is addressed and who signed is left out. Canonical Markdown comes out as it went in.
 */
export function statementOf(labelled: Labelled, extracted: Extracted): Statement {
  const writing: Writing = { lines: [], count: 0, last: null, warnings: [] };
  const parts = partsOf(labelled, extracted, writing.warnings);
  const { title, rest } = cutTitle(titleRuns(labelled, extracted, writing.warnings));
  const head = writeWords(writing, title, "title", {});
  const numbers = new Map<number, number>();
  if (rest.length > 0) {
    warnAt(
      writing,
      "title_too_long",
      "The title is longer than a title may be: what is too much became the first paragraph.",
      {},
    );
    push(writing, writeWords(writing, rest, "body", {}), false);
  }
  for (const part of parts) {
    writePart(writing, part);
    for (const block of part.blocks) numbers.set(block, numbers.get(block) ?? writing.count);
  }
  if (writing.count === 0)
    warnAt(writing, "no_body", "No block is labelled as part of the statement: label at least one.", {});
  const markdown = `# ${head}\n${writing.lines.join("")}`;
  checkMarkdown(writing, markdown);
  const demands = demandsOf(labelled.blocks, cuesFor(labelled.lang));
  return {
    markdown,
    demands: joinDemands(demands.map(({ block, addressees }) => ({ block: numbers.get(block) ?? 0, addressees }))),
    warnings: writing.warnings,
  };
}

/** Items within an item are in its block: it is one demand, asked of all whom they are asked of. */
function joinDemands(demands: Statement["demands"]): Statement["demands"] {
  const byBlock = new Map<number, Set<string>>();
  for (const { block, addressees } of demands) {
    if (block === 0) continue;
    const all = byBlock.get(block) ?? new Set();
    for (const addressee of addressees) all.add(addressee);
    byBlock.set(block, all);
  }
  return [...byBlock].map(([block, addressees]) => ({ block, addressees: [...addressees] }));
}

type Place = { readonly start?: number; readonly end?: number };

function warnAt({ warnings }: Writing, code: string, message: string, { start, end }: Place): void {
  warnings.push(start === undefined || end === undefined ? { code, message } : { code, message, start, end });
}

function writeWords(writing: Writing, runs: Part["runs"], kind: "title" | "heading" | "body", place: Place): string {
  const { words, lost } = formatLine(runs, kind);
  for (const what of lost) {
    if (what === "emphasis")
      warnAt(
        writing,
        "emphasis_lost",
        "Emphasis that a text cannot hold here was left out; the words are there.",
        place,
      );
    if (what === "links")
      warnAt(
        writing,
        "links_lost",
        "The address of a link cannot stand in a text and was left out; its words are there.",
        place,
      );
    if (what === "characters")
      warnAt(
        writing,
        "characters_replaced",
        "A character that no text may hold stands as □ now: write what is meant.",
        place,
      );
  }
  return words;
}

function push(writing: Writing, line: string, sameList: boolean): void {
  writing.lines.push(`${sameList ? "" : "\n"}${line}\n`);
  writing.count++;
}

function writePart(writing: Writing, part: Part): void {
  const kind = part.kind === "heading" ? "heading" : "body";
  if (part.kind === "item") {
    writeItem(writing, part);
    return;
  }
  const words = writeWords(writing, part.runs, kind, part);
  const mark = part.kind === "heading" ? `${"#".repeat(part.level)} ` : part.kind === "quotation" ? "> " : "";
  push(writing, `${mark}${words}`, false);
  writing.last = null;
}

function writeItem(writing: Writing, part: Part): void {
  const { last } = writing;
  const number = part.ordered
    ? (part.number ?? (last?.kind === "ordinal" && last.list === part.list ? last.number + 1 : 1))
    : 0;
  // Numbers of a text's list rise by one, and two lists need words between them.
  const counts = number > 0 && (last?.kind !== "ordinal" || last.number + 1 === number);
  if (counts) {
    push(writing, `${number}. ${writeWords(writing, part.runs, "body", part)}`, last?.kind === "ordinal");
    writing.last = { kind: "ordinal", number, list: part.list };
    return;
  }
  if (last?.kind === "bullet" && last.list !== part.list) {
    warnAt(
      writing,
      "lists_joined",
      "Two lists stand one after the other without words between and became one: write words between them.",
      part,
    );
  }
  const kept = part.marker === null ? [] : [{ text: `${part.marker} `, emphasis: false, strong: false, href: null }];
  if (kept.length > 0)
    warnAt(
      writing,
      "marker_kept",
      `“${part.marker}” cannot number an item of a text here, and stands among its words.`,
      part,
    );
  push(writing, `- ${writeWords(writing, [...kept, ...part.runs], "body", part)}`, last?.kind === "bullet");
  writing.last = { kind: "bullet", number: 0, list: part.list };
}

function checkMarkdown(writing: Writing, markdown: string): void {
  if (writing.count === 0) return;
  if (writing.count > BLOCKS_LIMIT) {
    warnAt(
      writing,
      "too_large",
      `A text has at most ${BLOCKS_LIMIT} blocks, and this has ${writing.count}: shorten it, or label what is no part of it.`,
      {},
    );
    return;
  }
  try {
    parseText(markdown);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    warnAt(writing, error.code, `This is no text yet: ${error.message}`, {});
  }
}
