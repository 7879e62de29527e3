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

/** Letters with the marks that stand on them, the letter first. */
function clustersOf(placed: readonly Placed[]): Placed[][] {
  const clusters: Placed[][] = [];
  let waiting: Placed[] = [];
  for (const each of placed) {
    if (MARK.test(each.text)) {
      const base = clusters.at(-1);
      const middle = (each.glyph.left + each.glyph.right) / 2;
      if (base?.[0] !== undefined && middle <= base[0].glyph.right) base.push(each);
      else waiting.push(each);
    } else {
      clusters.push([each, ...waiting]);
      waiting = [];
    }
  }
  if (waiting.length > 0) clusters.push(waiting);
  return clusters;
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
