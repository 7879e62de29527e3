import type { CopyMark } from "./copy.ts";

const RAISED: ReadonlyMap<string, string> = new Map(
  [..."0123456789+-=()"].map((sign, at) => [sign, [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"][at] ?? sign]),
);
const LOWERED: ReadonlyMap<string, string> = new Map(
  [..."0123456789+-=()"].map((sign, at) => [sign, [..."₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"][at] ?? sign]),
);

/**
 * Words as their marks make them read: raised and lowered digits as such.
 * @param marks those that are struck, raised or lowered, by `start`
 * @param span offsets into `text`; `leaveStruck`: without struck words
 */
export function readMarked(
  text: string,
  marks: readonly CopyMark[],
  span: { readonly start: number; readonly end: number; readonly leaveStruck: boolean },
): string {
  let words = "";
  let done = span.start;
  for (let at = findFirst(marks, span.start); at < marks.length; at += 1) {
    const { kind, start, end } = marks[at] as CopyMark;
    if (start >= span.end) break;
    if (end <= done) continue;
    const [from, to] = [Math.max(start, done), Math.min(end, span.end)];
    words += text.slice(done, from);
    const marked = text.slice(from, to);
    if (kind === "struck") words += span.leaveStruck ? "" : marked;
    else words += [...marked].map((sign) => (kind === "superscript" ? RAISED : LOWERED).get(sign) ?? sign).join("");
    done = to;
  }
  return words + text.slice(done, span.end);
}

/** Index of the last mark that begins at or before `offset`, or of the first. */
function findFirst(marks: readonly CopyMark[], offset: number): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, 0);
}
