import type { LabelledBlock } from "../labelled.ts";
import type { Draft } from "./draft.ts";
import { give, isOpen, roleAt } from "./draft.ts";
import { endsSentence, endsWithColon, readingLength } from "./look.ts";
import { RULES } from "./rules.ts";

/** What no other rule took: headings and paragraphs of the letter. */
export function labelRest(draft: Draft): void {
  for (const [index, piece] of draft.pieces.entries()) {
    if (!isOpen(draft, index)) continue;
    if (piece.kind === "heading") give(draft, index, "heading");
    else if (isHeadingLine(draft, index)) give(draft, index, "short-line-alone");
    else give(draft, index, "paragraph");
  }
}

/** A short line of plain text that ends no sentence, with a longer paragraph or a list after it. */
function isHeadingLine(draft: Draft, index: number): boolean {
  // Whoever writes Markdown writes headings as such.
  if (draft.extracted.source.kind === "markdown") return false;
  const piece = draft.pieces[index];
  const [before, after] = [draft.pieces[index - 1], draft.pieces[index + 1]];
  if (piece === undefined || after === undefined || piece.kind !== "paragraph" || readingLength(piece.words) > 70)
    return false;
  if (endsSentence(piece.words) || endsWithColon(piece.words) || /[,،，;—–-]$/u.test(piece.words)) return false;
  if (after.block === piece.block || before?.block === piece.block) return false;
  return (
    after.kind === "item" ||
    readingLength(after.words) > 2 * readingLength(piece.words) ||
    roleAt(draft, index + 1) === "demand-lead-in"
  );
}

/** Roles of which neighbouring lines of one block are one again: only names and items stand each by itself. */
const APART = new Set(["signatory", "demand", "heading", "headline"]);

/** The labelled blocks, with lines of one extracted block that turned out to be the same put together again. */
export function finishBlocks(draft: Draft): LabelledBlock[] {
  const out: LabelledBlock[] = [];
  let last = -1;
  for (const [index, piece] of draft.pieces.entries()) {
    const rule = draft.rules[index] ?? "paragraph";
    const { role, confidence } = RULES[rule];
    const { start, end } = piece;
    const before = out.at(-1);
    const previous = draft.pieces[last];
    const together =
      before?.role === role &&
      previous?.block === piece.block &&
      !APART.has(role) &&
      piece.list === null &&
      previous.list === null;
    const level = piece.list === null ? (piece.kind === "heading" ? piece.level : null) : piece.list.depth;
    const from = together && before !== undefined ? before.start : start;
    const text = draft.extracted.text.slice(from, end);
    if (together) out.pop();
    out.push({ role, text, ...(level === null ? {} : { level }), confidence, rule, start: from, end });
    last = index;
  }
  return out;
}
