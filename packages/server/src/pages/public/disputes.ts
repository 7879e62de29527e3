import type { Hono } from "hono";
import { html } from "hono/html";
import type { PublicDispute } from "../../depositary/disputes.ts";
import { statementPath, withQuery } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { pager } from "../../views/pager.ts";
import type { Say } from "../../words/speak.ts";
import { notFoundPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { Site } from "./site.ts";
import { findStatement, linkKey, siteFooter } from "./site.ts";

const PAGE = 50;

/** `/s/:slug/disputes`: every name that was disputed, when, and how it ended. */
export function mountDisputeHistory(app: Hono, site: Site): void {
  const { say } = site;
  app.get("/s/:slug/disputes", async function history(c) {
    const statement = await findStatement(c, site);
    if (statement === null || statement.state === "draft") return notFoundPage(c);
    const key = linkKey(c);
    const cursor = c.req.query("cursor") || undefined;
    const { items, next } = await site.depositary.disputes.history(statement.id, { cursor, limit: PAGE });
    const here = (to?: string) => withQuery(statementPath(statement, "disputes", undefined), { cursor: to, key });
    const main = html`<p class="overline"><a href="${statementPath(statement, "", key)}"><bdi>${statement.title}</bdi></a></p>
      <h1>${say("dispute.historyTitle")}</h1>
      <p class="lead">${say("dispute.historyLead")}</p>
      ${
        items.length === 0
          ? html`<p>${say("dispute.historyNone")}</p>`
          : html`<ol class="signatories">${each(items, (item) => line(say, item))}</ol>`
      }
      ${pager({
        label: say("dispute.historyPages"),
        next: next === null ? null : { href: here(next), words: say("dispute.historyNext") },
        first: cursor === undefined ? null : { href: here(), words: say("dispute.historyFirst") },
      })}
      <p class="muted">${say("dispute.historyNote")}</p>`;
    const title = say("dispute.historyTitle");
    // Names come and go here: search engines keep them longer than we do.
    return sendPage(c, layout({ say, title, kind: "page", hide: true, main, footer: siteFooter(site) }));
  });
}

function line(say: Say, { index, name, state, openedAt, settledAt }: PublicDispute): Html {
  return html`<li>
    <p class="who">${name === null ? html`<em>${say("dispute.historyNameless")}</em>` : html`<bdi class="name">${name}</bdi>`}</p>
    <p class="how">${say("dispute.historyOpened", { day: say.day(openedAt) })} ${
      state === "open" ? say("dispute.history_open") : say(`dispute.history_${state}`, { day: say.day(settledAt ?? 0) })
    }${when(name === null, () => html` <span class="muted">${say("dispute.historyNumber", { number: String(index) })}</span>`)}</p>
  </li>`;
}
