import { html } from "hono/html";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";
import { languageAttributes } from "./language.ts";
import { pager } from "./pager.ts";
import type { Comparison, Row } from "./passage-rows.ts";
import { foldRows, isLeftOut } from "./passage-rows.ts";
import type { Shown } from "./passage-words.ts";
import { leftView, runsView, sideOf } from "./passage-words.ts";

/** Both texts beside each other, or one text with its marks. */
export type PassagesLook = "beside" | "one";

export type PassagesPage = {
  readonly comparison: Comparison;
  readonly look: PassagesLook;
  /** Which part, from 1. */
  readonly part: number;
  /** Language of the signed text. */
  readonly lang: string;
  /** Address of this page in another look, or of another part of it. */
  readonly href: (look: PassagesLook, part: number) => string;
};

/**
 * The copy and the signed text, paragraph by paragraph. What is in one of them alone stands between signs, with a line through or
 * under it, and is said to those who hear the page: colour says nothing of its own.
 */
export function passagesView(say: Say, page: PassagesPage): Html {
  const { comparison, look, part } = page;
  const rows = comparison.parts[part - 1]?.rows ?? [];
  return html`<section class="passages ${look}" aria-labelledby="texts">
    <h2 id="texts">${say("passages.heading")}</h2>
    ${looks(say, page)}
    ${when(comparison.changes, () => legend(say, page))}
    ${look === "beside" ? html`<div class="heads" aria-hidden="true"><span>${say("passages.signed")}</span><span>${say("passages.copy")}</span></div>` : NOTHING}
    ${each(foldRows(rows), ({ folded, rows: group }) =>
      folded
        ? html`<details class="same"><summary>${foldedWords(say, group, folded)}</summary>${each(group, (row) => rowView(say, page, row))}</details>`
        : each(group, (row) => rowView(say, page, row, follows(rows, row))),
    )}
    ${partsPager(say, page)}
  </section>`;
}

function looks(say: Say, { look, part, href }: PassagesPage): Html {
  const choice = (one: PassagesLook, words: string) =>
    one === look
      ? html`<li><span aria-current="true">${words}</span></li>`
      : html`<li><a href="${href(one, part)}#texts">${words}</a></li>`;
  return html`<nav class="looks" aria-label="${say("passages.views")}"><ul>
    ${choice("beside", say("passages.viewBeside"))}${choice("one", say("passages.viewOne"))}</ul></nav>`;
}

function legend(say: Say, page: PassagesPage): Html {
  const { changes } = page.comparison;
  return html`<p class="legend">${say.rich("passages.legend", {
    del: (inside) => html`<del>${inside}</del>`,
    ins: (inside) => html`<ins>${inside}</ins>`,
  })} <a class="screen" href="${changeHref(page, 1)}">${say("passages.first", { count: changes })}</a></p>`;
}

/** Where the change with this number stands: on this page, or in another part. */
function changeHref({ comparison, look, part, href }: PassagesPage, number: number): string {
  const at = comparison.parts.findIndex(({ changes }) => changes >= number) + 1;
  return at === part || at === 0 ? `#change-${number}` : `${href(look, at)}#change-${number}`;
}

/** Whether it goes on with what the publisher wrote: that is said once. */
function follows(rows: readonly Row[], row: Row): boolean {
  return row.passage.kind === "framing" && rows[rows.indexOf(row) - 1]?.passage.kind === "framing";
}

function rowView(say: Say, page: PassagesPage, row: Row, goesOn = false): Html {
  const { passage, change, whole } = row;
  const id = change === null ? NOTHING : html`id="change-${change}" tabindex="-1"`;
  return html`<div class="passage ${passage.kind}" ${id}>
    <p class="label"><span class="${goesOn ? "visually-hidden" : ""}">${label(say, row)}</span>${change === null ? NOTHING : html`${around(say, page, change)}`}</p>
    ${page.look === "one" ? words(say, page, whole, isForeign(row)) : sides(say, page, row)}
    ${leftView(say, whole.left)}
  </div>`;
}

/** Words of which nobody knows the language: those that are not of the signed text. */
function isForeign({ passage }: Row): boolean {
  return passage.kind === "framing" || passage.kind === "added";
}

function words(say: Say, { lang }: PassagesPage, { runs }: Shown, foreign: boolean): Html {
  return html`<p class="words" ${foreign ? html`dir="auto"` : languageAttributes(lang)}>${runsView(say, runs)}</p>`;
}

function sides(say: Say, page: PassagesPage, row: Row): Html {
  return html`<div class="sides">${side(say, page, row, "removed")}${side(say, page, row, "added")}</div>`;
}

function side(say: Say, page: PassagesPage, row: Row, which: "removed" | "added"): Html {
  const name = say(which === "removed" ? "passages.signed" : "passages.copy");
  const isEmpty = row.passage.kind === (which === "removed" ? "added" : "dropped") || isPublishers(row, which);
  const runs = isEmpty ? [] : sideOf(row.whole.runs, which);
  return html`<div class="side"><p class="whose">${name}</p>${
    runs.length === 0
      ? html`<p class="empty"><span class="visually-hidden">${say("passages.nothing")}</span></p>`
      : words(say, page, { runs, left: 0 }, isForeign(row))
  }</div>`;
}

function isPublishers({ passage }: Row, which: "removed" | "added"): boolean {
  return passage.kind === "framing" && which === "removed";
}

function label(say: Say, row: Row): string {
  const { version } = row.passage;
  const what = nameRow(say, row);
  return version === undefined ? what : say("passages.ofVersion", { what, version });
}

function nameRow(say: Say, row: Row): string {
  const { kind, block } = row.passage;
  if (block === undefined || kind === "added" || kind === "framing") {
    return say(kind === "framing" ? "passages.framing" : "passages.added");
  }
  const number = block;
  if (isLeftOut(row)) return block === 0 ? say("passages.title") : say("passages.same", { number });
  switch (kind) {
    case "same":
      return block === 0 ? say("passages.title") : say("passages.same", { number });
    case "altered":
      return block === 0 ? say("passages.titleAltered") : say("passages.altered", { number });
    case "dropped":
      return block === 0 ? say("passages.titleDropped") : say("passages.dropped", { number });
    case "moved":
      return block === 0 ? say("passages.titleMoved") : say("passages.moved", { number });
  }
}

/** From one change to the next and back, by keyboard too. */
function around(say: Say, page: PassagesPage, change: number): Html {
  const { changes } = page.comparison;
  const link = (number: number, rel: string, name: string) =>
    when(
      number >= 1 && number <= changes,
      () => html` <a class="${rel}" href="${changeHref(page, number)}">${name}</a>`,
    );
  return html` <span class="around screen"><span class="which">${say("passages.changeOf", { number: change, count: changes })}</span>
    ${link(change - 1, "previous-change", say("passages.previous"))}${link(change + 1, "next-change", say("passages.next"))}</span>`;
}

function foldedWords(say: Say, rows: readonly Row[], why: "same" | "leftOut"): string {
  const [first, last] = [rows[0]?.passage.block ?? 0, rows.at(-1)?.passage.block ?? 0];
  const count = rows.length;
  if (why === "leftOut") return say(first === 0 ? "passages.leftOutTitle" : "passages.leftOut", { count, first, last });
  return first === 0 ? say("passages.foldedTitle", { count, last }) : say("passages.folded", { count, first, last });
}

function partsPager(say: Say, { comparison, look, part, href }: PassagesPage): Html {
  const count = comparison.parts.length;
  if (count < 2) return NOTHING;
  return html`<p class="muted">${say("passages.part", { number: part, count })}</p>${pager({
    label: say("passages.parts"),
    next: part < count ? { href: `${href(look, part + 1)}#texts`, words: say("passages.nextPart") } : null,
    first: part > 1 ? { href: `${href(look, 1)}#texts`, words: say("passages.firstPart") } : null,
  })}`;
}
