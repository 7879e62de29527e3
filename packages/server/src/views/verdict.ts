import type { CopyReport } from "@undersigned/core/compare/copy-report.ts";
import { html } from "hono/html";
import type { Say } from "../words/speak.ts";
import { clauseView } from "./clause.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";
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

/** The verdict as one sentence, without the copy’s own words: for a heading, a title, a picture. */
export function verdictSentence(say: Say, { report, against }: VerdictParts): string {
  switch (report.verdict) {
    case "unrelated":
      return say(against === null ? "verdict.unrelatedAny" : "verdict.unrelated");
    case "excerpt":
      return say(isOnlyTitleMissing(report) ? "verdict.excerptWithoutTitle" : "verdict.excerpt");
    case "mixed":
      return say("verdict.mixed", { versions: say.list((report.versions ?? []).map(String)) });
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
  const telling = tellingOf(say, { report, against });
  const told = clauses.slice(0, TOLD).map((clause, at) => clauseView(telling, clause, at === 0));
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
  if (framing.some(({ where }) => where !== "within") && verdict !== "unrelated") found.push(say("verdict.framing"));
  return [...found, say("verdict.intentions")];
}

/** What the picture of a check says beneath its sentence, without any word of the copy; null where there is nothing to add. */
export function pictureDetail(say: Say, { report, against }: VerdictParts): string | null {
  const { verdict, demands, changes } = report;
  if (verdict === "inconclusive") return sentences(say, { report: { ...report, framing: [] }, against })[0] ?? null;
  if (verdict !== "altered" && verdict !== "mixed") return null;
  const lost = demands.dropped.length + demands.altered.length;
  const told = [
    ...(lost > 0 ? [say("verdict.shortDemands", { count: lost })] : []),
    say("verdict.shortChanges", { count: changes.length }),
  ];
  return told.join(" ");
}

/** Everything that differs, each in words with a link to where it stands. Nothing where nothing does. */
export function differencesList(say: Say, { report, against }: VerdictParts): Html {
  const clauses = report.verdict === "unrelated" || report.verdict === "excerpt" ? [] : clausesOf(report);
  if (clauses.length <= TOLD) return NOTHING;
  const left = clauses.length - LISTED;
  const telling = tellingOf(say, { report, against });
  return html`<h2>${say("verdict.headingChanges")}</h2>
    <ul class="differences">${each(
      clauses.slice(0, LISTED),
      (clause) => html`<li>${clauseView(telling, clause, true)}</li>`,
    )}</ul>
    ${when(left > 0, () => html`<p class="muted">${say("verdict.allShownBelow", { count: left })}</p>`)}`;
}

function tellingOf(say: Say, { report, against }: VerdictParts) {
  const { dropped, altered } = report.demands;
  return { say, lang: against?.lang ?? "und", demands: new Set([...dropped, ...altered]) };
}
