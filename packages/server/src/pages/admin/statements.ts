import type { Hono } from "hono";
import { html } from "hono/html";
import type { Role } from "../../depositary/roles.ts";
import { reachOf } from "../../depositary/roles.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { withQuery } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { pager } from "../../views/pager.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite } from "./admin-site.ts";
import { titleOf } from "./draft-heading.ts";
import { stepPath } from "./draft-step.ts";
import { adminPage } from "./frame.ts";
import { shown } from "./visit.ts";

const PAGE = 50;

/** `/admin`: every statement, drafts first, or what to do when there is none. */
export function mountStatements(app: Hono, site: AdminSite): void {
  app.get(
    "/admin",
    shown(site, async (c, visit) => {
      const { say, depositary } = visit.site;
      const cursor = c.req.query("cursor") || undefined;
      const { role, id } = visit.account;
      const assignedTo = reachOf(role, "list") === "assigned" ? id : undefined;
      const filter = { administrator: true, assignedTo, cursor, limit: PAGE };
      const { items: all, next } = await depositary.statements.list(filter);
      // A draft is nobody's business but of those who write it.
      const items = reachOf(role, "run") === null ? all.filter(({ state }) => state !== "draft") : all;
      const main =
        items.length === 0 && cursor === undefined ? firstSteps(say, role) : list(say, role, items, next, cursor);
      return adminPage(c, visit, { title: say("adminStatements.title"), section: "statements", main });
    }),
  );
}

function firstSteps(say: Say, role: Role): Html {
  if (reachOf(role, "begin") === null)
    return html`<h1>${say("adminStatements.title")}</h1><p>${say("adminStatements.none")}</p>`;
  return html`<h1>${say("adminStatements.emptyTitle")}</h1>
    <p class="lead">${say("adminStatements.empty")}</p>
    <p class="actions"><a class="button" href="/admin/imports">${say("adminStatements.first")}</a></p>`;
}

function list(
  say: Say,
  role: Role,
  items: readonly StatementView[],
  next: string | null,
  cursor: string | undefined,
): Html {
  return html`<h1>${say("adminStatements.title")}</h1>
    ${when(reachOf(role, "begin"), () => html`<p class="actions"><a class="button" href="/admin/imports">${say("adminStatements.create")}</a></p>`)}
    ${group(
      say,
      role,
      say("adminStatements.drafts"),
      items.filter((one) => one.state === "draft"),
    )}
    ${group(
      say,
      role,
      say("adminStatements.open"),
      items.filter((one) => one.state === "open"),
    )}
    ${group(
      say,
      role,
      say("adminStatements.closed"),
      items.filter((one) => one.state === "closed"),
    )}
    ${pager({
      label: say("adminStatements.pages"),
      next: next === null ? null : { href: withQuery("/admin", { cursor: next }), words: say("adminStatements.older") },
      first: cursor === undefined ? null : { href: "/admin", words: say("adminStatements.newest") },
    })}`;
}

function group(say: Say, role: Role, heading: string, items: readonly StatementView[]): Html {
  if (items.length === 0) return NOTHING;
  return html`<section class="listing"><h2>${heading}</h2><ul>${each(items, (one) => row(say, role, one))}</ul></section>`;
}

function row(say: Say, role: Role, statement: StatementView): Html {
  const title = html`<bdi>${titleOf(say, statement)}</bdi>`;
  const mayRun = reachOf(role, "run") !== null;
  const languages = statement.version?.texts.length ?? 0;
  const facts = [
    standing(say, statement),
    ...(statement.state === "draft" ? [] : [say("adminStatements.signatures", { count: statement.counts.total })]),
    ...(languages > 1 ? [say("adminStatements.languages", { count: languages })] : []),
    ...(statement.visibility === "link" ? [linkOnly(say, statement)] : []),
  ];
  return html`<li>${mayRun ? html`<a class="name" href="/admin/statements/${statement.id}">${title}</a>` : html`<span class="name">${title}</span>`}
    <p class="muted">${facts.join(" · ")}</p>
    ${when(!mayRun, () => toSettle(say, statement))}
    ${when(mayRun && statement.state === "draft", () => html`<p class="also"><a href="${stepPath(statement.id, "text")}">${say("adminStatements.goOn")}</a></p>`)}</li>`;
}

/** What a checker does with a statement: its own page is for those who run it. */
function toSettle(say: Say, { id }: StatementView): Html {
  const here = `/admin/statements/${id}`;
  return html`<p class="also"><a href="${here}/disputes">${say("adminStatements.disputes")}</a> · <a href="${here}/waiting">${say("adminStatements.waiting")}</a></p>`;
}

function standing(say: Say, { state, version, openedAt, closedAt, closes }: StatementView): string {
  if (state === "draft")
    return say(version === null ? "adminStatements.draftUnfinished" : "adminStatements.draftReady");
  if (state === "closed") return say("adminStatements.closedOn", { day: say.day(closedAt ?? 0) });
  return closes === null
    ? say("adminStatements.openSince", { day: say.day(openedAt ?? 0) })
    : say("adminStatements.openUntil", { day: say.day(closes) });
}

function linkOnly(say: Say, { publishes }: StatementView): string {
  return publishes === null
    ? say("adminStatements.linkOnly")
    : say("adminStatements.linkOnlyUntil", { day: say.day(publishes) });
}
