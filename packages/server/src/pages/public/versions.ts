import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import type { VersionBrief } from "../../depositary/versions.ts";
import { statementPath } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { languageAttributes, languageName } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { digest } from "../../views/technicians.ts";
import { notFoundPage } from "../error-page.ts";
import type { Site } from "./site.ts";
import { findStatement, firstLanguage, HTML_TYPE, linkKey, pageHeaders, siteFooter } from "./site.ts";

type Listed = VersionBrief & {
  readonly langs: readonly string[];
  /** How much changed since the version before; null of the first. */
  readonly changes: number | null;
};

/** `GET /s/:slug/versions`: every version that was opened, when, how many signed it, and what changed. */
export function mountVersions(app: Hono, site: Site): void {
  app.get("/s/:slug/versions", async function versions(c) {
    const key = linkKey(c);
    const answer = await site.cache.answer(c, `versions ${c.req.param("slug")} ${key ?? ""}`, async () => {
      const found = await findVersions(c, site);
      if (found === null) return null;
      return {
        stamp: JSON.stringify(found),
        headers: pageHeaders(HTML_TYPE, found.statement),
        render: async () => versionsPage(site, found.statement, found.versions, key),
      };
    });
    return answer ?? notFoundPage(c);
  });
}

async function findVersions(c: Context, site: Site): Promise<{ statement: StatementView; versions: Listed[] } | null> {
  const statement = await findStatement(c, site);
  if (statement === null || statement.state === "draft") return null;
  const { versions } = site.depositary;
  const listed: Listed[] = [];
  for (const version of await versions.list(statement.id)) {
    const { number } = version;
    const texts = (await versions.get(statement.id, number))?.texts ?? [];
    const changes = number === 1 ? null : await versions.changes(statement.id, number - 1, number);
    listed.push({ ...version, langs: texts.map(({ lang }) => lang), changes: changes?.count ?? null });
  }
  return { statement, versions: listed };
}

function versionsPage(
  site: Site,
  statement: StatementView,
  versions: readonly Listed[],
  key: string | undefined,
): Html {
  const { say } = site;
  const lang = firstLanguage(statement);
  return layout({
    say,
    title: `${say("versions.title")} · ${statement.title}`,
    kind: "page",
    canonical: `${statement.url}/versions`,
    hide: statement.visibility === "link",
    main: html`<h1>${say("versions.title")}</h1>
      <p class="of">${say.rich("versions.of", {
        title: html`<span ${when(lang, languageAttributes)}>${statement.title}</span>`,
        link: (inside) => html`<a href="${statementPath(statement, "", key)}">${inside}</a>`,
      })}</p>
      <p>${say(versions.length === 1 ? "versions.only" : "versions.lead")}</p>
      <ol class="versions" reversed>${each(versions.toReversed(), (one, at) => entry(site, statement, one, key, at === 0))}</ol>`,
    footer: siteFooter(site),
  });
}

function entry(
  { say }: Site,
  statement: StatementView,
  version: Listed,
  key: string | undefined,
  isPresent: boolean,
): Html {
  const { number, langs, changes } = version;
  const path = (page: string) => statementPath(statement, `versions/${number}${page}`, key);
  return html`<li>
    <h2>${say("versions.heading", { number })}${isPresent ? html` <small>${say("versions.present")}</small>` : NOTHING}</h2>
    <p>${say("versions.openedOn", { day: say.day(version.openedAt) })}. ${say("versions.signed", { count: version.signed })}</p>
    <ul class="ways">
      <li>${say("versions.read")}: ${each(langs, (lang, at) => html`${at === 0 ? "" : " · "}<a href="${path(`/${lang}`)}">${languageName(lang)}</a>`)}</li>
      ${changes === null ? NOTHING : html`<li><a href="${path("/changes")}">${say("versions.changes", { count: changes, number: number - 1 })}</a></li>`}
    </ul>
    <details class="technicians"><summary>${say("site.technicians")}</summary>
      <dl class="facts stacked"><dt>${say("versions.digest", { number })}</dt><dd>${digest(version.digest)}</dd>
      <dt>${say("versions.files")}</dt><dd>${each(
        ["manifest.json", ...langs.map((lang) => `text.${lang}.md`), "consent-notice.txt"],
        (file, at) => html`${at === 0 ? "" : " · "}<a href="${path(`/${file}`)}">${file}</a>`,
      )}</dd></dl>
    </details>
  </li>`;
}
