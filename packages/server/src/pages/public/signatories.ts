import type { Hono } from "hono";
import { html } from "hono/html";
import type { SignatoryView, StatementView } from "../../depositary/statements.ts";
import { statementPath } from "../../views/address.ts";
import { countNotes, countSentence, evidenceSummary } from "../../views/count.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { languageAttributes } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { pager } from "../../views/pager.ts";
import { reconciliation } from "../../views/reconciliation.ts";
import { signatoryEntry } from "../../views/signatory.ts";
import { notFoundPage } from "../error-page.ts";
import type { Site } from "./site.ts";
import { findStatement, firstLanguage, HTML_TYPE, linkKey, pageHeaders, siteFooter } from "./site.ts";

const PAGE_LENGTH = 100;
/** Longer searches find nothing that shorter ones would not. */
const SEARCH_LIMIT = 200;

type Query = {
  readonly q: string | undefined;
  readonly kind: "organisation" | "person" | undefined;
  readonly cursor: string | undefined;
};

/** `GET /s/:slug/signatories`: everyone who signed with a name; search, filter, and pages by cursor. */
export function mountSignatories(app: Hono, site: Site): void {
  app.get("/s/:slug/signatories", async function signatories(c) {
    const key = linkKey(c);
    const query = readQuery(c.req.query());
    const id = JSON.stringify([c.req.param("slug"), key, query.q, query.kind, query.cursor]);
    const answer = await site.cache.answer(c, `signatories ${id}`, async () => {
      const statement = await findStatement(c, site);
      if (statement === null) return null;
      const list = await site.depositary.statements.signatories(statement.id, { ...query, limit: PAGE_LENGTH });
      return {
        // The names too: one taken off and another added leave the same counts, and a search finds new ones a moment later.
        stamp: JSON.stringify([statement, list]),
        headers: pageHeaders(HTML_TYPE, statement),
        render: async () => signatoriesPage(site, { statement, key, query, ...list }),
      };
    });
    return answer ?? notFoundPage(c);
  });
}

function readQuery(given: Record<string, string>): Query {
  const { q = "", kind, cursor } = given;
  return {
    q: q.trim().slice(0, SEARCH_LIMIT) || undefined,
    kind: kind === "organisation" || kind === "person" ? kind : undefined,
    cursor: cursor || undefined,
  };
}

type Page = {
  readonly statement: StatementView;
  readonly key: string | undefined;
  readonly query: Query;
  readonly items: readonly SignatoryView[];
  readonly next: string | null;
};

function signatoriesPage(site: Site, page: Page): Html {
  const { say } = site;
  const { statement, key, query } = page;
  const lang = firstLanguage(statement);
  return layout({
    say,
    title: `${say("signatories.title")} · ${statement.title}`,
    kind: "page",
    canonical: `${statement.url}/signatories`,
    hide: statement.visibility === "link" || query.q !== undefined || query.cursor !== undefined,
    main: html`<h1>${say("signatories.title")}</h1>
      <p class="of">${say.rich("signatories.of", {
        title: html`<span ${when(lang, languageAttributes)}>${statement.title}</span>`,
        link: (inside) => html`<a href="${statementPath(statement, "", key)}">${inside}</a>`,
      })}</p>
      <p>${countSentence(say, statement.counts)}${countNotes(say, statement.counts)}</p>
      ${evidenceSummary(say, statement.counts)}
      ${when(statement.counts.named + statement.counts.earlier > 0, () => searchForm(site, page))}
      ${list(site, page)}
      ${pages(site, page)}
      ${reconciliation(say, statement, key)}`,
    footer: siteFooter(site),
  });
}

function searchForm(site: Site, { statement, key, query }: Page): Html {
  const { say } = site;
  const kinds = [
    ["", say("signatories.everyone")],
    ["organisation", say("signatories.organisations")],
    ["person", say("signatories.people")],
  ] as const;
  const both = statement.counts.organisations > 0 && statement.counts.people > 0;
  return html`<form class="search" role="search" method="get" action="${statementPath(statement, "signatories", undefined)}">
    ${hidden("key", key)}
    <div><label for="q">${say("signatories.search")}</label>
    <input id="q" name="q" type="search" value="${query.q ?? ""}" maxlength="${SEARCH_LIMIT}" dir="auto"></div>
    ${when(
      both,
      () => html`<div><label for="kind">${say("signatories.kind")}</label>
    <select id="kind" name="kind">${each(
      kinds,
      ([value, words]) =>
        html`<option value="${value}" ${value === (query.kind ?? "") ? "selected" : ""}>${words}</option>`,
    )}</select></div>`,
    )}
    <button class="quiet">${say("signatories.go")}</button>
  </form>`;
}

function list(site: Site, { statement, key, query, items }: Page): Html {
  const { say } = site;
  const searched = query.q !== undefined || query.kind !== undefined;
  if (items.length === 0) {
    return html`<p class="muted">${searched ? say("signatories.nothingFound") : say("signatories.none")}</p>
      ${when(searched, () => html`<p><a href="${statementPath(statement, "signatories", key)}">${say("signatories.clear")}</a></p>`)}`;
  }
  return html`<p class="muted">${say("signatories.order")}</p>
    <ol class="signatories">${each(items, (one) => signatoryEntry(say, { statement, key }, one))}</ol>
    <p class="muted proof-help">${say.rich("signatories.proofHelp", {
      link: (inside) => html`<a href="${statementPath(statement, "verify", key)}#name">${inside}</a>`,
    })}</p>`;
}

function pages(site: Site, { statement, key, query, next }: Page): Html {
  const { say } = site;
  const href = (cursor: string | undefined) =>
    statementPath(statement, "signatories", key, { q: query.q, kind: query.kind, cursor });
  return pager({
    label: say("site.pages"),
    next: next === null ? null : { href: href(next), words: say("signatories.next") },
    first: query.cursor === undefined ? null : { href: href(undefined), words: say("signatories.first") },
  });
}
