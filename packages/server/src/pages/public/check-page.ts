import { html } from "hono/html";
import type { CheckedText, KeptCheck } from "../../depositary/checks.ts";
import { statementPath } from "../../views/address.ts";
import { countsView } from "../../views/checked-counts.ts";
import { demandsView, framingView, signatoriesView, unreadView } from "../../views/copy-findings.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { languageAttributes, languageName } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { layOut } from "../../views/passage-rows.ts";
import type { PassagesLook } from "../../views/passages.ts";
import { passagesView } from "../../views/passages.ts";
import { digest } from "../../views/technicians.ts";
import type { VerdictParts } from "../../views/verdict.ts";
import { differencesList, verdictDetails, verdictSentence } from "../../views/verdict.ts";
import type { Site } from "./site.ts";
import { siteFooter } from "./site.ts";

/** What a page of a check shows besides the check itself. */
export type CheckPage = {
  readonly check: KeptCheck;
  /** Of the signed text; null where nothing kept here has the words. */
  readonly signed: SignedText | null;
  /** Of this page, and of the same as JSON. */
  readonly path: string;
  readonly json: string;
  readonly look: PassagesLook;
  readonly part: number;
  /** Beneath the verdict: who sees it, and what can be done. */
  readonly notice: Html;
  readonly head?: Html | undefined;
  readonly canonical?: string | undefined;
};

export type SignedText = {
  /** Milliseconds since the epoch; null where it is not known any more. */
  readonly openedAt: number | null;
  readonly sha256: string | null;
  /** Whether everybody may read the statement: else nothing links to it. */
  readonly isPublic: boolean;
};

/** Of a check that nobody published, by the token of its link. */
export function checkPath(token: string, page = ""): string {
  return `/checks/${encodeURIComponent(token)}${page}`;
}

/** Of a published check. */
export function publishedPath(id: string, ending = ""): string {
  return `/c/${encodeURIComponent(id)}${ending}`;
}

/** What the address says of how the two texts are to be shown. */
export function readLook(query: Readonly<Record<string, string>>): { look: PassagesLook; part: number } {
  const part = /^[1-9]\d{0,5}$/.test(query.part ?? "") ? Number(query.part) : 1;
  return { look: query.show === "one" ? "one" : "beside", part };
}

export async function findSignedText(site: Site, checked: CheckedText | null): Promise<SignedText | null> {
  if (checked === null) return null;
  const { statements, versions } = site.depositary;
  const { statement, version, lang } = checked;
  const [found, signed] = await Promise.all([statements.find(statement.id), versions.get(statement.id, version)]);
  const text = signed?.texts.find((one) => one.lang === lang);
  return { openedAt: signed?.openedAt ?? null, sha256: text?.sha256 ?? null, isPublic: found !== null };
}

export function verdictParts({ report, checked }: KeptCheck): VerdictParts {
  return { report, against: checked };
}

/** The result of a check, from the verdict to the digests. */
export function checkPage(site: Site, page: CheckPage): Html {
  const { say } = site;
  const { check, signed } = page;
  const { report, checked, counts, madeAt } = check;
  const parts = verdictParts(check);
  const sentence = verdictSentence(say, parts);
  // What could not be read is the first thing to know where nothing can be told for it, else the last.
  const isUndecided = report.verdict === "inconclusive";
  return layout({
    say,
    title: checked === null ? sentence : `${sentence} · ${checked.statement.title}`,
    kind: "page",
    // Somebody else’s words are on it, for whoever has its address.
    hide: true,
    canonical: page.canonical,
    head: page.head,
    styles: ["check.css"],
    scripts: ["copy-link.js"],
    main: html`<header class="verdict ${report.verdict}">
        <p class="kind">${say("check.kind", { day: say.day(madeAt) })}</p>
        <h1>${sentence}</h1>
        ${verdictDetails(say, parts)}
        ${heldAgainst(site, page)}
        <p class="muted">${sourceWords(site, check)}</p>
      </header>
      ${page.notice}
      ${when(isUndecided, () => unreadView(say, report))}
      ${differencesList(say, parts)}
      ${demandsView(say, report)}
      ${countsView(say, report.verdict === "unrelated" ? null : counts, madeAt, signedOnHref(check, signed))}
      ${signatoriesView(say, report)}
      ${framingView(say, report)}
      ${when(!isUndecided, () => unreadView(say, report))}
      ${texts(site, page)}
      ${warnings(site, check)}
      ${technical(site, page)}`,
    footer: siteFooter(site),
  });
}

/** Where nothing has its words, there is nothing to hold it against, and nothing beside which to show it. */
function texts({ say }: Site, { check, look, part, path }: CheckPage): Html {
  const { report, checked } = check;
  if (checked === null || report.verdict === "unrelated") return NOTHING;
  const comparison = layOut(report.passages, report.verdict === "excerpt");
  const href = (to: PassagesLook, at: number) => {
    const query = new URLSearchParams({
      ...(to === "one" ? { show: "one" } : {}),
      ...(at > 1 ? { part: String(at) } : {}),
    });
    return query.size === 0 ? path : `${path}?${query}`;
  };
  const shown = Math.min(part, comparison.parts.length);
  return passagesView(say, { comparison, look, part: shown, lang: checked.lang, href });
}

function heldAgainst({ say }: Site, { check: { checked, report }, signed }: CheckPage): Html {
  if (checked === null) return html`<p>${say("check.heldAgainstNothing")}</p>`;
  const { statement, version, newestVersion, lang, standing } = checked;
  const title = html`<bdi ${languageAttributes(lang)}>${statement.title}</bdi>`;
  const link = (inside: Html) =>
    signed?.isPublic ? html`<a href="${statementPath(statement, "", undefined)}">${inside}</a>` : inside;
  const isNewest = version >= newestVersion;
  return html`<p>${say.rich("check.heldAgainst", {
    ...{ title, link, version, count: newestVersion, newest: isNewest ? "yes" : "no" },
    day: signed?.openedAt ? say.day(signed.openedAt) : "…",
    language: languageName(lang),
    standing: say(`check.standing_${standing}`),
  })} ${when(
    signed?.isPublic && !isNewest && report.verdict !== "unrelated",
    () =>
      html`<a href="${statementPath(statement, `versions/${version + 1}/changes`, undefined, { lang })}">${say("check.changedSince")}</a>`,
  )}</p>`;
}

function sourceWords({ say }: Site, { copy }: KeptCheck): Html {
  if (copy.address !== null) {
    const address = html`<bdi class="address" dir="ltr">${copy.address.final}</bdi>`;
    return say.rich("check.source_address", { address, moment: say.moment(copy.fetchedAt ?? 0) });
  }
  if (copy.name !== null) return say.rich("check.source_file", { name: html`<bdi>${copy.name}</bdi>` });
  const isPasted = copy.kind === "text" || copy.kind === "html" || copy.kind === "markdown";
  return html`${say(isPasted ? "check.source_pasted" : "check.source_fileUnnamed")}`;
}

function signedOnHref({ checked, copy, madeAt }: KeptCheck, signed: SignedText | null): string | null {
  if (checked === null || !signed?.isPublic) return null;
  const date = copy.date?.day ?? new Date(madeAt).toISOString().slice(0, 10);
  return statementPath(checked.statement, "signed-on", undefined, { date });
}

/** Sentences of whoever read the source: what could not be taken as it stands. */
function warnings({ say }: Site, { labelled }: KeptCheck): Html {
  const sentences = [...new Set(labelled.warnings.map(({ message }) => message))].slice(0, 20);
  return when(
    sentences.length,
    () => html`<section><h2>${say("check.warningsHeading")}</h2>
    <ul>${each(sentences, (sentence) => html`<li><bdi>${sentence}</bdi></li>`)}</ul></section>`,
  );
}

function technical({ say }: Site, { check, signed, json }: CheckPage): Html {
  const { copy, report, madeAt } = check;
  const tolerated = report.tolerated.map(({ kind, count }) => say("check.toleratedOne", { kind, count }));
  return html`<details class="technicians"><summary>${say("site.technicians")}</summary>
    <dl class="facts">
      <dt>${say("check.made")}</dt><dd>${say.moment(madeAt)}</dd>
      <dt>${say("check.copyDigest")}</dt><dd>${digest(copy.sha256)}</dd>
      <dt>${say("check.copySize")}</dt><dd>${say("check.bytes", { count: copy.bytes })} (${copy.kind})</dd>
      ${when(signed?.sha256, (sha256) => html`<dt>${say("check.textDigest")}</dt><dd>${digest(sha256)}</dd>`)}
      <dt>${say("check.tolerated")}</dt><dd>${tolerated.length === 0 ? say("check.toleratedNothing") : say.list(tolerated)}</dd>
      <dt>${say("check.foldings")}</dt><dd>${report.foldings}</dd>
      <dt>${say("check.unicode")}</dt><dd>${report.unicode}</dd>
    </dl>
    <p><a href="${json}">${say("check.asJson")}</a></p>
  </details>`;
}
