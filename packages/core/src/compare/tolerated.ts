import type { Alignment } from "./align-blocks.ts";
import type { CopyReport } from "./copy-report.ts";
import type { FoldingKind } from "./foldings.ts";
import { findFoldings } from "./foldings.ts";

/** Counts what was folded away, in the words of the reference that the copy has. In order of the first of each kind. */
export function countTolerated(alignment: Alignment): CopyReport["tolerated"] {
  const counts = new Map<FoldingKind, number>();
  const count = (kind: FoldingKind) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const { reference, copy, source, matched } = alignment;
  for (const { block, kind, foldings, isMarked } of alignment.standings) {
    if (kind === "dropped") continue;
    if (isMarked) count("list_marker");
    for (const folding of foldings) count(folding);
    for (let r = block.first; r < block.end; r += 1) {
      const c = matched[r] as number;
      if (c < 0) continue;
      const before = source.text.slice(c > 0 ? copy.ends[c - 1] : 0, copy.starts[c]);
      if (/[\u200b\ufeff]/.test(before)) count("zero_width");
      const raw = source.text.slice(copy.starts[c], copy.ends[c]);
      if (copy.rejoined[c] === 1) count("line_end_hyphen");
      else
        for (const found of findFoldings(block.text.slice(reference.starts[r], reference.ends[r]), raw)) count(found);
    }
  }
  return [...counts].map(([kind, number]) => ({ kind, count: number }));
}
