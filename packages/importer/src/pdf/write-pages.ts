import type { CopyBuilder } from "../copy-builder.ts";
import type { Draft } from "./block-shapes.ts";
import { bodySize, draftsOf } from "./block-shapes.ts";
import type { Line } from "./lines.ts";
import type { PageText, PageUnread } from "./page-text.ts";

/** Writes the pages as one text: running heads first, each once, then what goes on from page to page. */
export function writePages(
  pages: readonly PageText[],
  heads: ReadonlyMap<Line, "header" | "footer">,
  writer: CopyBuilder,
): void {
  const unread = unreadByLine(pages);
  writeHeads(heads, "header", writer);
  for (const page of pages)
    for (const each of page.unread) if (each.line === null) writer.unread(each.why, `${each.what}, page ${page.page},`);
  const lines = pages.flatMap((page) => page.lines.filter((line) => !heads.has(line)));
  const drafts = draftsOf(lines, bodySize(lines));
  shapeHeadings(drafts);
  shapeLists(drafts);
  for (const draft of drafts) writeDraft(draft, unread, writer);
  for (const { turned } of pages)
    for (const line of turned)
      writeDraft({ lines: [line], marker: null, look: { kind: "paragraph", region: "aside" } }, unread, writer);
  writeHeads(heads, "footer", writer);
}

function unreadByLine(pages: readonly PageText[]): ReadonlyMap<Line, readonly PageUnread[]> {
  const found = new Map<Line, PageUnread[]>();
  for (const { unread } of pages)
    for (const each of unread) {
      if (each.line === null) continue;
      const same = found.get(each.line);
      if (same === undefined) found.set(each.line, [each]);
      else same.push(each);
    }
  return found;
}

function writeHeads(
  heads: ReadonlyMap<Line, "header" | "footer">,
  region: "header" | "footer",
  writer: CopyBuilder,
): void {
  const written = new Set<string>();
  for (const [line, where] of heads) {
    if (where !== region || written.has(line.words)) continue;
    written.add(line.words);
    writer.open({ kind: "paragraph", region });
    writer.write(line.words);
    writer.close();
  }
}

function writeDraft(
  { lines, marker, look }: Draft,
  unread: ReadonlyMap<Line, readonly PageUnread[]>,
  writer: CopyBuilder,
): void {
  writer.open(look);
  for (const [at, line] of lines.entries()) {
    if (at > 0) writer.write("\n");
    const beside = unread.get(line) ?? [];
    for (const each of beside) if (each.side === "before") writer.unread(each.why, `${each.what}, page ${line.page},`);
    let skip = at === 0 ? (marker?.skip ?? 0) : 0;
    for (const run of line.runs) {
      const words = run.words.slice(skip);
      skip = Math.max(0, skip - run.words.length);
      writer.write(words, look.kind === "heading" ? run.marks.filter((mark) => mark !== "strong") : run.marks);
    }
    for (const each of beside) if (each.side === "after") writer.unread(each.why, `${each.what}, page ${line.page},`);
  }
  writer.close();
}

/** Headings of one size are of one level, the largest the first. */
function shapeHeadings(drafts: readonly Draft[]): void {
  const sizes = new Set<number>();
  for (const { look, lines } of drafts) if (look.kind === "heading") sizes.add(lines[0]?.size ?? 0);
  const levels = [...sizes].sort((a, b) => b - a);
  for (const draft of drafts) {
    if (draft.look.kind === "heading")
      draft.look = { ...draft.look, level: Math.min(6, levels.indexOf(draft.lines[0]?.size ?? 0) + 1) };
  }
}

/** Items that follow one another are a list; those that stand further in are a list within it. */
function shapeLists(drafts: readonly Draft[]): void {
  let open: { id: number; left: number; ordered: boolean }[] = [];
  let last = 0;
  for (const draft of drafts) {
    const { list } = draft.look;
    const [first] = draft.lines;
    if (list === undefined || first === undefined) {
      open = [];
      continue;
    }
    const edge = first.rightToLeft ? -first.right : first.left;
    open = open.filter(({ left }) => left <= edge + first.size * 0.5);
    const same = open.at(-1);
    if (same === undefined || Math.abs(same.left - edge) > first.size * 0.5)
      open.push({ id: ++last, left: edge, ordered: list.ordered });
    else if (same.ordered !== list.ordered) open[open.length - 1] = { id: ++last, left: edge, ordered: list.ordered };
    draft.look = { ...draft.look, list: { ...list, id: open.at(-1)?.id ?? 1, depth: open.length } };
  }
}
