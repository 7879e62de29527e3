import type { Extracted, ImportWarning } from "../extracted.ts";

/** A stretch of the words of a block, alike in how it looks. */
export type Run = {
  readonly text: string;
  readonly emphasis: boolean;
  readonly strong: boolean;
  readonly href: string | null;
};

type Change = { readonly code: string; readonly start: number; readonly end: number };

/** What was done to words so that they stand on one line. */
export type Joined = { readonly runs: readonly Run[]; readonly changes: readonly Change[] };

const WIDE = /[\u2e80-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]/;

/**
 * The words from `start` to `end` of a source on one line, with their emphasis and links, without struck words.
 * @param wrapped whether its lines were broken to fit a width, rather than on purpose
 */
export function joinWords(extracted: Extracted, [start, end]: readonly [number, number], wrapped: boolean): Joined {
  const changes: Change[] = [];
  const cuts = cutsWithin(extracted, start, end);
  const runs: Run[] = [];
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to === undefined) break;
    const look = lookAt(extracted, from);
    if (look.struck) {
      if (extracted.text.slice(from, to).trim() !== "") changes.push({ code: "struck", start: from, end: to });
      continue;
    }
    if (look.raised) changes.push({ code: "raised", start: from, end: to });
    const text = joinLines(extracted.text, from, to, wrapped, changes);
    if (text !== "") runs.push({ text, emphasis: look.emphasis, strong: look.strong, href: look.href });
  }
  return { runs: tidySpaces(runs), changes };
}

/** Where marks or links begin or end within the span, with its own ends; in order. */
function cutsWithin(extracted: Extracted, start: number, end: number): number[] {
  const cuts = new Set([start, end]);
  const spans: Span[] = [...within(extracted.marks, start, end), ...within(extracted.links ?? [], start, end)];
  for (const { start: from, end: to } of spans) {
    if (from > start && from < end) cuts.add(from);
    if (to > start && to < end) cuts.add(to);
  }
  return [...cuts].sort((a, b) => a - b);
}

type Span = { readonly start: number; readonly end: number };

const longest = new WeakMap<readonly Span[], number>();

/** The spans that touch a stretch. They are in order of their start, so a search finds the first that may. */
function within<T extends Span>(spans: readonly T[], start: number, end: number): T[] {
  const reach = longest.get(spans) ?? spans.reduce((most, span) => Math.max(most, span.end - span.start), 0);
  longest.set(spans, reach);
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < start - reach) low = middle + 1;
    else high = middle;
  }
  const out: T[] = [];
  for (let at = low; at < spans.length; at++) {
    const span = spans[at];
    if (span === undefined || span.start >= end) break;
    if (span.end > start) out.push(span);
  }
  return out;
}

function lookAt(extracted: Extracted, at: number) {
  const kinds = new Set(within(extracted.marks, at, at + 1).map(({ kind }) => kind));
  const [link] = within(extracted.links ?? [], at, at + 1);
  return {
    struck: kinds.has("struck"),
    raised: kinds.has("superscript") || kinds.has("subscript"),
    emphasis: kinds.has("emphasis"),
    strong: kinds.has("strong"),
    href: link?.href ?? null,
  };
}

function joinLines(text: string, from: number, to: number, wrapped: boolean, changes: Change[]): string {
  let out = "";
  let at = from;
  for (;;) {
    const line = text.indexOf("\n", at);
    if (line === -1 || line >= to) return out + text.slice(at, to);
    const before = text.slice(at, line).trimEnd();
    let next = line + 1;
    while (next < to && /\s/.test(text.charAt(next))) next++;
    const after = text.slice(next, Math.min(to, next + 2));
    const hyphen = /\p{L}{2}\p{Ll}?[-\u2010\u00ad]$/u.test(before) && /^\p{Ll}/u.test(after);
    if (hyphen) {
      out += before.slice(0, -1);
      changes.push({ code: "hyphen", start: at + before.length - 1, end: next + 1 });
    } else {
      const together = /\p{L}[-\u2010]$/u.test(before)
        ? wrapped
        : WIDE.test(before.slice(-1)) && WIDE.test(after.charAt(0));
      out += before + (together ? "" : " ");
      changes.push({ code: wrapped ? "joined" : "line_break", start: line, end: next });
    }
    at = next;
  }
}

/** One space between words, none at the ends; a space never stands just inside emphasis, where Markdown would not see it. */
function tidySpaces(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  let space = true;
  for (const run of runs) {
    let text = run.text.replaceAll(/[\s\u00a0\u2028\u2029]+/g, " ");
    if (space) text = text.trimStart();
    const lead = text.startsWith(" ");
    const core = text.trim();
    const tail = text.endsWith(" ") && core !== "";
    if (lead) out.push({ ...run, text: " " });
    if (core !== "") out.push({ ...run, text: core });
    if (tail) out.push({ ...run, text: " " });
    space = text === "" ? space : text.endsWith(" ");
  }
  while (out.at(-1)?.text === " ") out.pop();
  return out;
}

/** What the changes mean, as warnings: each kind once for a block, at its first place. */
export function tellChanges(changes: readonly Change[]): ImportWarning[] {
  const first = new Map<string, { change: Change; count: number }>();
  for (const change of changes) {
    const seen = first.get(change.code);
    if (seen === undefined) first.set(change.code, { change, count: 1 });
    else seen.count++;
  }
  return [...first.values()].map(({ change, count }) => {
    const { code, start, end } = change;
    return { ...(MEANINGS[code]?.(count) ?? { code, message: code }), start, end };
  });
}

const MEANINGS: { readonly [code: string]: (count: number) => { code: string; message: string } } = {
  struck: () => ({
    code: "struck_left_out",
    message: "Struck words were left out: look whether they are meant to go.",
  }),
  raised: () => ({
    code: "raised_characters",
    message:
      "Raised or lowered characters became ordinary ones, so that 10⁶ would read 106: look, and write them in another way.",
  }),
  hyphen: (count) => ({
    code: "hyphens_joined",
    message: `${count === 1 ? "A word that was" : `${count} words that were`} parted at the end of a line ${count === 1 ? "was" : "were"} joined without the hyphen: look whether it belongs there.`,
  }),
  joined: (count) => ({
    code: "lines_joined",
    message: `${count + 1} lines were joined to one paragraph: look whether they are one.`,
  }),
  line_break: (count) => ({
    code: "line_breaks",
    message: `${count + 1} lines that stood one below the other were joined: a text has no line breaks. Make paragraphs of them if they should stand alone.`,
  }),
};
