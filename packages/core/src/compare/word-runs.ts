import type { Alignment, Standing } from "./align-blocks.ts";
import type { Passage } from "./copy-report.ts";
import { compareGaps } from "./gap-rules.ts";
import { GAP } from "./word-stream.ts";

type WordRun = Passage["runs"][number];

/** A word of both sides, of the reference alone, or of the copy alone. */
type Step = { readonly r: number; readonly c: number };

/**
 * The words of a block and of what stands for it, in order. Without those added it is the block as the reference has it, without
 * those removed it is the copy, its white space folded and what is the same spelled as in the reference.
 */
export function makeRuns(alignment: Alignment, { block, from, to, marker }: Standing): WordRun[] {
  const writer = new RunWriter();
  if (marker !== null) writer.add("added", `${marker} `);
  const steps = listSteps(alignment, block, from, to);
  for (let at = 0; at < steps.length; ) {
    const step = steps[at] as Step;
    if (step.r >= 0 && step.c >= 0) {
      writeSame(alignment, writer, step, steps[at - 1]);
      at += 1;
      continue;
    }
    let end = at;
    while (end < steps.length && ((steps[end] as Step).r < 0 || (steps[end] as Step).c < 0)) end += 1;
    writeChange(alignment, writer, steps.slice(at, end), at === 0);
    at = end;
  }
  return writer.runs;
}

/** The words of the copy from `from` to `to` as they stand there, white space folded. */
export function copyWords({ copy, source }: Alignment, from: number, to: number): string {
  return to <= from ? "" : foldSpaces(source.text.slice(copy.starts[from], copy.ends[to - 1]));
}

function foldSpaces(text: string): string {
  return text.replaceAll(/[\s\u0085]+/g, " ");
}

function listSteps({ matched }: Alignment, block: Standing["block"], from: number, to: number): Step[] {
  const steps: Step[] = [];
  let next = from;
  for (let r = block.first; r < block.end; r += 1) {
    const c = matched[r] as number;
    for (; c >= 0 && next < c; next += 1) steps.push({ r: -1, c: next });
    steps.push({ r, c });
    if (c >= 0) next = c + 1;
  }
  for (; next < to; next += 1) steps.push({ r: -1, c: next });
  return steps;
}

function writeSame(alignment: Alignment, writer: RunWriter, { r, c }: Step, before: Step | undefined): void {
  const [inReference, inCopy] = [spaceBefore(alignment, "reference", r), spaceBefore(alignment, "copy", c)];
  if (before !== undefined) {
    const follows = before.r >= 0 && before.c >= 0;
    const gap = follows ? compareGaps(alignment, r, c) : null;
    if (inReference === inCopy || (gap !== null && gap !== "joined" && gap !== "parted"))
      writer.add("same", inReference);
    else writer.add(inReference === "" ? "added" : "removed", " ");
  }
  writer.add("same", wordOf(alignment, "reference", r));
}

/** What went, then what came. A space that both begin with is no part of the change. */
function writeChange(alignment: Alignment, writer: RunWriter, steps: readonly Step[], isFirst: boolean): void {
  const removed = joinWords(
    alignment,
    "reference",
    steps.flatMap(({ r }) => (r >= 0 ? [r] : [])),
    isFirst,
  );
  const added = joinWords(
    alignment,
    "copy",
    steps.flatMap(({ c }) => (c >= 0 ? [c] : [])),
    isFirst,
  );
  const shared = removed.startsWith(" ") && added.startsWith(" ") ? 1 : 0;
  writer.add("same", " ".repeat(shared));
  writer.add("removed", removed.slice(shared));
  writer.add("added", added.slice(shared));
}

type Side = "reference" | "copy";

function joinWords(alignment: Alignment, side: Side, words: readonly number[], isFirst: boolean): string {
  return words
    .map(
      (word, at) => `${isFirst && at === 0 ? "" : spaceBefore(alignment, side, word)}${wordOf(alignment, side, word)}`,
    )
    .join("");
}

function spaceBefore(alignment: Alignment, side: Side, word: number): string {
  return alignment[side].gaps[word] === GAP.none ? "" : " ";
}

function wordOf({ reference, copy, source }: Alignment, side: Side, word: number): string {
  if (side === "copy") return foldSpaces(source.text.slice(copy.starts[word], copy.ends[word]));
  const text = reference.blocks[reference.blockOf[word] as number]?.text ?? "";
  return text.slice(reference.starts[word], reference.ends[word]);
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
