/** Words that are compared as one: four, as the benchmark does. */
const SHINGLE = 4;
/** Share of a block's runs of words that must be found for the block to count as found. */
const ENOUGH = 0.5;

type Words = { readonly words: readonly string[] };

/**
 * Which blocks of a whole are found in a part of it, by their words. Blocks that stand in the whole more often than in the
 * part (a headline in a list of others, say) are found where most of what stands around them is.
 *
 * Linear in the number of words: a page may hold a million.
 */
export function findCovered(whole: readonly Words[], part: readonly Words[]): boolean[] {
  const shingles = new Set<string>();
  const left = new Map<string, number>();
  for (const { words } of part) {
    const key = words.join(" ");
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  for (const shingle of shinglesOf(part.flatMap(({ words }) => [...words]))) shingles.add(shingle);
  const found = whole.map(({ words }) => {
    if (words.length < SHINGLE) return left.has(words.join(" "));
    const own = shinglesOf(words);
    return own.filter((shingle) => shingles.has(shingle)).length >= own.length * ENOUGH;
  });
  return dropRepeated(whole, found, left);
}

function shinglesOf(words: readonly string[]): string[] {
  const shingles: string[] = [];
  for (let at = 0; at + SHINGLE <= words.length; at++) shingles.push(words.slice(at, at + SHINGLE).join(" "));
  return shingles;
}

/** Of blocks with the same words, keeps as many as the part has, where their neighbours are found too. */
function dropRepeated(
  whole: readonly Words[],
  found: readonly boolean[],
  left: ReadonlyMap<string, number>,
): boolean[] {
  const places = new Map<string, number[]>();
  for (const [at, { words }] of whole.entries()) {
    if (!found[at]) continue;
    const key = words.join(" ");
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else known.push(at);
  }
  const kept = [...found];
  const weights = whole.map(({ words }, at) => {
    const isSure = found[at] && places.get(words.join(" "))?.length === 1;
    return isSure ? words.length : 0;
  });
  const near = weighNeighbours(weights);
  for (const [key, at] of places) {
    const most = Math.max(1, left.get(key) ?? 1);
    if (at.length <= most) continue;
    const ranked = at.toSorted((a, b) => (near[b] ?? 0) - (near[a] ?? 0));
    for (const place of ranked.slice(most)) kept[place] = false;
  }
  return kept;
}

/** How many sure words stand around each block, those nearer counting more. */
function weighNeighbours(weights: readonly number[]): number[] {
  const near = weights.map(() => 0);
  for (const indexes of [[...weights.keys()], [...weights.keys()].reverse()]) {
    let sum = 0;
    for (const at of indexes) {
      near[at] = (near[at] ?? 0) + sum;
      sum = sum * 0.8 + (weights[at] ?? 0);
    }
  }
  return near;
}
