/**
 * How well a text that was found matches the true one: the measure of the Scrapinghub article extraction benchmark
 * (github.com/scrapinghub/article-extraction-benchmark, evaluate.py), written anew. Texts are cut into tokens of word
 * characters, and runs of four tokens are counted; what is counted of a document adds up to one, so that long ones weigh no more.
 */
export type Match = { readonly found: number; readonly foreign: number; readonly lost: number };

export type Scores = { readonly f1: number; readonly precision: number; readonly recall: number };

const LENGTH = 4;
/** Python's `\w`: letters, numbers of any kind, and the underscore. */
const TOKEN = /[\p{L}\p{N}_]+/gu;

export function matchShingles(truth: string, given: string): Match {
  const wanted = countShingles(truth);
  const had = countShingles(given);
  let found = 0;
  let foreign = 0;
  let lost = 0;
  for (const key of new Set([...wanted.keys(), ...had.keys()])) {
    const want = wanted.get(key) ?? 0;
    const have = had.get(key) ?? 0;
    found += Math.min(want, have);
    foreign += Math.max(0, have - want);
    lost += Math.max(0, want - have);
  }
  const all = found + foreign + lost;
  return all === 0 ? { found, foreign, lost } : { found: found / all, foreign: foreign / all, lost: lost / all };
}

/** Means over documents: of precision where something was found, of recall where there was something to find; F1 of both means. */
export function scoreAll(matches: readonly Match[]): Scores {
  const precision = mean(matches.flatMap(({ found, foreign }) => part(found, foreign)));
  const recall = mean(matches.flatMap(({ found, lost }) => part(found, lost)));
  return { f1: (2 * precision * recall) / (precision + recall), precision, recall };
}

function part(found: number, other: number): number[] {
  return found + other > 0 ? [found / (found + other)] : [];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a text with fewer than four tokens, they all are one. */
function countShingles(text: string): Map<string, number> {
  const tokens = text.match(TOKEN) ?? [];
  const counts = new Map<string, number>();
  for (let at = 0; at === 0 || at + LENGTH <= tokens.length; at++) {
    const shingle = tokens.slice(at, at + LENGTH).join(" ");
    if (shingle !== "") counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  }
  return counts;
}
