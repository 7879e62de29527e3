import type { Alignment, Standing } from "./align-blocks.ts";
import type { CopyChange, CopyReport, Passage } from "./copy-report.ts";
import type { VersionOf } from "./other-versions.ts";
import { copyWords, makeRuns } from "./word-runs.ts";

/** Rows, changes and framing of a report. */
export type Told = Pick<CopyReport, "passages" | "changes" | "framing">;

/**
 * Tells an alignment: the copy from its first word to its last, the reference beside it, and what differs.
 * @param versionOf of which other version the words are that differ, in a copy that mixes several
 */
export function tellAlignment(alignment: Alignment, versionOf: VersionOf | null = null): Told {
  const passages: Passage[] = [];
  const changes: CopyChange[] = [];
  const framing: CopyReport["framing"][number][] = [];
  for (const item of inOrder(alignment)) {
    const version = versionOf?.(item.from, item.to) ?? null;
    const of = version === null ? {} : { version };
    if ("where" in item) {
      const piece = {
        ...placeOf(alignment, item),
        text: alignment.source.original.text.slice(...spanOf(alignment, item)),
      };
      framing.push({ text: piece.text, where: item.where, start: piece.start, end: piece.end });
      const isWithin = item.where === "within";
      passages.push({ ...tellForeign(alignment, item), ...(isWithin ? of : {}) });
      if (isWithin) changes.push({ ...tellAdded(alignment, item), ...of });
    } else {
      const passage = tellStanding(alignment, item);
      const isOther = item.kind !== "same";
      passages.push({ ...passage, ...(isOther ? of : {}) });
      if (isOther) changes.push({ ...tellChange(alignment, item, passage), ...of });
    }
  }
  return { passages, changes, framing };
}

type Foreign = Alignment["foreign"][number];
type Range = { readonly from: number; readonly to: number };

/** Blocks and what stands between them by the order of the copy; a block that is not there after the one before it. */
function inOrder({ standings, foreign, copy }: Alignment): (Standing | Foreign)[] {
  const placed: (Standing | Foreign)[] = [
    ...standings.filter(({ kind }) => kind !== "dropped"),
    ...foreign.flatMap((piece) => cutForeign(piece, copy)),
  ].sort((a, b) => a.from - b.from);
  const firstPlaced = placed.findIndex((item) => "block" in item);
  const missing = new Map<Standing | null, Standing[]>();
  let last: Standing | null = null;
  for (const standing of standings) {
    if (standing.kind !== "dropped") last = standing;
    else missing.set(last, [...(missing.get(last) ?? []), standing]);
  }
  const before = firstPlaced < 0 ? 0 : firstPlaced;
  return [
    ...placed.slice(0, before),
    ...(missing.get(null) ?? []),
    ...placed.slice(before).flatMap((item) => [item, ...("block" in item ? (missing.get(item) ?? []) : [])]),
  ];
}

/** Pieces of one stretch: what comes after them is told with the last. */
const PIECES_LIMIT = 5_000;

/** One piece for each block of the copy. */
function cutForeign({ from, to, where }: Foreign, copy: Alignment["copy"]): Foreign[] {
  const pieces: { from: number; to: number; where: Foreign["where"] }[] = [];
  for (let c = from; c < to; c += 1) {
    const last = pieces.at(-1);
    const isSame = copy.blockOf[c] === copy.blockOf[c - 1] || pieces.length === PIECES_LIMIT;
    if (last && isSame) last.to = c + 1;
    else pieces.push({ from: c, to: c + 1, where });
  }
  return pieces;
}

/** Offsets in the text of the copy as it was given. */
function spanOf({ copy, source }: Alignment, { from, to }: Range): [number, number] {
  return to > from
    ? [source.placeOf(copy.starts[from] as number), source.placeOf(copy.ends[to - 1] as number)]
    : [0, 0];
}

function placeOf(alignment: Alignment, range: Range): { start: number; end: number } {
  const [start, end] = spanOf(alignment, range);
  return { start, end };
}

function tellForeign(alignment: Alignment, piece: Foreign): Passage {
  const text = copyWords(alignment, piece.from, piece.to);
  const kind = piece.where === "within" ? "added" : "framing";
  return { kind, ...placeOf(alignment, piece), runs: [{ kind: "added", text }] };
}

function tellStanding(alignment: Alignment, standing: Standing): Passage {
  const { block, kind } = standing;
  if (kind === "dropped") return { kind, block: block.number, runs: [{ kind: "removed", text: block.text }] };
  const shown = kind === "merged" || kind === "split" ? "altered" : kind;
  return { kind: shown, block: block.number, ...placeOf(alignment, standing), runs: makeRuns(alignment, standing) };
}

function tellAdded(alignment: Alignment, piece: Foreign): CopyChange {
  const text = copyWords(alignment, piece.from, piece.to);
  return { kind: "added", copy: text, words: splitWords(text), ...placeOf(alignment, piece) };
}

function tellChange(alignment: Alignment, standing: Standing, { runs }: Passage): CopyChange {
  const { block, kind } = standing;
  const place = kind === "dropped" ? placeBefore(alignment, standing) : placeOf(alignment, standing);
  const words = (of: "removed" | "added") => runs.flatMap((run) => (run.kind === of ? splitWords(run.text) : []));
  const copy = kind === "dropped" ? {} : { copy: copyWords(alignment, standing.from, standing.to) };
  const found = [...words("removed"), ...words("added")];
  // Only the space differs, or where the block begins or ends: what stands there is told whole.
  const told = found.length > 0 ? found : (wordsAroundSpaces(runs) ?? splitWords(copy.copy ?? block.text));
  return {
    kind: kind as CopyChange["kind"],
    block: block.number,
    reference: block.text,
    ...copy,
    words: told,
    ...place,
  };
}

/** What stands around a space that came or went, as it was and as it is. */
function wordsAroundSpaces(runs: Passage["runs"]): string[] | null {
  const words = runs.flatMap(({ kind }, at) => {
    if (kind === "same") return [];
    const [before, after] = [
      /\S+$/.exec(runs[at - 1]?.text ?? "")?.[0] ?? "",
      /^\S+/.exec(runs[at + 1]?.text ?? "")?.[0] ?? "",
    ];
    const [parted, joined] = [`${before} ${after}`, `${before}${after}`];
    return kind === "removed" ? [parted, joined] : [joined, parted];
  });
  return words.length > 0 ? words : null;
}

/** Where what is missing should stand: after the block before it. */
function placeBefore(alignment: Alignment, { block }: Standing): { start: number; end: number } {
  const before = alignment.standings
    .filter(({ kind, block: { number } }) => kind !== "dropped" && number < block.number)
    .at(-1);
  const at = before === undefined ? 0 : placeOf(alignment, before).end;
  return { start: at, end: at };
}

/** Words of a change that are told one by one; the passage has them all. */
const WORDS_LIMIT = 1_000;

function splitWords(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/\S+/g)) {
    if (words.length === WORDS_LIMIT) return [...words, "…"];
    words.push(word);
  }
  return words;
}
