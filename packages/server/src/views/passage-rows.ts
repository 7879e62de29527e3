import type { Passage } from "@undersigned/core/compare/copy-report.ts";
import type { Run, Shown } from "./passage-words.ts";
import { shortenRuns, sideOf } from "./passage-words.ts";

/** One passage as a page shows it. */
export type Row = {
  readonly passage: Passage;
  /** As one marked text, and each side alone. */
  readonly whole: Shown;
  /** Counted from 1 over the whole comparison; null where nothing changed. */
  readonly change: number | null;
};

/** Rows of a page, those that are folded away together in a list of their own. */
export type Group = { readonly folded: boolean; readonly rows: readonly Row[] };

/** `changes` counts those of this part and of all before it. */
export type Part = { readonly rows: readonly Row[]; readonly changes: number };

/** A comparison cut into parts that a browser can bear. */
export type Comparison = {
  readonly parts: readonly Part[];
  /** How many rows differ. */
  readonly changes: number;
};

/** Characters of one part, and what each row and each mark weighs beside them. */
const PART_WEIGHT = 60_000;
const ROW_WEIGHT = 400;
const MARK_WEIGHT = 200;

/** Unchanged rows side by side that are shown whole; of more, the first and the last. */
const UNFOLDED = 4;

/** Cuts the passages of a report into parts, and counts what differs. */
export function layOut(passages: readonly Passage[]): Comparison {
  const parts: Part[] = [];
  let rows: Row[] = [];
  let [weight, changes] = [0, 0];
  for (const passage of passages) {
    const whole = shortenRuns(runsOf(passage));
    const own = weigh(whole);
    if (weight + own > PART_WEIGHT && rows.length > 0) {
      parts.push({ rows, changes });
      [rows, weight] = [[], 0];
    }
    rows.push({ passage, whole, change: isChange(passage) ? ++changes : null });
    weight += own;
  }
  return { parts: [...parts, { rows, changes }], changes };
}

/** Whether the copy differs here from what was signed: what its publisher put around it does not. */
export function isChange({ kind }: Passage): boolean {
  return kind !== "same" && kind !== "framing";
}

/** Whatever the runs of a passage say of themselves, all of what is on one side alone is so marked. */
function runsOf({ kind, runs }: Passage): readonly Run[] {
  switch (kind) {
    case "framing":
      return runs.map(({ text }) => ({ kind: "same", text }));
    case "added":
      return sideOf(runs, "added").map(({ text }) => ({ kind: "added", text }));
    case "dropped":
      return sideOf(runs, "removed").map(({ text }) => ({ kind: "removed", text }));
    default:
      return runs;
  }
}

function weigh(whole: Shown): number {
  let weight = ROW_WEIGHT;
  for (const { kind, text } of whole.runs) weight += kind === "same" ? text.length : text.length + MARK_WEIGHT;
  return weight;
}

/** Long runs of unchanged rows are folded between the first and the last of them. */
export function foldRows(rows: readonly Row[]): Group[] {
  const groups: Group[] = [];
  let from = 0;
  while (from < rows.length) {
    let to = from;
    while (rows[to]?.passage.kind === "same") to += 1;
    if (to - from > UNFOLDED) {
      groups.push({ folded: false, rows: rows.slice(from, from + 1) });
      groups.push({ folded: true, rows: rows.slice(from + 1, to - 1) });
      groups.push({ folded: false, rows: rows.slice(to - 1, to) });
    } else {
      to = Math.max(to, from + 1);
      groups.push({ folded: false, rows: rows.slice(from, to) });
    }
    from = to;
  }
  return groups;
}
