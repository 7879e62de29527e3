import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import type { VersionChanges } from "../../depositary/version-changes.ts";
import { statementPath } from "../../views/address.ts";
import { changesView } from "../../views/changes.ts";
import type { Html } from "../../views/html.ts";
import { languageSwitch } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { notFoundPage } from "../error-page.ts";
import type { Site } from "./site.ts";
import { findStatement, HTML_TYPE, linkKey, pageHeaders, siteFooter } from "./site.ts";

/** `GET /s/:slug/versions/:number/changes?lang=…`: what changed from the version before. */
export function mountVersionChanges(app: Hono, site: Site): void {
  app.get("/s/:slug/versions/:number{[1-9][0-9]{0,3}}/changes", async function versionChanges(c) {
    const key = linkKey(c);
    const lang = c.req.query("lang") || undefined;
    const number = Number(c.req.param("number"));
    const id = JSON.stringify([c.req.param("slug"), number, lang, key]);
    const answer = await site.cache.answer(c, `changes ${id}`, async () => {
      const found = await find(c, site, number, lang);
      if (found === null) return null;
      const { statement, changes } = found;
      return {
        stamp: JSON.stringify([statement.slug, statement.visibility, statement.title]),
        headers: pageHeaders(HTML_TYPE, statement),
        render: async () => changesPage(site, statement, changes, key),
      };
    });
    return answer ?? notFoundPage(c);
  });
}

async function find(
  c: Context,
  site: Site,
  number: number,
  lang: string | undefined,
): Promise<{ statement: StatementView; changes: VersionChanges } | null> {
  const statement = await findStatement(c, site);
  if (statement === null || statement.state === "draft") return null;
  const known = (await site.depositary.versions.get(statement.id, number))?.texts.some((text) => text.lang === lang);
  // Whatever else was asked for is answered in the first language: the cache of comparisons holds real ones only.
  const changes = await site.depositary.versions.changes(statement.id, number - 1, number, known ? lang : undefined);
  return changes && { statement, changes };
}

function changesPage(site: Site, statement: StatementView, changes: VersionChanges, key: string | undefined): Html {
  const { say } = site;
  const { before, after, common, lang, count } = changes;
  const title = say("versions.changesTitle", { before: before.number, after: after.number });
  return layout({
    say,
    title: `${title} · ${statement.title}`,
    kind: "page",
    canonical: `${statement.url}/versions/${after.number}/changes`,
    hide: statement.visibility === "link",
    main: html`<h1>${title}</h1>
      <p class="of">${say.rich("versions.of", {
        title: html`<bdi>${statement.title}</bdi>`,
        link: (inside) => html`<a href="${statementPath(statement, "", key)}">${inside}</a>`,
      })}</p>
      <p>${say("versions.changesLead", {
        before: before.number,
        after: after.number,
        beforeDay: say.day(before.openedAt ?? 0),
        afterDay: say.day(after.openedAt ?? 0),
      })} <strong>${say("versions.count", { count })}</strong></p>
      ${languageSwitch({
        label: say("versions.languages"),
        languages: common,
        current: lang ?? "",
        href: (tag) => statementPath(statement, `versions/${after.number}/changes`, key, { lang: tag }),
      })}
      ${changesView(say, changes, "h2")}
      <p class="actions"><a class="button quiet" href="${statementPath(statement, "versions", key)}">${say("versions.back")}</a></p>`,
    footer: siteFooter(site),
  });
}
