import type { Inline } from "@undersigned/core/statement/inline.ts";
import type { Run } from "./words.ts";

/** Runs as the words of a text: links outermost, then strong, then emphasis. */
export function inlinesOf(runs: readonly Run[]): Inline[] {
  return group(spread(runs), ["href", "strong", "emphasis"]);
}

type Key = "href" | "strong" | "emphasis";

/** A space at the edge of emphasis or a link is none of it: Markdown would not see it. */
function spread(runs: readonly Run[]): Run[] {
  return runs.map((run, index) => {
    const [before, after] = [runs[index - 1], runs[index + 1]];
    if (run.text !== " " || before === undefined || after === undefined) return run;
    const alike = (key: Key) => before[key] === run[key] && after[key] === run[key];
    const look = { emphasis: run.emphasis && alike("emphasis"), strong: run.strong && alike("strong") };
    return { text: " ", ...look, href: alike("href") ? run.href : null };
  });
}

function group(runs: readonly Run[], keys: readonly Key[]): Inline[] {
  const [key, ...rest] = keys;
  if (key === undefined) return textOf(runs);
  const out: Inline[] = [];
  let from = 0;
  while (from < runs.length) {
    const value = runs[from]?.[key];
    let to = from + 1;
    while (to < runs.length && runs[to]?.[key] === value) to++;
    const children = group(runs.slice(from, to), rest);
    if (typeof value === "string") out.push({ kind: "link", href: value, children });
    else if (value === true && key !== "href") out.push({ kind: key, children });
    else out.push(...children);
    from = to;
  }
  return mergeTexts(out);
}

function textOf(runs: readonly Run[]): Inline[] {
  const text = runs.map((run) => run.text).join("");
  return text === "" ? [] : [{ kind: "text", text }];
}

function mergeTexts(inlines: readonly Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const inline of inlines) {
    const last = out.at(-1);
    if (inline.kind === "text" && last?.kind === "text")
      out[out.length - 1] = { kind: "text", text: last.text + inline.text };
    else out.push(inline);
  }
  return out;
}
