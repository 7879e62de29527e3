import type { Hono } from "hono";
import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import { statementPath, withQuery } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { languageAttributes, languageName } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { pager } from "../../views/pager.ts";
import type { Say } from "../../words/speak.ts";
import type { Site } from "./site.ts";
import { firstLanguage, HTML_TYPE, pageHeaders, siteFooter } from "./site.ts";

/** `GET /`: the statements that anyone may read, newest first. */
export function mountHome(app: Hono, site: Site): void {
  app.get("/", async function home(c) {
    const cursor = c.req.query("cursor") || undefined;
    const answer = await site.cache.answer(c, `home ${cursor ?? ""}`, async () => {
      const list = await site.depositary.statements.list({ cursor, limit: 20 });
      return {
        stamp: JSON.stringify(list),
        headers: pageHeaders(HTML_TYPE),
        render: async () => homePage(site, { ...list, cursor }),
      };
    });
    return answer ?? c.notFound();
  });
}

type List = { items: StatementView[]; next: string | null; cursor: string | undefined };

function homePage(site: Site, list: List): Html {
  const { say } = site;
  return layout({
    say,
    title: say("home.title"),
    description: say("home.lead"),
    kind: "page",
    canonical: `${site.depositary.identity.baseUrl}/`,
    hide: list.cursor !== undefined,
    main: html`<h1>${say("home.title")}</h1>
      <p class="lead">${say("home.lead")}</p>
      ${when(list.items.length === 0, () => html`<p class="muted">${say("home.none")}</p>`)}
      ${when(list.items.length, () => html`<ol class="statements">${each(list.items, (one) => summary(say, one))}</ol>`)}
      ${pager({
        label: say("site.pages"),
        next: list.next === null ? null : { href: withQuery("/", { cursor: list.next }), words: say("home.older") },
        first: list.cursor === undefined ? null : { href: "/", words: say("home.newest") },
      })}`,
    footer: siteFooter(site),
  });
}

function summary(say: Say, statement: StatementView): Html {
  const lang = firstLanguage(statement);
  const texts = statement.version?.texts ?? [];
  const initiators = say.list(statement.initiators.map((initiator) => initiator.name));
  return html`<li>
    <h2 ${when(lang, languageAttributes)}><a href="${statementPath(statement, "", undefined)}">${statement.title}</a></h2>
    <p>${say.rich("home.by", { initiators: html`<bdi>${initiators}</bdi>` })}</p>
    <p class="muted">${standing(say, statement)} · ${say("home.signed", { count: statement.counts.total })}</p>
    ${when(
      texts.length > 1,
      () =>
        html`<p class="muted">${texts.map((text, index) => html`${index === 0 ? "" : " · "}${languageName(text.lang)}`)}</p>`,
    )}
  </li>`;
}

function standing(say: Say, statement: StatementView): string {
  if (statement.closedAt !== null) return say("home.closed", { day: say.day(statement.closedAt) });
  return statement.closes === null ? say("home.open") : say("home.openUntil", { day: say.day(statement.closes) });
}
