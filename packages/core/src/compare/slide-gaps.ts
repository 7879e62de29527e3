import type { CopyWords } from "./copy-words.ts";
import type { ReferenceWords } from "./reference-words.ts";
import { GAP } from "./word-stream.ts";

/** Words by which a gap is moved at most. */
const REACH = 500;

/**
 * Where words came or went there are often several places that explain it: "the rooms. 2. Heat" is "the rooms." and then "2." as well
 * as "the rooms" and then ". 2". Moves every such gap to where a block or a line begins, if it can be there.
 */
export function slideGaps(matched: Int32Array, reference: ReferenceWords, copy: CopyWords): void {
  let last = -1;
  for (let r = 0; r < matched.length; r += 1) {
    if ((matched[r] as number) < 0) continue;
    if (last >= 0) {
      const [came, went] = [(matched[r] as number) - (matched[last] as number) - 1, r - last - 1];
      if (came > 0 && went === 0) slideCome(matched, reference, copy, r);
      else if (went > 0 && came === 0) slideGone(matched, reference, copy, [last, r]);
    }
    last = r;
  }
}

/** Words of the copy between the words that stand for `r - 1` and `r`. */
function slideCome(matched: Int32Array, reference: ReferenceWords, copy: CopyWords, r: number): void {
  const end = matched[r] as number;
  const start = (matched[r - 1] as number) + 1;
  const rate = (shift: number) => {
    const isLine = (copy.gaps[start + shift] as number) >= GAP.line;
    const isBlock = reference.gaps[r + shift] === GAP.block;
    return (isLine && isBlock ? 4 : 0) + (isLine ? 2 : 0) + (isBlock ? 1 : 0) + (r + shift === 0 ? 4 : 0);
  };
  const isEqual = (shift: number) => copy.ids[start + shift] === reference.ids[r + shift];
  const best = findBest(
    rate,
    (shift) => r + shift < matched.length && matched[r + shift] === end + shift && isEqual(shift),
    (shift) =>
      r + shift >= 0 && matched[r + shift] === start + shift && copy.ids[end + shift] === reference.ids[r + shift],
  );
  for (let shift = 0; shift < best; shift += 1) matched[r + shift] = start + shift;
  for (let shift = -1; shift >= best; shift -= 1) matched[r + shift] = end + shift;
}

/** Words of the reference between `before` and `after`, whose words in the copy follow each other. */
function slideGone(
  matched: Int32Array,
  reference: ReferenceWords,
  copy: CopyWords,
  [before, after]: readonly [number, number],
): void {
  const [start, c] = [before + 1, matched[after] as number];
  const isBlock = (r: number) => r >= reference.length || reference.gaps[r] === GAP.block;
  const rate = (shift: number) => {
    const isLine = (copy.gaps[c + shift] as number) >= GAP.line;
    return (isBlock(start + shift) ? 2 : 0) + (isBlock(after + shift) ? 2 : 0) + (isLine ? 1 : 0);
  };
  const best = findBest(
    rate,
    (shift) => matched[after + shift] === c + shift && reference.ids[start + shift] === copy.ids[c + shift],
    (shift) => matched[start + shift] === c + shift && reference.ids[after + shift] === copy.ids[c + shift],
  );
  for (let shift = 0; shift < best; shift += 1) {
    matched[after + shift] = -1;
    matched[start + shift] = c + shift;
  }
  for (let shift = -1; shift >= best; shift -= 1) {
    matched[start + shift] = -1;
    matched[after + shift] = c + shift;
  }
}

/** The shift that rates best; of equal ones none, or the nearest. */
function findBest(
  rate: (shift: number) => number,
  canPassRight: (shift: number) => boolean,
  canPassLeft: (shift: number) => boolean,
): number {
  let [best, most] = [0, rate(0)];
  for (let shift = 0; shift < REACH && canPassRight(shift); shift += 1) {
    const rating = rate(shift + 1);
    if (rating > most) [best, most] = [shift + 1, rating];
  }
  for (let shift = -1; shift >= -REACH && canPassLeft(shift); shift -= 1) {
    const rating = rate(shift);
    if (rating > most) [best, most] = [shift, rating];
  }
  return best;
}
