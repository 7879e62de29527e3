/** Words in a row that must be equal before a place counts as found. */
const SEED = 4;

/** Places of the copy that are looked at for one seed: a copy that repeats itself is not looked at more often. */
const PLACES = 4;

/** A stretch of equal words: `length` of them, from `a` in the first sequence and `b` in the second. */
export type Run = { readonly a: number; readonly b: number; readonly length: number };

/**
 * Stretches that two sequences of word numbers have in common, in the order of both and none overlapping. Found by runs of
 * words that stand once in `a`, the longest chain of those that is in order in both (patience sorting), each then made as
 * long as it goes, the longest first. Time and memory in proportion to the lengths, times the logarithm of that of `a`.
 * @param b 0 stands for a word that is not in `a`
 */
export function findAnchors(a: Int32Array, b: Int32Array): Run[] {
  const chain = findChain(findSeeds(a, b));
  return extendRuns(a, b, joinDiagonals(chain));
}

/** Places [a, b] of equal seeds, by rising a, those of one a by falling b. */
function findSeeds(a: Int32Array, b: Int32Array): [Int32Array, Int32Array] {
  const count = a.length - SEED + 1;
  if (count <= 0) return [new Int32Array(0), new Int32Array(0)];
  const index = new SeedIndex(a, count);
  const places = new Int32Array(count * PLACES);
  const found = new Uint8Array(count);
  for (let j = 0; j + SEED <= b.length; j += 1) {
    const i = index.find(b, j);
    if (i < 0 || (found[i] as number) >= PLACES) continue;
    places[i * PLACES + (found[i] as number)] = j;
    found[i] = (found[i] as number) + 1;
  }
  const total = found.reduce((sum, each) => sum + each, 0);
  const [as, bs] = [new Int32Array(total), new Int32Array(total)];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    for (let place = (found[i] as number) - 1; place >= 0; place -= 1) {
      as[at] = i;
      bs[at] = places[i * PLACES + place] as number;
      at += 1;
    }
  }
  return [as, bs];
}

/** Seeds of `a` that stand there once, by open addressing. */
class SeedIndex {
  readonly #a: Int32Array;
  readonly #mask: number;
  /** 0: free; else place + 1, negative when the seed stands there more than once. */
  readonly #slots: Int32Array;

  constructor(a: Int32Array, count: number) {
    this.#a = a;
    let size = 1024;
    while (size < count * 2) size *= 2;
    this.#mask = size - 1;
    this.#slots = new Int32Array(size);
    for (let i = 0; i < count; i += 1) {
      const slot = this.#slotOf(a, i);
      const held = this.#slots[slot] as number;
      this.#slots[slot] = held === 0 ? i + 1 : -Math.abs(held);
    }
  }

  /** The place in `a` of the seed that begins at `j` in `b`, or -1. */
  find(b: Int32Array, j: number): number {
    for (let k = 0; k < SEED; k += 1) if (b[j + k] === 0) return -1;
    return Math.max(this.#slots[this.#slotOf(b, j)] as number, 0) - 1;
  }

  #slotOf(words: Int32Array, at: number): number {
    let hash = 0;
    for (let k = 0; k < SEED; k += 1) hash = Math.imul(hash ^ (words[at + k] as number), 0x9e3779b1) ^ (hash >>> 15);
    let slot = (hash ^ (hash >>> 13)) & this.#mask;
    while (this.#slots[slot] !== 0 && !this.#isEqual(Math.abs(this.#slots[slot] as number) - 1, words, at)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #isEqual(i: number, words: Int32Array, at: number): boolean {
    for (let k = 0; k < SEED; k += 1) if (this.#a[i + k] !== words[at + k]) return false;
    return true;
  }
}

/** The longest subsequence of seeds that rises in both. */
function findChain([as, bs]: [Int32Array, Int32Array]): [number, number][] {
  const tops: number[] = [];
  const before = new Int32Array(as.length).fill(-1);
  for (let at = 0; at < as.length; at += 1) {
    const b = bs[at] as number;
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bs[tops[middle] as number] as number) < b) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before[at] = tops[low - 1] as number;
    tops[low] = at;
  }
  const chain: [number, number][] = [];
  for (let at = tops.at(-1) ?? -1; at >= 0; at = before[at] as number) chain.push([as[at] as number, bs[at] as number]);
  return chain.reverse();
}

/** Seeds that follow each other without a change are one run. */
function joinDiagonals(chain: readonly (readonly [number, number])[]): Run[] {
  const runs: { a: number; b: number; length: number }[] = [];
  for (const [a, b] of chain) {
    const last = runs.at(-1);
    if (last && a - b === last.a - last.b && a <= last.a + last.length) last.length = a + SEED - last.a;
    else runs.push({ a, b, length: SEED });
  }
  return runs;
}

/** Makes runs as long as they go, the longest first; what a longer one has taken is taken from the others. */
function extendRuns(a: Int32Array, b: Int32Array, runs: readonly Run[]): Run[] {
  const order = runs.map((_, at) => at).sort((x, y) => (runs[y] as Run).length - (runs[x] as Run).length || x - y);
  const made: (Run | null)[] = runs.map(() => null);
  const free = new FreePlaces(a.length);
  for (const at of order) {
    const run = shrink(runs[at] as Run, free);
    if (run === null) continue;
    const [low, high] = free.bounds(run.a, b.length);
    if (run.b < low || run.b + run.length > high) continue;
    let { a: from, b: fromB, length } = run;
    while (from > 0 && fromB > low && free.isFree(from - 1) && a[from - 1] === b[fromB - 1]) {
      from -= 1;
      fromB -= 1;
      length += 1;
    }
    while (
      from + length < a.length &&
      fromB + length < high &&
      free.isFree(from + length) &&
      a[from + length] === b[fromB + length]
    ) {
      length += 1;
    }
    const whole = { a: from, b: fromB, length };
    free.take(whole);
    made[at] = whole;
  }
  return made.filter((run) => run !== null).sort((x, y) => x.a - y.a);
}

/** What is left of a run when its ends were taken. */
function shrink({ a, b, length }: Run, free: FreePlaces): Run | null {
  let [from, end] = [0, length];
  while (from < end && !free.isFree(a + from)) from += 1;
  while (end > from && !free.isFree(a + end - 1)) end -= 1;
  for (let at = from; at < end; at += 1) if (!free.isFree(a + at)) return null;
  return end > from ? { a: a + from, b: b + from, length: end - from } : null;
}

/** Which words of `a` are taken, and by runs at which places of `b`. */
class FreePlaces {
  readonly #runs: Run[] = [];
  readonly #taken: Uint8Array;

  constructor(length: number) {
    this.#taken = new Uint8Array(length);
  }

  isFree(place: number): boolean {
    return this.#taken[place] === 0;
  }

  take(run: Run): void {
    this.#taken.fill(1, run.a, run.a + run.length);
    this.#runs.splice(this.#indexAfter(run.a), 0, run);
  }

  /** Between which places of `b` a run may lie whose first word is at `place`: after the run before it, before the one after. */
  bounds(place: number, length: number): [number, number] {
    const at = this.#indexAfter(place);
    const before = this.#runs[at - 1];
    return [before ? before.b + before.length : 0, this.#runs[at]?.b ?? length];
  }

  #indexAfter(place: number): number {
    let [low, high] = [0, this.#runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#runs[middle] as Run).a < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
