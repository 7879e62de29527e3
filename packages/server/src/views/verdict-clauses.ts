import type { CopyChange, CopyReport, Passage } from "@undersigned/core/compare/copy-report.ts";

/** One thing that differs, before it is put into words. `place`: a block, 0 for the title. */
export type Clause =
  | { readonly kind: "demandsDropped" | "dropped"; readonly blocks: readonly number[] }
  | { readonly kind: "wordsDropped" | "wordsAdded"; readonly words: string; readonly block: number }
  | { readonly kind: "wordsAltered"; readonly reference: string; readonly copy: string; readonly block: number }
  | { readonly kind: "moreWords"; readonly count: number; readonly block: number }
  | { readonly kind: "notAsSigned" | "moved" | "split" | "merged"; readonly block: number }
  | { readonly kind: "ofVersion"; readonly version: number; readonly block: number }
  | { readonly kind: "added"; readonly words: string; readonly version?: number };

/** Of one block, changes of words that are told one by one; of more, how many there are. */
const TOLD_IN_A_BLOCK = 2;

/**
 * What differs, in the order in which it weighs: demands and other blocks that are missing, then words, of demands first. Every change
 * of the report is in one of them, and none in two.
 */
export function clausesOf(report: CopyReport): Clause[] {
  const { dropped } = report.demands;
  const [lostDemands, otherDemands] = [new Set(dropped), new Set(report.demands.altered)];
  const rest = report.changes.filter(
    ({ kind, block }) => kind === "dropped" && block !== undefined && !lostDemands.has(block),
  );
  const missing = rest.map(({ block = 0 }) => block);
  const passages = new Map(
    report.passages.flatMap((one) => (one.kind === "altered" && one.block !== undefined ? [[one.block, one]] : [])),
  );
  return [
    ...(dropped.length > 0 ? [{ kind: "demandsDropped" as const, blocks: dropped }] : []),
    ...(missing.length > 0 ? [{ kind: "dropped" as const, blocks: missing }] : []),
    ...[true, false].flatMap((isDemand) =>
      report.changes
        .filter(({ block = -1 }) => otherDemands.has(block) === isDemand)
        .flatMap((change) => clausesOfChange(change, passages)),
    ),
  ];
}

function clausesOfChange(change: CopyChange, passages: ReadonlyMap<number, Passage>): Clause[] {
  const { kind, block, version } = change;
  const of = version === undefined ? {} : { version };
  if (kind === "added") return [{ kind, words: change.copy ?? change.words.join(" "), ...of }];
  if (block === undefined || kind === "dropped") return [];
  if (kind !== "altered") return [{ kind, block }];
  if (version !== undefined) return [{ kind: "ofVersion", version, block }];
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
