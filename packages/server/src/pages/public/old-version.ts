import { textDirection } from "@undersigned/core/statement/language.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { StatementView, TextView } from "../../depositary/statements.ts";
import type { OldVersion } from "../../depositary/versions.ts";
import { statementPath } from "../../views/address.ts";
import { notedBlocks } from "../../views/corrections.ts";
import type { Html } from "../../views/html.ts";
import { languageAttributes, languageSwitch } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { initiatorsLine } from "../../views/letter.ts";
import { keyNotesPath, technicians } from "../../views/technicians.ts";
import { inlines } from "../../views/text.ts";
import { notFoundPage } from "../error-page.ts";
import type { Site } from "./site.ts";
import { findStatement, HTML_TYPE, linkKey, pageHeaders, siteFooter } from "./site.ts";

type Shown = {
  readonly statement: StatementView;
  readonly version: OldVersion;
  readonly text: TextView;
  /** When the version after it was opened; null of the present one. */
  readonly nextAt: number | null;
};

/** `GET /s/:slug/versions/:number` and `/:lang` below it: the words of one version, which never change, at an address that stays. */
export function mountOldVersion(app: Hono, site: Site): void {
  const path = "/s/:slug/versions/:number{[1-9][0-9]{0,3}}";
  app.get(path, (c) => answer(c, site, undefined));
  app.get(`${path}/:lang{[A-Za-z0-9-]+}`, (c) => answer(c, site, c.req.param("lang")));
}

async function answer(c: Context, site: Site, lang: string | undefined): Promise<Response> {
  const key = linkKey(c);
  const { slug = "", number = "" } = c.req.param();
  const id = JSON.stringify([slug, number, lang, key]);
  const found = await site.cache.answer(c, `version ${id}`, async () => {
    const shown = await findShown(c, site, Number(number), lang);
    if (shown === null) return null;
    const { statement, version, nextAt } = shown;
    return {
      stamp: JSON.stringify([
        ...[statement.slug, statement.visibility, statement.title, version.digest, nextAt],
        statement.additions,
      ]),
      headers: pageHeaders(HTML_TYPE, statement),
      render: async () => oldVersionPage(site, shown, key),
    };
  });
  return found ?? notFoundPage(c);
}

async function findShown(c: Context, site: Site, number: number, lang: string | undefined): Promise<Shown | null> {
  const statement = await findStatement(c, site);
  if (statement === null || statement.state === "draft") return null;
  const { versions } = site.depositary;
  const version = await versions.get(statement.id, number);
  const wanted =
    lang ?? (version?.texts.find((one) => one.prevails) ?? version?.texts.find((one) => one.authentic))?.lang;
  const text = wanted === undefined ? null : await versions.text(statement.id, number, wanted);
  if (version === null || text === null) return null;
  const nextAt = (await versions.get(statement.id, number + 1))?.openedAt ?? null;
  return { statement, version, text, nextAt };
}

function oldVersionPage(site: Site, { statement, version, text, nextAt }: Shown, key: string | undefined): Html {
  const { say } = site;
  const { number } = version;
  return layout({
    say,
    title: `${say("versions.heading", { number })} · ${statement.title}`,
    kind: "letter",
    canonical: `${statement.url}/versions/${number}/${text.lang}`,
    hide: statement.visibility === "link",
    main: html`<article class="letter">
      ${notice(site, { statement, version, text, nextAt }, key)}
      <header class="letterhead" dir="${textDirection(text.lang)}">
        ${languageSwitch({
          label: say("letter.languages"),
          languages: version.texts.map((one) => one.lang),
          current: text.lang,
          href: (lang) => statementPath(statement, `versions/${number}/${lang}`, key),
        })}
        ${initiatorsLine(version)}
        <h1 lang="${text.lang}">${inlines(text.text.title)}</h1>
        <p class="dateline"><bdi dir="${say.dir}">${say.day(version.openedAt ?? 0)} <span class="state">· ${say("versions.heading", { number })}</span></bdi></p>
      </header>
      <div class="words" ${languageAttributes(text.lang)}>${notedBlocks(say, { additions: statement.additions, demands: version.demands, version }, text)}</div>
      <footer class="colophon">
        <ul class="ways">
          <li><a href="${statementPath(statement, `versions/${number}/text.${text.lang}.md`, key)}">${say("letter.download")}</a></li>
          <li><a href="${statementPath(statement, "versions", key)}">${say("versions.back")}</a></li>
        </ul>
        ${technicians(say, { ...statement, version, log: null }, text, undefined, keyNotesPath(statement, number, key))}
      </footer>
    </article>`,
    footer: siteFooter(site),
  });
}

function notice({ say }: Site, { statement, version, text, nextAt }: Shown, key: string | undefined): Html {
  const day = say.day(version.openedAt ?? 0);
  const link = (inside: Html) => html`<a href="${statementPath(statement, "", key)}">${inside}</a>`;
  if (nextAt === null) {
    return html`<p class="notice">${say.rich("versions.presentNotice", { number: version.number, day, link })}</p>`;
  }
  const changes = statementPath(statement, `versions/${version.number + 1}/changes`, key, { lang: text.lang });
  return html`<p class="notice">${say.rich("versions.oldNotice", {
    number: version.number,
    day,
    next: say.day(nextAt),
    link,
    changes: (inside) => html`<a href="${changes}">${inside}</a>`,
  })}</p>`;
}
