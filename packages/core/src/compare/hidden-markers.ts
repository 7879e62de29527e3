import type { CopyWords } from "./copy-words.ts";
import { MARKER_LIMIT, readsAsMarker } from "./list-markers.ts";
import { GAP } from "./word-stream.ts";

/**
 * The numbers of the words of a copy, 0 for what reads as a list marker: so that the full stop of "2." is not taken for that of the
 * sentence before it.
 */
export function hideMarkers(copy: CopyWords, text: string): Int32Array {
  const ids = copy.ids.slice();
  for (let from = 0; from < copy.length; from += 1) {
    if ((copy.gaps[from] as number) < GAP.line) continue;
    for (let to = from + 1; to < copy.length && to <= from + MARKER_LIMIT; to += 1) {
      if (readsAsMarker(text.slice(copy.starts[from], copy.starts[to]), (copy.gaps[to] as number) >= GAP.line)) {
        ids.fill(0, from, to);
        break;
      }
      if ((copy.gaps[to] as number) >= GAP.line) break;
    }
  }
  return ids;
}

/** Matches what stands between matched words and is equal from its beginning on, or up to its end: "1. Article". */
export function fillGaps(matched: Int32Array, reference: Int32Array, copy: Int32Array): void {
  let [r, c] = [0, 0];
  while (r < matched.length) {
    if ((matched[r] as number) >= 0) {
      c = (matched[r] as number) + 1;
      r += 1;
      continue;
    }
    let end = r;
    while (end < matched.length && (matched[end] as number) < 0) end += 1;
    const isLast = end === matched.length;
    let [from, to] = [c, isLast ? copy.length : (matched[end] as number)];
    for (; (r > 0 || from === 0) && r < end && from < to && reference[r] === copy[from]; r += 1, from += 1)
      matched[r] = from;
    for (
      let last = end - 1;
      !isLast && last >= r && from < to && reference[last] === copy[to - 1];
      last -= 1, to -= 1
    ) {
      matched[last] = to - 1;
    }
    r = end;
  }
}
