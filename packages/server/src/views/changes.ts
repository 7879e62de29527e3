import type { BlockChange, Run, TextDifference } from "@undersigned/core/compare/text-difference.ts";
import { isChange, shapeOf } from "@undersigned/core/compare/text-difference.ts";
import type { Piece } from "@undersigned/core/compare/words.ts";
import { textDirection } from "@undersigned/core/statement/language.ts";
import { html } from "hono/html";
import type { VersionChanges } from "../depositary/version-changes.ts";
import type { Say } from "../words/speak.ts";
import { factChanges } from "./fact-changes.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";
import { languageAttributes, languageName } from "./language.ts";

/** Of the headings within, one below that of what the view stands under. */
export type HeadingLevel = "h2" | "h3" | "h4";

export function headingAt(level: HeadingLevel, words: string): Html {
  if (level === "h2") return html`<h2>${words}</h2>`;
  return level === "h3" ? html`<h3>${words}</h3>` : html`<h4>${words}</h4>`;
}

/**
 * What changed from one version to another: the words by paragraph, then the rest. What went and what came are told apart by
 * a line through or under them, and by words for those who hear the page; never by colour alone.
 */
export function changesView(say: Say, changes: VersionChanges, level: HeadingLevel): Html {
  const { text, lang } = changes;
  return html`<div class="changes">
    ${text === null || lang === null ? html`<p>${say("changes.noCommon")}</p>` : wordsView(say, text, lang)}
    ${when(changes.languages.length, () => otherLanguages(say, changes, level))}
    ${when(changes.facts.length, () => html`${headingAt(level, say("changes.facts"))}${factChanges(say, changes)}`)}
  </div>`;
}

function wordsView(say: Say, text: TextDifference, lang: string): Html {
  if (text.changes === 0) return html`<p>${say.rich("changes.wordsSame", { language: languageName(lang) })}</p>`;
  return html`<p class="legend">${say.rich("changes.legend", {
    del: (inside) => html`<del>${inside}</del>`,
    ins: (inside) => html`<ins>${inside}</ins>`,
  })}</p>
    ${when(text.title.some(isChange), () => changed(say, say("changes.titleLabel"), text.title, lang))}
    ${each(groups(text.blocks), (group) => (Array.isArray(group) ? unchanged(say, group) : blockView(say, group, lang)))}`;
}

type Kept = BlockChange & { readonly kind: "same" };

/** Blocks that stayed, side by side, are told in one line. */
function groups(blocks: readonly BlockChange[]): (BlockChange | Kept[])[] {
  const found: (BlockChange | Kept[])[] = [];
  for (const block of blocks) {
    const last = found.at(-1);
    if (!isKept(block)) found.push(block);
    else if (Array.isArray(last)) last.push(block);
    else found.push([block]);
  }
  return found;
}

function isKept(block: BlockChange): block is Kept {
  return block.kind === "same";
}

function unchanged(say: Say, kept: readonly Kept[]): Html {
  const [first, last] = [kept[0]?.after.number ?? 0, kept.at(-1)?.after.number ?? 0];
  return html`<p class="unchanged">${say("changes.same", { count: kept.length, first, last })}</p>`;
}

function blockView(say: Say, block: BlockChange, lang: string): Html {
  switch (block.kind) {
    case "removed":
      return changed(say, say("changes.removed", { number: block.before.number }), block.runs, lang);
    case "added":
      return changed(say, say("changes.added", { number: block.after.number }), block.runs, lang);
    default:
      return changed(say, changedLabel(say, block), block.runs, lang);
  }
}

function changedLabel(say: Say, { before, after }: Extract<BlockChange, { before: unknown; after: unknown }>): string {
  const [was, is] = [shapeOf(before), shapeOf(after)];
  const number = after.number;
  if (was === is) return say("changes.changed", { number });
  return say("changes.changedKind", { number, before: say(SHAPES[was]), after: say(SHAPES[is]) });
}

const SHAPES = {
  "heading 2": "changes.kind_heading2",
  "heading 3": "changes.kind_heading3",
  paragraph: "changes.kind_paragraph",
  item: "changes.kind_item",
  "numbered item": "changes.kind_numberedItem",
  quotation: "changes.kind_quotation",
} as const;

function changed(say: Say, label: string, runs: readonly Run[], lang: string): Html {
  // The line stands where the text begins; what is said about it follows the page.
  return html`<div class="change" dir="${textDirection(lang)}"><p class="label"><bdi dir="${say.dir}">${label}</bdi></p>
    <p class="words" ${languageAttributes(lang)}>${each(runs, (run, at) => runView(say, run, runs[at - 1]?.kind === "removed"))}</p></div>`;
}

/** @param instead whether it stands in the place of words that went */
function runView(say: Say, { kind, pieces }: Run, instead: boolean): Html {
  const words = each(pieces, (piece) => pieceView(say, piece, kind !== "same"));
  if (kind === "same") return words;
  const start = say(kind === "removed" ? "changes.removedStart" : "changes.addedStart");
  const inside = html`${spoken(say, start)}${words}${spoken(say, say("changes.end"))}`;
  if (kind === "removed") return html`<del>${inside}</del>`;
  return instead ? html`<ins class="instead">${inside}</ins>` : html`<ins>${inside}</ins>`;
}

/** For those who hear the page: most readers of screens pass over del and ins in silence. */
function spoken(say: Say, words: string): Html {
  return html`<span class="visually-hidden" lang="${say.lang}" dir="${say.dir}"> ${words} </span>`;
}

/** Of a link that changed, where it leads is shown: that may be all that changed. */
function pieceView(say: Say, { text, emphasis, strong, href }: Piece, isChanged: boolean): Html {
  const plain = html`${text}`;
  const stressed = emphasis ? html`<em>${plain}</em>` : plain;
  const words = strong ? html`<strong>${stressed}</strong>` : stressed;
  if (href === null) return words;
  const address = html`<bdi class="address" dir="ltr">${href}</bdi>`;
  return html`<span class="linked">${words}</span>${
    isChanged ? html` <small lang="${say.lang}">(${say.rich("changes.link", { address })})</small>` : NOTHING
  }`;
}

function otherLanguages(say: Say, { languages }: VersionChanges, level: HeadingLevel): Html {
  return html`${headingAt(level, say("changes.otherLanguages"))}
    <ul>${each(languages, ({ lang, kind }) => {
      return html`<li>${say.rich(`changes.language_${kind}`, { language: languageName(lang) })}</li>`;
    })}</ul>`;
}
