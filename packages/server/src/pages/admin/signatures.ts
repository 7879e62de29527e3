import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { SignatureView } from "../../depositary/acts.ts";
import { reachOf } from "../../depositary/roles.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { withQuery } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { pager } from "../../views/pager.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { titleOf } from "./draft-heading.ts";
import { findForAdministrator } from "./find-statement.ts";
import { adminPage } from "./frame.ts";
import { signatureName } from "./signature-name.ts";
import { shown } from "./visit.ts";

const PAGE = 50;
const SEARCH_LIMIT = 200;

type Query = { q: string | undefined; kind: "organisation" | "person" | undefined; cursor: string | undefined };

/** `/admin/statements/:id/signatures`: every signature, whatever became of it, each with what can be done. */
export function mountSignatures(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/statements/:id/signatures",
    shown(site, async (c, visit) => {
      const statement = await findForAdministrator(c, visit);
      if (statement === null || statement.state === "draft") return c.notFound();
      const query = readQuery(c);
      const page = await visit.site.depositary.acts.signatures(statement.id, { ...query, limit: PAGE });
      const { say } = visit.site;
      const main = html`<p class="overline"><a href="/admin/statements/${statement.id}"><bdi>${titleOf(say, statement)}</bdi></a></p>
        <h1>${say("adminSignatures.title")}</h1>
        <p>${say("adminSignatures.lead")}</p>
        ${searchForm(say, statement, query)}
        ${list(visit, statement, query, page.items)}
        ${pages(say, statement, query, page.next)}`;
      return adminPage(c, visit, { title: say("adminSignatures.title"), section: "statements", main });
    }),
  );
}

function readQuery(c: Context): Query {
  const { q = "", kind, cursor } = c.req.query();
  return {
    q: q.trim().slice(0, SEARCH_LIMIT) || undefined,
    kind: kind === "organisation" || kind === "person" ? kind : undefined,
    cursor: cursor || undefined,
  };
}

function pathOf(statement: StatementView): string {
  return `/admin/statements/${statement.id}/signatures`;
}

function searchForm(say: Say, statement: StatementView, { q, kind }: Query): Html {
  const kinds = [
    ["", say("adminSignatures.everyone")],
    ["organisation", say("adminSignatures.organisations")],
    ["person", say("adminSignatures.people")],
  ] as const;
  return html`<form class="search" role="search" method="get" action="${pathOf(statement)}">
    <div><label for="q">${say("adminSignatures.search")}</label>
    <input id="q" name="q" type="search" value="${q ?? ""}" maxlength="${SEARCH_LIMIT}" dir="auto" aria-describedby="q-hint"></div>
    <div><label for="kind">${say("adminSignatures.kind")}</label>
    <select id="kind" name="kind">${each(
      kinds,
      ([value, words]) => html`<option value="${value}" ${value === (kind ?? "") ? "selected" : ""}>${words}</option>`,
    )}</select></div>
    <button class="quiet">${say("adminSignatures.go")}</button>
    <p class="hint" id="q-hint">${say("adminSignatures.searchHint")}</p>
  </form>`;
}

function list(visit: Visit, statement: StatementView, query: Query, items: readonly SignatureView[]): Html {
  const { say } = visit.site;
  const searched = query.q !== undefined || query.kind !== undefined || query.cursor !== undefined;
  if (items.length === 0) {
    return html`<p class="muted">${searched ? say("adminSignatures.nothingFound") : say("adminSignatures.none")}</p>
      ${when(searched, () => html`<p><a href="${pathOf(statement)}">${say("adminSignatures.clear")}</a></p>`)}`;
  }
  return html`<ol class="signatures-all">${each(items, (one) => signature(visit, statement, one))}</ol>`;
}

function signature({ site: { say }, account }: Visit, statement: StatementView, one: SignatureView): Html {
  const number = String(one.index);
  return html`<li id="n${number}">
    <p class="who">${signatureName(say, one)} <span class="tag">${say(`adminSignatures.${one.status}`)}</span></p>
    <p class="muted">${say("adminSignatures.number", { number })} · ${say(`adminSignatures.${one.kind}`)} · ${say("adminSignatures.signedOn", { day: say.day(one.date) })}</p>
    ${when(one.reason, (reason) => html`<p class="muted">${say(`removal.${reason}`)}</p>`)}
    ${when(one.forgottenAt, (at) => html`<p class="muted">${say("adminSignatures.keptUntil", { day: say.day(at) })}</p>`)}
    ${when(
      one.acts.length > 0,
      () =>
        html`<ul class="acts" aria-label="${say("adminSignatures.actsOf", { number })}">${when(
          one.status === "disputed" && reachOf(account.role, "dispute") !== null,
          () =>
            html`<li><a href="/admin/statements/${statement.id}/disputes/${number}">${say("adminSignatures.dispute")}</a></li>`,
        )}${each(
          one.acts,
          (act) => html`<li><a href="${pathOf(statement)}/${number}/${act}">${say(`adminSignatures.${act}`)}</a></li>`,
        )}</ul>`,
    )}
  </li>`;
}

function pages(say: Say, statement: StatementView, query: Query, next: string | null): Html {
  const href = (cursor: string | undefined) => withQuery(pathOf(statement), { q: query.q, kind: query.kind, cursor });
  return pager({
    label: say("adminSignatures.pages"),
    next: next === null ? null : { href: href(next), words: say("adminSignatures.next") },
    first: query.cursor === undefined ? null : { href: href(undefined), words: say("adminSignatures.first") },
  });
}
