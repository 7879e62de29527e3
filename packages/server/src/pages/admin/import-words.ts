import type { CopyMark } from "@undersigned/core/compare/copy.ts";
import type { Extracted } from "@undersigned/importer/extracted.ts";
import { html } from "hono/html";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";

/** Characters of one part that are shown; more than anybody reads in one. */
const SHOWN = 4_000;

type Span = { readonly start: number; readonly end: number };

/** A part of the source as it stands there, with its marks. What is invisible, or would turn the order of letters, is named. */
export function sourceWords(say: Say, { text, marks }: Pick<Extracted, "text" | "marks">, { start, end }: Span): Html {
  const shownEnd = Math.min(end, start + SHOWN);
  const here = marks.filter((mark) => mark.start < shownEnd && mark.end > start);
  const edges = [start, shownEnd, ...here.flatMap((mark) => [mark.start, mark.end])];
  const cuts = [...new Set(edges.filter((at) => at >= start && at <= shownEnd))].sort((a, b) => a - b);
  const pieces = cuts.slice(1).map((to, at): [number, number] => [cuts[at] ?? start, to]);
  return html`${each(pieces, ([from, to]) =>
    marked(
      say,
      here.filter((mark) => mark.start <= from && mark.end >= to).map(({ kind }) => kind),
      visible(say, text.slice(from, to)),
    ),
  )}${when(end > shownEnd, () => html` <span class="muted">${say("adminImports.moreCharacters", { count: end - shownEnd })}</span>`)}`;
}

function marked(say: Say, [kind, ...others]: readonly CopyMark["kind"][], words: Html): Html {
  if (kind === undefined) return words;
  const inside = marked(say, others, words);
  switch (kind) {
    case "struck":
      return html`<s><span class="visually-hidden">${say("adminImports.struck")} </span>${inside}</s>`;
    case "superscript":
      return html`<sup>${inside}</sup>`;
    case "subscript":
      return html`<sub>${inside}</sub>`;
    case "emphasis":
      return html`<em>${inside}</em>`;
    case "strong":
      return html`<strong>${inside}</strong>`;
  }
}

/** Controls but line feeds, soft hyphens and zero width, what turns directions, halves of characters, private use. */
const ODD = /([\p{Cc}\p{Cf}\p{Cs}\p{Co}])/u;
/** Scripts need these between letters: told nowhere, since they are right where they are. */
const FITTING = new Set(["\n", "\t", "\u200c", "\u200d"]);

function visible(say: Say, words: string): Html {
  return each(words.split(ODD), (part) =>
    !ODD.test(part) || FITTING.has(part)
      ? html`${part}`
      : html`<span class="odd"><span class="visually-hidden">${say("adminImports.odd", { code: codeOf(part) })}</span><span aria-hidden="true">${codeOf(part)}</span></span>`,
  );
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The beginning of a part, to name it by. */
export function beginningOf(text: string, length = 60): Html {
  const line = text.replace(/\s+/g, " ").trim();
  const cut = line.length > length ? `${line.slice(0, length).trimEnd()} …` : line;
  return cut === "" ? NOTHING : html`<bdi>${cut.toWellFormed()}</bdi>`;
}
