import type { Block } from "../statement/block.ts";
import type { Inline } from "../statement/inline.ts";
import type { Text } from "../statement/text.ts";
import { findCommon } from "./common-sequence.ts";
import { pairSimilar } from "./similar-blocks.ts";
import type { Piece } from "./words.ts";
import { identityOf, joinPieces, splitWords } from "./words.ts";

/** A stretch of words that stayed, that went, or that came. */
export type Run = { readonly kind: "same" | "removed" | "added"; readonly pieces: readonly Piece[] };

/** What became of one block. In `changed` its words, or what kind of block it is, are others. */
export type BlockChange =
  | { readonly kind: "same" | "changed"; readonly before: Block; readonly after: Block; readonly runs: readonly Run[] }
  | { readonly kind: "removed"; readonly before: Block; readonly runs: readonly Run[] }
  | { readonly kind: "added"; readonly after: Block; readonly runs: readonly Run[] };

/** From one text to another, in the order of both: blocks that went stand before those that came in their place. */
export type TextDifference = {
  readonly title: readonly Run[];
  readonly blocks: readonly BlockChange[];
  /** How many blocks changed, went or came; the title counts as one. 0: the two texts are the same. */
  readonly changes: number;
};

/**
 * The difference of two texts by blocks, and within a block that changed by words. Nothing that is signed escapes it: other
 * emphasis, another destination of a link and another kind of block are changes too.
 */
export function compareTexts(before: Text, after: Text): TextDifference {
  const title = compareWords(before.title, after.title);
  const blocks = compareBlocks(before.blocks, after.blocks);
  const changes = blocks.filter(({ kind }) => kind !== "same").length + (title.some(isChange) ? 1 : 0);
  return { title, blocks, changes };
}

export function isChange({ kind }: { readonly kind: string }): boolean {
  return kind !== "same";
}

function compareBlocks(before: readonly Block[], after: readonly Block[]): BlockChange[] {
  const common = findCommon(before.map(identityOfBlock), after.map(identityOfBlock));
  const changes: BlockChange[] = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...common, [before.length, after.length] as const]) {
    changes.push(...compareGap(before.slice(i, nextI), after.slice(j, nextJ)));
    const [stayed, there] = [before[nextI], after[nextJ]];
    if (stayed && there) {
      changes.push({ kind: "same", before: stayed, after: there, runs: whole("same", there.inlines) });
    }
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return changes;
}

/** Between two blocks that stayed: those that are much alike are one block that changed. */
function compareGap(before: readonly Block[], after: readonly Block[]): BlockChange[] {
  const changes: BlockChange[] = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...pairSimilar(before, after), [before.length, after.length] as const]) {
    for (const block of before.slice(i, nextI)) {
      changes.push({ kind: "removed", before: block, runs: whole("removed", block.inlines) });
    }
    for (const block of after.slice(j, nextJ)) {
      changes.push({ kind: "added", after: block, runs: whole("added", block.inlines) });
    }
    const [old, now] = [before[nextI], after[nextJ]];
    if (old && now) {
      changes.push({ kind: "changed", before: old, after: now, runs: compareWords(old.inlines, now.inlines) });
    }
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return changes;
}

/** The words and what kind of block they stand in; not where: a block that another was put before has not changed. */
function identityOfBlock(block: Block): string {
  return `${shapeOf(block)} ${splitWords(block.inlines).map(identityOf).join("")}`;
}

/** What kind of block it is, with what shows of it. */
export type BlockShape = "heading 2" | "heading 3" | "paragraph" | "item" | "numbered item" | "quotation";

export function shapeOf(block: Block): BlockShape {
  if (block.kind === "heading") return `heading ${block.level}`;
  if (block.kind === "item") return block.list.ordered ? "numbered item" : "item";
  return block.kind;
}

function whole(kind: Run["kind"], inlines: readonly Inline[]): Run[] {
  return [{ kind, pieces: joinPieces(splitWords(inlines)) }];
}

/** The words of two lines as runs, what went before what came. Without the added ones they are the first, without the removed ones the second. */
export function compareWords(before: readonly Inline[], after: readonly Inline[]): Run[] {
  const [a, b] = [splitWords(before), splitWords(after)];
  const runs: { kind: Run["kind"]; pieces: Piece[] }[] = [];
  let [i, j] = [0, 0];
  const push = (kind: Run["kind"], pieces: readonly Piece[]) => {
    const last = runs.at(-1);
    if (pieces.length === 0) return;
    if (last?.kind === kind) last.pieces.push(...pieces);
    else runs.push({ kind, pieces: [...pieces] });
  };
  for (const [nextI, nextJ] of [...findCommon(a.map(identityOf), b.map(identityOf)), [a.length, b.length] as const]) {
    push("removed", a.slice(i, nextI));
    push("added", b.slice(j, nextJ));
    push("same", b.slice(nextJ, nextJ + 1));
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return closeGaps(runs).map(({ kind, pieces }) => ({ kind, pieces: joinPieces(pieces) }));
}

/** A space that stayed between two changes reads as part of them: "red brick" for "blue stone", and not word by word. */
function closeGaps(runs: readonly Run[]): Run[] {
  const closed: Run[] = [];
  let [removed, added]: [Piece[], Piece[]] = [[], []];
  const flush = () => {
    if (removed.length > 0) closed.push({ kind: "removed", pieces: removed });
    if (added.length > 0) closed.push({ kind: "added", pieces: added });
    [removed, added] = [[], []];
  };
  for (const [at, run] of runs.entries()) {
    if (run.kind === "removed") removed.push(...run.pieces);
    else if (run.kind === "added") added.push(...run.pieces);
    else if (removed.length > 0 && added.length > 0 && isGap(run) && continues(runs, at)) {
      removed.push(...run.pieces);
      added.push(...run.pieces);
    } else {
      flush();
      closed.push(run);
    }
  }
  flush();
  return closed;
}

function isGap({ pieces }: Run): boolean {
  return pieces.every(({ text }) => text.trim() === "");
}

/** Whether after the gap words went as well as came, so that both readings go on. */
function continues(runs: readonly Run[], at: number): boolean {
  return runs[at + 1]?.kind === "removed" && runs[at + 2]?.kind === "added";
}
