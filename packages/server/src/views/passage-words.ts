import type { Passage } from "@undersigned/core/compare/copy-report.ts";
import { html } from "hono/html";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each, when } from "./html.ts";

export type Run = Passage["runs"][number];

/** Characters of one passage that a page shows: a page of somebody else's may be one block of millions. */
export const SHOWN_CHARACTERS = 6_000;
/** Of words that stayed between two changes of a long passage, what is shown beside each. */
const BESIDE = 300;
/** Runs of one passage that a page shows. */
const SHOWN_RUNS = 300;

/** What is shown of a passage, and how many characters are not. */
export type Shown = { readonly runs: readonly Run[]; readonly left: number };

/** The words of a passage as far as they are shown. Of a long one, words that stayed give way to those that changed. */
export function shortenRuns(runs: readonly Run[]): Shown {
  const length = runs.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= SHOWN_CHARACTERS && runs.length <= SHOWN_RUNS) return { runs, left: 0 };
  const shown: Run[] = [];
  let kept = 0;
  let room = SHOWN_CHARACTERS;
  for (const [at, { kind, text }] of runs.slice(0, SHOWN_RUNS).entries()) {
    if (room <= 0) break;
    const isAlone = runs.length === 1;
    const words = kind === "same" && !isAlone ? cutMiddle(text, at === 0 ? 0 : BESIDE, BESIDE) : cutEnd(text, room);
    kept += words.kept;
    room -= words.text.length;
    shown.push({ kind, text: words.text });
  }
  return { runs: shown, left: length - kept };
}

/** One side of a passage: `removed` for the signed text, `added` for the copy. */
export function sideOf(runs: readonly Run[], side: "removed" | "added"): readonly Run[] {
  return runs.filter(({ kind }) => kind === "same" || kind === side);
}

/** Words that stayed, that are in the signed text only (`del`), and that are in the copy only (`ins`). */
export function runsView(say: Say, runs: readonly Run[]): Html {
  return each(runs, ({ kind, text }, at) => {
    if (kind === "same") return html`${text}`;
    const words = text.trim();
    const [before, after] = [text.slice(0, text.length - text.trimStart().length), text.slice(text.trimEnd().length)];
    const start = say(kind === "removed" ? "passages.missingStart" : "passages.addedStart");
    const inside = html`${spoken(say, start)}${words}${spoken(say, say("passages.end"))}`;
    // The space between words is no part of what differs: signs stand at the word.
    if (kind === "removed") return html`${before}<del>${inside}</del>${after}`;
    const isInstead = runs[at - 1]?.kind === "removed" && before === "";
    return html`${before}${isInstead ? html`<ins class="instead">${inside}</ins>` : html`<ins>${inside}</ins>`}${after}`;
  });
}

/** That not all is shown. */
export function leftView(say: Say, left: number): Html {
  return when(
    left,
    (count) => html`<p class="left"><bdi lang="${say.lang}">${say("passages.left", { count })}</bdi></p>`,
  );
}

/** For those who hear the page: most readers of screens pass over del and ins in silence. */
function spoken(say: Say, words: string): Html {
  return html`<span class="visually-hidden" lang="${say.lang}" dir="${say.dir}"> ${words} </span>`;
}

type Cut = { readonly text: string; readonly kept: number };

/** At most `limit` characters, and "…" where it is cut. Never between the two halves of a surrogate pair. */
export function cutEnd(text: string, limit: number): Cut {
  if (text.length <= limit) return { text, kept: text.length };
  const end = isHighSurrogate(text, limit - 1) ? limit - 1 : limit;
  return { text: `${text.slice(0, end)}…`, kept: end };
}

function cutMiddle(text: string, head: number, tail: number): Cut {
  if (text.length <= head + tail + 1) return { text, kept: text.length };
  const first = isHighSurrogate(text, head - 1) ? head - 1 : head;
  const from = text.length - tail;
  const last = isHighSurrogate(text, from - 1) ? from + 1 : from;
  return { text: `${text.slice(0, first)}…${text.slice(last)}`, kept: first + text.length - last };
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff;
}
