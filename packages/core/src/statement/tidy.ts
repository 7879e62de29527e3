import { TITLE_LIMIT } from "./block.ts";
import { countCodePoints } from "./repertoire.ts";
import type { LooseBlock } from "./tidy-blocks.ts";
import { findLooseBlocks, joinLines } from "./tidy-blocks.ts";
import type { TidyLine } from "./tidy-characters.ts";
import { tidyCharacters } from "./tidy-characters.ts";
import { tidyInlines } from "./tidy-inlines.ts";
import type { TidyChange, TidyReport } from "./tidy-report.ts";
import { startReport } from "./tidy-report.ts";

/** A text made ready for parseText as far as that can be done without a human, and every change that it took. */
export type Tidied = { readonly text: string; readonly changes: readonly TidyChange[] };

/** tidyText for a source that parseText does not accept as it is. @internal */
export function tidySource(source: string): Tidied {
  const report = startReport();
  const lines = tidyCharacters(source, report);
  for (const line of lines) {
    if (line.text.trim() !== "" && line.text.endsWith(" ")) report.add(line.number, "spaces");
  }
  const blocks = findLooseBlocks(lines, report);
  const title = takeTitle(blocks, report);
  setLevels(blocks, report);
  setNumbers(blocks, report);
  const out = title === null ? [] : [`# ${tidyWords(title, report)}`];
  let previous = title;
  for (const block of blocks) {
    const close = previous !== null && isSameList(previous, block);
    if (!close && out.length > 0) out.push("");
    if (previous !== null) reportGap(lines, previous, block, close ? 0 : 1, report);
    for (const line of formatLoose(block, report)) out.push(line);
    previous = block;
  }
  reportEnds(lines, title ?? blocks[0], previous, report);
  return { text: out.length === 0 ? "" : `${out.join("\n")}\n`, changes: report.changes() };
}

/**
 * The first block becomes the title when it is a heading, or one line of words that no heading stands before. Of a first
 * paragraph of several lines nobody can know where the title ends, so its lines stay as they are, to be refused.
 */
function takeTitle(blocks: LooseBlock[], report: TidyReport): LooseBlock | null {
  const [first] = blocks;
  if (first === undefined) return null;
  if (first.kind === "paragraph" && first.last !== first.line) {
    blocks[0] = { ...first, kind: "verbatim" };
    return null;
  }
  if (first.kind !== "heading" && first.kind !== "paragraph") return null;
  if (countCodePoints(first.source[0] ?? "") > TITLE_LIMIT) return null;
  if (first.kind !== "heading" || first.value !== 1) report.add(first.line, "title");
  blocks.shift();
  return { ...first, kind: "heading", value: 1 };
}

/** Two levels below the title. Where others share the title's level, all go one down. */
function setLevels(blocks: readonly LooseBlock[], report: TidyReport): void {
  const headings = blocks.filter((block) => block.kind === "heading");
  const shift = headings.some((heading) => heading.value === 1) ? 1 : 0;
  for (const heading of headings) {
    const level = Math.min(3, heading.value + shift);
    if (level !== heading.value) report.add(heading.line, "heading");
    heading.value = level;
  }
}

/** Markdown's lazy numbers, `1. 1. 1.`, are counted; any other sequence is left, since words may refer to its numbers. */
function setNumbers(blocks: readonly LooseBlock[], report: TidyReport): void {
  for (let at = 0; at < blocks.length; at++) {
    const first = blocks[at];
    if (first?.kind !== "ordinal") continue;
    let end = at + 1;
    while (blocks[end]?.kind === "ordinal") end++;
    const list = blocks.slice(at, end);
    if (list.length > 1 && list.every((item) => item.value === first.value)) {
      for (const [index, item] of list.entries()) item.value += index;
      report.add(first.line, "renumbered");
    }
    at = end - 1;
  }
}

function isSameList(previous: LooseBlock, block: LooseBlock): boolean {
  return previous.kind === block.kind && (block.kind === "bullet" || block.kind === "ordinal");
}

function tidyWords(block: LooseBlock, report: TidyReport): string {
  const kind = block.kind === "heading" ? "heading" : "body";
  const links = block.kind !== "heading" || block.value !== 1;
  return tidyInlines(joinLines(block, report), kind, links, (change) => report.add(block.line, change));
}

function formatLoose(block: LooseBlock, report: TidyReport): readonly string[] {
  if (block.kind === "verbatim") return withoutLastBlanks(block.source.map((line) => line.trimEnd()));
  const words = tidyWords(block, report);
  if (block.kind === "heading") return [`${"#".repeat(block.value)} ${words}`];
  if (block.kind === "bullet") return [`- ${words}`];
  if (block.kind === "ordinal") return [`${block.value}. ${words}`];
  return [block.kind === "quotation" ? `> ${words}` : words];
}

function withoutLastBlanks(lines: string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}

/** Reports blank lines between two blocks where there were more or fewer than there are now. */
function reportGap(
  lines: readonly TidyLine[],
  from: LooseBlock,
  to: LooseBlock,
  wanted: number,
  report: TidyReport,
): void {
  const between = lines.slice(from.last, to.line - 1);
  if (between.length !== wanted || between.some((line) => line.text !== "")) report.add(to.line, "blank_lines");
}

/** Reports what stood before the first block and after the last one. */
function reportEnds(
  lines: readonly TidyLine[],
  first: LooseBlock | undefined,
  last: LooseBlock | null,
  report: TidyReport,
): void {
  if (first === undefined ? lines.length > 1 || lines[0]?.text !== "" : first.line > 1) report.add(1, "blank_lines");
  const ends = last !== null && last.last === lines.length - 1 && lines.at(-1)?.text === "";
  if (last !== null && !ends) report.add(last.last, "last_line");
}
