import type { Passage } from "@undersigned/core/compare/copy-report.ts";
import type { Run, Shown } from "./passage-words.ts";
import { shortenRuns, sideOf } from "./passage-words.ts";

/** One passage as a page shows it. */
export type Row = {
  readonly passage: Passage;
  /** As one marked text, and each side alone. */
  readonly whole: Shown;
  /** Counted from 1 over the whole comparison; null where nothing changed, and of what an excerpt leaves out. */
  readonly change: number | null;
};

/** Rows of a page; those that are folded away together, because they are the same or left out, stand by themselves. */
export type Group = { readonly folded: "same" | "leftOut" | null; readonly rows: readonly Row[] };

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

/**
 * Cuts the passages of a report into parts, and counts what differs.
 * @param isExcerpt whether it was found to be one: then nothing that is missing is a change
 */
export function layOut(passages: readonly Passage[], isExcerpt = false): Comparison {
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
    const counts = isChange(passage) && !(isExcerpt && passage.kind === "dropped");
    rows.push({ passage, whole, change: counts ? ++changes : null });
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

/** Long runs of unchanged rows are folded between the first and the last of them, and all that an excerpt leaves out. */
export function foldRows(rows: readonly Row[]): Group[] {
  const groups: Group[] = [];
  let from = 0;
  while (from < rows.length) {
    const same = countWhile(rows, from, ({ passage }) => passage.kind === "same");
    const leftOut = countWhile(rows, from, isLeftOut);
    const to = from + Math.max(same, leftOut, 1);
    const run = rows.slice(from, to);
    if (leftOut > 0) groups.push({ folded: "leftOut", rows: run });
    else if (same <= UNFOLDED) groups.push({ folded: null, rows: run });
    else {
      groups.push({ folded: null, rows: run.slice(0, 1) });
      groups.push({ folded: "same", rows: run.slice(1, -1) });
      groups.push({ folded: null, rows: run.slice(-1) });
    }
    from = to;
  }
  return groups;
}

/** Whether an excerpt leaves it out. */
export function isLeftOut({ passage, change }: Row): boolean {
  return passage.kind === "dropped" && change === null;
}

function countWhile(rows: readonly Row[], from: number, isSo: (row: Row) => boolean): number {
  let to = from;
  for (let row = rows[to]; row !== undefined && isSo(row); row = rows[to]) to += 1;
  return to - from;
}
