import { alignWords } from "./align-words.ts";
import type { CopyWords } from "./copy-words.ts";
import type { FoldingKind } from "./foldings.ts";
import type { GapFinding, Sides } from "./gap-rules.ts";
import { compareGaps } from "./gap-rules.ts";
import { fillGaps, hideMarkers } from "./hidden-markers.ts";
import { countMarker, findMarkerLine } from "./list-markers.ts";
import { cleanMatches } from "./match-cleaning.ts";
import { findMoved } from "./moved-blocks.ts";
import type { ReferenceBlock, ReferenceWords } from "./reference-words.ts";
import type { ShownCopy } from "./shown-copy.ts";
import { slideGaps } from "./slide-gaps.ts";
import { GAP } from "./word-stream.ts";

/** What became of a block of the reference. */
export type Standing = {
  readonly block: ReferenceBlock;
  readonly kind: "same" | "altered" | "dropped" | "moved" | "merged" | "split";
  /** The words of the copy that stand for it, the second exclusive, markers left out; equal where there are none. */
  readonly from: number;
  readonly to: number;
  /** Foldings of white space within it and before it. */
  readonly foldings: readonly FoldingKind[];
  /** Whether a list marker of its own stands before it as words of the copy. */
  readonly isMarked: boolean;
};

/** A reference and a copy beside each other. Every word of the copy is in one standing, or in one stretch, or a marker. */
export type Alignment = Sides & {
  /** By word of the reference: its word in the copy, or -1. */
  readonly matched: Int32Array;
  /** By block of the reference. */
  readonly standings: readonly Standing[];
  /** Words of the copy that stand for no block, in order: `from` to `to`, exclusive. */
  readonly foreign: readonly {
    readonly from: number;
    readonly to: number;
    readonly where: "before" | "after" | "within";
  }[];
};

/** Finds which words of the copy stand for which block. */
export function alignBlocks(reference: ReferenceWords, copy: CopyWords, source: ShownCopy): Alignment {
  const sides: Sides = { reference, copy, source };
  const matched = alignWords(reference.ids, hideMarkers(copy, source.text));
  fillGaps(matched, reference.ids, copy.ids);
  slideGaps(matched, reference, copy);
  fillGaps(matched, reference.ids, copy.ids);
  cleanMatches(matched, reference, copy);
  const taken = new Uint8Array(copy.length);
  for (const { from, to } of reference.blocks.map((block) => findPlace(matched, block)))
    taken.fill(1, Math.max(from, 0), Math.max(to, 0));
  const moved = findMoved(matched, taken, reference, copy);
  const places = reference.blocks.map((block) => findPlace(matched, block));
  const foreign = claimNeighbours(sides, matched, places);
  const standings = places.map((place, at) => judgeBlock(sides, matched, place, at > 0 ? places[at - 1] : undefined));
  const found = standings.map((standing, at) => (moved.has(at) ? { ...standing, kind: "moved" as const } : standing));
  return { ...sides, matched, standings: found, foreign };
}

/** Where a block stands in the copy and what belongs to it there, list markers left out; -1 where it does not. */
type Place = { readonly block: ReferenceBlock; from: number; to: number; isMarked: boolean };

function findPlace(matched: Int32Array, block: ReferenceBlock): Place {
  let [from, to] = [-1, -1];
  for (let r = block.first; r < block.end; r += 1) {
    const c = matched[r] as number;
    if (c < 0) continue;
    if (from < 0) from = c;
    to = c + 1;
  }
  return { block, from, to, isMarked: false };
}

/**
 * Gives the words that stand on one line with a block to that block, and returns the others. Before the first and after the last
 * block also those that only a line end parts from it belong to it, where lines are no blocks.
 */
function claimNeighbours(sides: Sides, matched: Int32Array, places: readonly Place[]): Alignment["foreign"] {
  const { copy } = sides;
  const order = places.filter(({ from }) => from >= 0).sort((a, b) => a.from - b.from);
  const foreign: { from: number; to: number; where: "before" | "after" | "within" }[] = [];
  for (let at = 0; at <= order.length; at += 1) {
    const [before, after] = [order[at - 1], order[at]];
    let from = before?.to ?? 0;
    let to = after?.from ?? copy.length;
    if (before) {
      const isEdge = after === undefined && !areLinesBlocks(sides, matched, before, before.to - 1);
      while (from < to && (copy.gaps[from] as number) < (isEdge ? GAP.block : GAP.line)) from += 1;
      before.to = from;
    }
    if (after && from < to) {
      const isEdge = before === undefined && !areLinesBlocks(sides, matched, after, after.from);
      const edge = isEdge ? GAP.block : GAP.line;
      while (to > from && (copy.gaps[to] as number) < edge) to -= 1;
      if (to === after.from) to -= findMarkerLine(after.block, sides, from, to);
      const marker = countMarker(after.block, sides, to, after.from);
      after.isMarked = marker > 0;
      after.from = to + marker;
    }
    const where = before === undefined ? "before" : after === undefined ? "after" : "within";
    foreign.push(...cutAtList(sides, { from, to, where }));
  }
  return foreign;
}

/** Items of the list that the statement begins or ends with stand within it, the others around it. */
function cutAtList({ copy, source }: Sides, { from, to, where }: Foreign): Foreign[] {
  if (from >= to) return [];
  if (where === "within") return [{ from, to, where }];
  const listOf = (word: number) => source.blocks[copy.blockOf[word] as number]?.list?.id;
  let cut = where === "before" ? to : from;
  const own = to === copy.length && from === 0 ? undefined : listOf(where === "before" ? to : from - 1);
  while (where === "after" && own !== undefined && cut < to && listOf(cut) === own) cut += 1;
  while (where === "before" && own !== undefined && cut > from && listOf(cut - 1) === own) cut -= 1;
  const parts: Foreign[] =
    where === "before"
      ? [
          { from, to: cut, where },
          { from: cut, to, where: "within" },
        ]
      : [
          { from, to: cut, where: "within" },
          { from: cut, to, where },
        ];
  return parts.filter((part) => part.from < part.to);
}

type Foreign = Alignment["foreign"][number];

/**
 * Whether every line of the block of the copy in which the word `c` stands is a block of its own: no line ends within a block of the
 * reference, and another one than this begins on a line there.
 */
function areLinesBlocks({ reference, copy }: Sides, matched: Int32Array, { block }: Place, c: number): boolean {
  let begins = 0;
  for (let r = 0; r < matched.length; r += 1) {
    const there = matched[r] as number;
    if (there < 0 || copy.blockOf[there] !== copy.blockOf[c] || (copy.gaps[there] as number) !== GAP.line) continue;
    const own = reference.blocks[reference.blockOf[r] as number] as ReferenceBlock;
    if (own.first !== r) return false;
    if (own !== block) begins += 1;
  }
  return begins > 0;
}

function judgeBlock(sides: Sides, matched: Int32Array, place: Place, before: Place | undefined): Standing {
  const { block, from, to, isMarked } = place;
  if (from < 0) return { block, kind: "dropped", from: 0, to: 0, foldings: [], isMarked };
  const gaps: GapFinding[] = [];
  let isWhole = to - from === block.end - block.first;
  for (let r = block.first; r < block.end && isWhole; r += 1) {
    isWhole = matched[r] === from + r - block.first;
    if (isWhole && r > block.first) gaps.push(compareGaps(sides, r, matched[r] as number));
  }
  if (isWhole && block.first > 0 && before?.to === from) gaps.push(compareGaps(sides, block.first, from));
  const isAltered = !isWhole || gaps.includes("joined") || gaps.includes("parted");
  if (isMadeItem(sides, matched, block, from)) gaps.push("merged");
  const kind = isAltered ? "altered" : gaps.includes("merged") ? "merged" : gaps.includes("split") ? "split" : "same";
  return { block, kind, from, to, foldings: gaps.filter(isFolding), isMarked };
}

/** Whether what is no item of the reference stands as one in the list of the item before it. */
function isMadeItem(
  { reference, copy, source }: Sides,
  matched: Int32Array,
  block: ReferenceBlock,
  from: number,
): boolean {
  const own = source.blocks[copy.blockOf[from] as number]?.list;
  const last = block.first - 1;
  if (block.list !== null || own === undefined || last < 0 || /[\p{L}\p{N}]/u.test(own.marker ?? "")) return false;
  const before = matched[last] as number;
  const wasItem = reference.blocks[reference.blockOf[last] as number]?.list !== null;
  return wasItem && before >= 0 && source.blocks[copy.blockOf[before] as number]?.list?.id === own.id;
}

function isFolding(gap: GapFinding): gap is FoldingKind {
  return gap !== "same" && gap !== "joined" && gap !== "parted" && gap !== "merged" && gap !== "split";
}
