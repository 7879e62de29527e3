import type { CopyChange, CopyReport, Passage } from "@undersigned/core/compare/copy-report.ts";

/** One thing that differs, before it is put into words. `place`: a block, 0 for the title. */
export type Clause =
  | { readonly kind: "demandsDropped" | "demandsAltered"; readonly blocks: readonly number[] }
  | { readonly kind: "dropped"; readonly blocks: readonly number[] }
  | { readonly kind: "wordsDropped" | "wordsAdded"; readonly words: string; readonly block: number }
  | { readonly kind: "wordsAltered"; readonly reference: string; readonly copy: string; readonly block: number }
  | { readonly kind: "moreWords"; readonly count: number; readonly block: number }
  | { readonly kind: "notAsSigned" | "moved" | "split" | "merged"; readonly block: number }
  | { readonly kind: "added"; readonly words: string };

/** Of one block, changes of words that are told one by one; of more, how many there are. */
const TOLD_IN_A_BLOCK = 2;

/**
 * What differs, in the order in which it weighs: demands first, then what is missing, then words in the order of the text. Every
 * change of the report is in one of them, and none in two.
 */
export function clausesOf(report: CopyReport): Clause[] {
  const { dropped, altered } = report.demands;
  const lostDemands = new Set(dropped);
  const rest = report.changes.filter(
    ({ kind, block }) => kind === "dropped" && block !== undefined && !lostDemands.has(block),
  );
  const missing = rest.map(({ block = 0 }) => block);
  const passages = new Map(
    report.passages.flatMap((one) => (one.kind === "altered" && one.block !== undefined ? [[one.block, one]] : [])),
  );
  return [
    ...(dropped.length > 0 ? [{ kind: "demandsDropped" as const, blocks: dropped }] : []),
    ...(altered.length > 0 ? [{ kind: "demandsAltered" as const, blocks: altered }] : []),
    ...(missing.length > 0 ? [{ kind: "dropped" as const, blocks: missing }] : []),
    ...report.changes.flatMap((change) => clausesOfChange(change, passages)),
  ];
}

function clausesOfChange(change: CopyChange, passages: ReadonlyMap<number, Passage>): Clause[] {
  const { kind, block } = change;
  if (kind === "added") return [{ kind, words: change.copy ?? change.words.join(" ") }];
  if (block === undefined || kind === "dropped") return [];
  if (kind !== "altered") return [{ kind, block }];
  const hunks = hunksOf(passages.get(block));
  if (hunks.length === 0) return [{ kind: "notAsSigned", block }];
  const told = hunks.slice(0, TOLD_IN_A_BLOCK).map((hunk) => clauseOfHunk(hunk, block));
  const count = hunks.length - told.length;
  return count > 0 ? [...told, { kind: "moreWords", count, block }] : told;
}

type Hunk = { reference: string; copy: string };

/** Words that went and words that came in their place. */
function hunksOf(passage: Passage | undefined): Hunk[] {
  const hunks: Hunk[] = [];
  let open: Hunk | null = null;
  for (const { kind, text } of passage?.runs ?? []) {
    if (kind === "same") {
      open = null;
      continue;
    }
    if (open === null) {
      open = { reference: "", copy: "" };
      hunks.push(open);
    }
    if (kind === "removed") open.reference += text;
    else open.copy += text;
  }
  return hunks;
}

function clauseOfHunk({ reference, copy }: Hunk, block: number): Clause {
  const [was, is] = [reference.trim(), copy.trim()];
  if (was === "" && is === "") return { kind: "notAsSigned", block };
  if (is === "") return { kind: "wordsDropped", words: was, block };
  if (was === "") return { kind: "wordsAdded", words: is, block };
  return { kind: "wordsAltered", reference: was, copy: is, block };
}
