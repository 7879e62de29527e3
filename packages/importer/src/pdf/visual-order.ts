import type { Placed } from "./page-drawing.ts";

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;
const MARK = /^\p{M}+$/u;

/** Signs that are mirrored in lines from right to left (Unicode, BidiMirroring), in pairs. */
const MIRRORED = new Map([..."()[]{}<>«»‹›≤≥"].map((sign, at, all) => [sign, all[at ^ 1] ?? sign]));

/**
 * Puts letters that were sorted from left to right into the order in which they are read: in a line from right to left the
 * whole line is turned, then within it what runs from left to right (words in Latin letters, numbers) is turned back.
 */
export function toLogicalOrder(placed: readonly Placed[]): { ordered: readonly Placed[]; rightToLeft: boolean } {
  const right = placed.filter(({ text }) => RIGHT_TO_LEFT.test(text)).length;
  if (right === 0) return { ordered: placed, rightToLeft: false };
  const left = placed.filter(({ text }) => LETTER.test(text) && !RIGHT_TO_LEFT.test(text)).length;
  const rightToLeft = right >= left;
  const clusters = clustersOf(placed);
  const runs = runsOf(rightToLeft ? clusters.toReversed() : clusters, rightToLeft);
  const turned = runs.flatMap(({ clusters: run, turn }) => (turn ? run.toReversed() : run));
  const ordered = turned.flat().map((each) => {
    const mirrored = rightToLeft ? MIRRORED.get(each.text) : undefined;
    return mirrored === undefined ? each : { ...each, text: mirrored };
  });
  return { ordered, rightToLeft };
}

/**
 * Letters with the marks that stand on them, the letter first. Where a mark stands tells little, as fonts draw it left or right of
 * its place; it is drawn next to its letter: after it, or before it where a line from right to left is drawn from left to right.
 */
function clustersOf(placed: readonly Placed[]): Placed[][] {
  const clusters = new Map<Placed, Placed[]>();
  const marks: Placed[] = [];
  for (const each of placed) {
    if (MARK.test(each.text)) marks.push(each);
    else clusters.set(each, [each]);
  }
  const drawn = [...clusters.keys()]
    .filter(({ text }) => text !== " ")
    .sort((a, b) => a.glyph.sequence - b.glyph.sequence);
  for (const mark of marks.sort((a, b) => a.glyph.sequence - b.glyph.sequence)) {
    const base = baseOf(mark, drawn);
    if (base === null) clusters.set(mark, [mark]);
    else clusters.get(base)?.push(mark);
  }
  return [...clusters.values()];
}

function baseOf(mark: Placed, drawn: readonly Placed[]): Placed | null {
  let [low, high] = [0, drawn.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((drawn[middle]?.glyph.sequence ?? 0) < mark.glyph.sequence) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [drawn[low - 1], drawn[low]];
  const isNear = (base: Placed | undefined) =>
    base !== undefined && Math.abs(base.glyph.left - mark.glyph.left) < base.glyph.size * 1.5;
  if (!isNear(after)) return isNear(before) ? (before ?? null) : null;
  if (!isNear(before)) return after ?? null;
  const leftToRight = (after?.glyph.left ?? 0) > (before?.glyph.left ?? 0);
  return (leftToRight && RIGHT_TO_LEFT.test(after?.text ?? "") ? after : before) ?? null;
}

/** Stretches of one direction; signs between them go with the line. */
function runsOf(clusters: readonly Placed[][], rightToLeft: boolean): { clusters: Placed[][]; turn: boolean }[] {
  const runs: { clusters: Placed[][]; turn: boolean }[] = [];
  const against = clusters.map((cluster) => isAgainst(cluster[0]?.text ?? "", rightToLeft));
  for (const [at, cluster] of clusters.entries()) {
    const turn = against[at] === true || (against[at] === null && isBetween(against, at));
    const last = runs.at(-1);
    if (last?.turn === turn) last.clusters.push(cluster);
    else runs.push({ clusters: [cluster], turn });
  }
  return runs;
}

/** Whether a letter runs against the line; null for signs, which run with what is around them. */
function isAgainst(text: string, rightToLeft: boolean): boolean | null {
  if (RIGHT_TO_LEFT.test(text) && !DIGIT.test(text)) return !rightToLeft;
  if (LETTER.test(text) || DIGIT.test(text)) return rightToLeft;
  return null;
}

/** A sign between two that run against the line, with no other sign-run longer than three. */
function isBetween(against: readonly (boolean | null)[], at: number): boolean {
  const side = (step: number) => {
    for (let i = at + step, steps = 0; steps < 3; i += step, steps++) {
      const found = against[i];
      if (found !== null) return found === true;
    }
    return false;
  };
  return side(-1) && side(1);
}
