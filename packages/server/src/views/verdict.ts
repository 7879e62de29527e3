import type { CopyReport } from "@undersigned/core/compare/copy-report.ts";
import { html } from "hono/html";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";
import { languageAttributes } from "./language.ts";
import { cutEnd } from "./passage-words.ts";
import type { Clause } from "./verdict-clauses.ts";
import { clausesOf } from "./verdict-clauses.ts";

/** What the copy was held against, as far as its verdict speaks of it. Null: nothing kept here has its words. */
export type HeldAgainst = {
  readonly version: number;
  readonly newestVersion: number;
  readonly lang: string;
  readonly standing: "authentic" | "translation" | "unsigned";
};

export type VerdictParts = {
  readonly report: CopyReport;
  readonly against: HeldAgainst | null;
};

/** Clauses that the paragraph of the verdict tells. */
const TOLD = 3;
/** Clauses that the list tells. */
const LISTED = 60;
/** Characters of quoted words. */
const QUOTED = 90;
/** Paragraphs that are named by their numbers. */
const NAMED = 6;

/** The verdict as one sentence, without the copy’s own words: for a heading, a title, a picture. */
export function verdictSentence(say: Say, { report, against }: VerdictParts): string {
  switch (report.verdict) {
    case "unrelated":
      return say(against === null ? "verdict.unrelatedAny" : "verdict.unrelated");
    case "excerpt":
      return say(isOnlyTitleMissing(report) ? "verdict.excerptWithoutTitle" : "verdict.excerpt");
    case "faithful":
      return say(against?.standing === "translation" ? "verdict.faithfulTranslation" : "verdict.faithful");
    default:
      return say(`verdict.${report.verdict}`);
  }
}

function isOnlyTitleMissing({ changes }: CopyReport): boolean {
  return changes.length > 0 && changes.every(({ kind, block }) => kind === "dropped" && block === 0);
}

/** What differs, in at most three clauses, and what else a reader must know at once. */
export function verdictDetails(say: Say, { report, against }: VerdictParts): Html {
  const clauses = report.verdict === "unrelated" || report.verdict === "excerpt" ? [] : clausesOf(report);
  const lang = against?.lang ?? "und";
  const told = clauses.slice(0, TOLD).map((clause, at) => clauseView(say, clause, lang, at === 0));
  if (clauses.length > TOLD) told.push(html`${say("verdict.more", { count: clauses.length - TOLD })}`);
  return html`${when(told.length, () => html`<p class="clauses">${each(told, (clause, at) => html`${at === 0 ? "" : "; "}${clause}`)}.</p>`)}
    <p>${each(sentences(say, { report, against }), (sentence, at) => html`${at === 0 ? "" : " "}${sentence}`)}</p>`;
}

function sentences(say: Say, { report, against }: VerdictParts): string[] {
  const { verdict, unread, framing } = report;
  const found: string[] = [];
  if (verdict === "inconclusive" && unread.length > 0) {
    const reasons = [...new Set(unread.map(({ why }) => say(`unread.short_${why}`)))];
    found.push(say("verdict.unreadOne", { reasons: say.list(reasons) }));
  }
  if (against?.standing === "unsigned" && verdict !== "unrelated") found.push(say("verdict.unsigned"));
  if (verdict === "inconclusive" && unread.length === 0 && against?.standing !== "unsigned")
    found.push(say("verdict.scattered"));
  if (verdict === "superseded" && against !== null) found.push(say("verdict.olderThan", { number: against.version }));
  if (framing.length > 0 && verdict !== "unrelated") found.push(say("verdict.framing"));
  return [...found, say("verdict.intentions")];
}

/** Everything that differs, each in words with a link to where it stands. Nothing where nothing does. */
export function differencesList(say: Say, { report, against }: VerdictParts): Html {
  const clauses = report.verdict === "unrelated" || report.verdict === "excerpt" ? [] : clausesOf(report);
  if (clauses.length <= TOLD) return NOTHING;
  const left = clauses.length - LISTED;
  return html`<h2>${say("verdict.headingChanges")}</h2>
    <ul class="differences">${each(
      clauses.slice(0, LISTED),
      (clause) => html`<li>${clauseView(say, clause, against?.lang ?? "und", true)}</li>`,
    )}</ul>
    ${when(left > 0, () => html`<p class="muted">${say("verdict.allShownBelow", { count: left })}</p>`)}`;
}

/** @param begins whether it begins a sentence */
function clauseView(say: Say, clause: Clause, lang: string, begins: boolean): Html {
  const quoted = (words: string) => html`<bdi ${languageAttributes(lang)}>${cutEnd(words, QUOTED).text}</bdi>`;
  const plain = (words: string) => html`${begins ? capital(say, words) : words}`;
  switch (clause.kind) {
    case "demandsDropped":
    case "demandsAltered":
      return plain(
        say(`verdict.${clause.kind}`, { count: clause.blocks.length, blocks: placeList(say, clause.blocks) }),
      );
    case "dropped":
      return plain(say("verdict.dropped", { count: clause.blocks.length, places: placeList(say, clause.blocks) }));
    case "wordsDropped":
    case "wordsAdded":
      return say.rich(`verdict.${clause.kind}`, { words: quoted(clause.words), place: place(say, clause.block) });
    case "wordsAltered": {
      const { reference, copy, block } = clause;
      const where = plain(place(say, block));
      return say.rich("verdict.wordsAltered", { reference: quoted(reference), copy: quoted(copy), place: where });
    }
    case "moreWords":
      return plain(say("verdict.moreWords", { count: clause.count, place: place(say, clause.block) }));
    case "added":
      return say.rich("verdict.added", { words: html`<bdi dir="auto">${cutEnd(clause.words, QUOTED).text}</bdi>` });
    default:
      return plain(say(`verdict.${clause.kind}`, { place: place(say, clause.block) }));
  }
}

function capital(say: Say, words: string): string {
  return words.charAt(0).toLocaleUpperCase(say.lang) + words.slice(1);
}

function place(say: Say, block: number): string {
  return block === 0 ? say("verdict.place_title") : say("verdict.place_block", { block });
}

function placeList(say: Say, blocks: readonly number[]): string {
  const named = blocks.slice(0, NAMED).map((block) => place(say, block));
  const more = blocks.length - named.length;
  return say.list(more > 0 ? [...named, say("verdict.morePlaces", { count: more })] : named);
}
