import type { Alignment, Standing } from "./align-blocks.ts";
import type { Passage } from "./copy-report.ts";
import { compareGaps } from "./gap-rules.ts";
import { readMarked } from "./marked-words.ts";
import type { WordStream } from "./word-stream.ts";
import { GAP } from "./word-stream.ts";

type WordRun = Passage["runs"][number];

/** A word of both sides; or words that went, and those of the copy from `from` to `to` that came. */
type Step =
  | { readonly r: number; readonly c: number }
  | { readonly removed: readonly number[]; readonly from: number; readonly to: number };

/**
 * The words of a block and of what stands for it, in order. Without those added it is the block as the reference has it, without
 * those removed it is the copy, its white space folded and what is the same spelled as in the reference.
 */
export function makeRuns(alignment: Alignment, { block, from, to }: Standing): WordRun[] {
  const writer = new RunWriter();
  const steps = listSteps(alignment, block, from, to);
  for (const [at, step] of steps.entries()) {
    if ("r" in step) writeSame(alignment, writer, step, steps[at - 1]);
    else writeChange(alignment, writer, step, at === 0);
  }
  return writer.runs;
}

/** The words of the copy from `from` to `to` as they stand there, white space folded, raised digits raised. */
export function copyWords({ copy, source }: Alignment, from: number, to: number, leaveStruck = false): string {
  if (to <= from) return "";
  const [start, end] = [copy.starts[from] as number, copy.ends[to - 1] as number];
  return foldSpaces(readMarked(source.text, copy.marks, { start, end, leaveStruck }));
}

function foldSpaces(text: string): string {
  return text.replaceAll(/[\s\u0085]+/g, " ");
}

function listSteps({ matched }: Alignment, block: Standing["block"], from: number, to: number): Step[] {
  const steps: Step[] = [];
  let removed: number[] = [];
  let next = from;
  const change = (end: number) => {
    if (removed.length > 0 || end > next) steps.push({ removed, from: next, to: end });
    removed = [];
  };
  for (let r = block.first; r < block.end; r += 1) {
    const c = matched[r] as number;
    if (c < 0) removed.push(r);
    else {
      change(c);
      steps.push({ r, c });
      next = c + 1;
    }
  }
  change(to);
  return steps;
}

function writeSame(
  alignment: Alignment,
  writer: RunWriter,
  { r, c }: { readonly r: number; readonly c: number },
  before: Step | undefined,
): void {
  const { reference, copy } = alignment;
  const [inReference, inCopy] = [spaceBefore(reference, r), spaceBefore(copy, c)];
  if (before !== undefined) {
    const gap = "r" in before ? compareGaps(alignment, r, c) : null;
    if (inReference === inCopy || (gap !== null && gap !== "joined" && gap !== "parted"))
      writer.add("same", inReference);
    else writer.add(inReference === "" ? "added" : "removed", " ");
  }
  const { text } = reference.blocks[reference.blockOf[r] as number] ?? { text: "" };
  writer.add("same", text.slice(reference.starts[r], reference.ends[r]));
}

/** What went, then what came. A space that both begin with is no part of the change. */
function writeChange(
  alignment: Alignment,
  writer: RunWriter,
  { removed, from, to }: { readonly removed: readonly number[]; readonly from: number; readonly to: number },
  isFirst: boolean,
): void {
  const { reference, copy } = alignment;
  const [first = -1, last = -1] = [removed[0], removed.at(-1)];
  const { text } = reference.blocks[reference.blockOf[first] as number] ?? { text: "" };
  const went = text.slice(reference.starts[first], reference.ends[last]);
  const [spaceWent, spaceCame] = [
    first < 0 ? "" : spaceBefore(reference, first),
    to > from ? spaceBefore(copy, from) : "",
  ];
  const isShared = !isFirst && spaceWent !== "" && spaceCame !== "";
  const leads = !isFirst && !isShared;
  writer.add("same", isShared ? " " : "");
  writer.add("removed", first < 0 ? "" : `${leads ? spaceWent : ""}${went}`);
  // A struck word beside one that is missing is that word, and is not said.
  const came = copyWords(alignment, from, to, first >= 0);
  writer.add("added", came.trim() === "" ? "" : `${leads ? spaceCame : ""}${came}`);
}

/** Nothing stands before the first word of a block of the reference. */
function spaceBefore(words: WordStream, word: number): string {
  return words.gaps[word] === GAP.none || ("blocks" in words && words.gaps[word] === GAP.block) ? "" : " ";
}

class RunWriter {
  readonly runs: { kind: WordRun["kind"]; text: string }[] = [];

  add(kind: WordRun["kind"], text: string): void {
    if (text === "") return;
    const last = this.runs.at(-1);
    if (last?.kind === kind) last.text += text;
    else this.runs.push({ kind, text });
  }
}
