import type { Alignment, Standing } from "./align-blocks.ts";
import type { Unread } from "./copy.ts";
import type { Verdict } from "./copy-report.ts";
import { MARKER_LIMIT } from "./list-markers.ts";
import { TELLING } from "./match-cleaning.ts";
import { hasSimilarTitle } from "./similar-lines.ts";
import { isWordForWord } from "./word-for-word.ts";

/** The verdict on one copy and one reference (spec/compare.md, "Verdicts"). What was not read is taken into account. */
export function judgeAlignment(alignment: Alignment): Verdict {
  const verdict = judgeWords(alignment);
  const open = findOpen(alignment);
  if (open.length === 0) return verdict;
  if (verdict === "identical" || verdict === "faithful" || verdict === "excerpt") return "inconclusive";
  // What is missing may stand in what was not read; what is other stands here.
  const isMissingOnly = alignment.standings.every(({ kind }) => kind === "same" || kind === "dropped");
  const isAdded = alignment.foreign.some(({ where }) => where === "within");
  return verdict === "unrelated" || (isMissingOnly && !isAdded) ? "inconclusive" : verdict;
}

/**
 * What was not read and may hold words of the statement: within it, its edges included, or nobody knows where. A picture right
 * before its first word, where sites have their sign, is the publisher's as words there would be.
 */
function findOpen({ standings, copy, source }: Alignment): Unread[] {
  const there = standings.filter(({ kind }) => kind !== "dropped");
  if (there.length === 0) return [...source.unread];
  const start = copy.starts[Math.min(...there.map(({ from }) => from))] as number;
  const end = copy.ends[Math.max(...there.map(({ to }) => to)) - 1] as number;
  return source.unread.filter(
    ({ why, at }) => at === undefined || (at >= start && at <= end && !(why === "picture" && at === start)),
  );
}

function judgeWords(alignment: Alignment): Verdict {
  const { standings, copy } = alignment;
  const last = standings.length - 1;
  const standing = standings.filter(({ kind }) => kind !== "dropped");
  const hasTitle = standings[0]?.kind === "same";
  const isAlone = !alignment.foreign.some(({ where }) => where === "within");
  if (hasTitle && isAlone && isWordForWord(alignment, 0, last)) {
    const [from, to] = [standings[0]?.from ?? 0, standings[last]?.to ?? 0];
    return from === 0 && to === copy.length ? "identical" : "faithful";
  }
  if (isUnrelated(alignment, standing)) return "unrelated";
  if (
    standings[0]?.kind === "dropped" &&
    standing.every(({ kind }) => kind === "same") &&
    !hasSimilarTitle(alignment)
  ) {
    return judgePart(alignment, standing);
  }
  return "altered";
}

/** Blocks word for word and no title: the whole body, a run of whole blocks, or pieces. */
function judgePart(alignment: Alignment, standing: readonly Standing[]): Verdict {
  const { standings } = alignment;
  const indices = standings.flatMap(({ kind }, at) => (kind === "same" ? [at] : []));
  const [first = 0, last = 0] = [indices[0], indices.at(-1)];
  const isAlone = !alignment.foreign.some(({ where }) => where === "within");
  if (isAlone && indices.length === last - first + 1 && isWordForWord(alignment, first, last)) {
    if (first === 1 && last === standings.length - 1) return "excerpt";
    if (isAtMostHalf(alignment, standing) && !cutsGroup(standings, first) && !cutsGroup(standings, last + 1)) {
      return "excerpt";
    }
  }
  return isAtMostHalf(alignment, standing) ? "inconclusive" : "altered";
}

function isAtMostHalf({ standings }: Alignment, part: readonly Standing[]): boolean {
  const count = (some: readonly Standing[]) =>
    some.reduce((sum, { block }) => sum + (block.number === 0 ? 0 : block.size), 0);
  return 2 * count(part) <= count(standings);
}

/** Whether block `at` goes on with the list or the demands of the block before it. */
function cutsGroup(standings: readonly Standing[], at: number): boolean {
  const [before, after] = [standings[at - 1]?.block, standings[at]?.block];
  if (!before || !after) return false;
  const isList = before.list !== null && before.list.group === after.list?.group;
  return isList || (before.isDemand && after.isDemand);
}

/** Nothing of the statement is there but words that stand anywhere. */
function isUnrelated(alignment: Alignment, standing: readonly Standing[]): boolean {
  if (standing.length === 0) return true;
  const { standings, reference } = alignment;
  const size = standings.reduce((sum, { block }) => sum + block.size, 0);
  const [common, longest] = countCommon(alignment, standing);
  return longest < Math.min(TELLING, reference.length / 2) && common < 0.2 * size;
}

/** Words in common, and the most of them in a row, list markers aside. */
function countCommon({ reference, matched }: Alignment, standing: readonly Standing[]): [number, number] {
  let [common, longest, inRow, last] = [0, 0, 0, -2];
  for (const { block, from, isMarked } of standing) {
    if (isMarked && from - last <= MARKER_LIMIT + 1) last = from - 1;
    for (let r = block.first; r < block.end; r += 1) {
      const c = matched[r] as number;
      if (c < 0) continue;
      if (c !== last + 1) inRow = 0;
      last = c;
      common += reference.isWord[r] as number;
      inRow += reference.isWord[r] as number;
      longest = Math.max(longest, inRow);
    }
  }
  return [common, longest];
}
