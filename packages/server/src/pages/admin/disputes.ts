import type { Hono } from "hono";
import { html } from "hono/html";
import type { CheckedDispute } from "../../depositary/disputes.ts";
import { reachOf } from "../../depositary/roles.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { findForAdministrator } from "./find-statement.ts";
import { adminPage } from "./frame.ts";
import { shown } from "./visit.ts";
import { wayUp } from "./way-up.ts";

/** `/admin/statements/:id/disputes`: every name that was disputed, those that need somebody first. */
export function mountDisputes(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/statements/:id/disputes",
    shown(site, async (c, visit) => {
      const { say, depositary } = visit.site;
      const statement = await findForAdministrator(c, visit);
      if (statement === null || statement.state === "draft") return c.notFound();
      const items = await depositary.disputes.list(statement.id);
      const main = html`${wayUp(visit, statement)}
        <h1>${say("adminDisputes.title")}</h1>
        <p>${say("adminDisputes.lead")}</p>
        ${
          items.length === 0
            ? html`<p class="muted">${say("adminDisputes.none")}</p>`
            : html`<ol class="signatures-all">${each(items, (one) => line(say, statement, one))}</ol>`
        }`;
      return adminPage(c, visit, { title: say("adminDisputes.title"), section: "statements", main });
    }),
  );
}

function line(say: Say, statement: StatementView, { disputed, state, createdAt, settledAt }: CheckedDispute): Html {
  const number = String(disputed.index);
  return html`<li>
    <p class="who">${disputedName(say, disputed.name)} <span class="tag">${say(`adminDisputes.state_${state}`)}</span></p>
    <p class="muted">${say("adminDisputes.number", { number })} · ${say(`adminSignatures.${disputed.kind}`)} · ${say("adminDisputes.said", { day: say.day(createdAt) })}${when(
      settledAt,
      (at) => html` · ${say("adminDisputes.settledOn", { moment: say.moment(at) })}`,
    )}</p>
    <p><a href="/admin/statements/${statement.id}/disputes/${number}">${say("adminDisputes.look")}<span class="visually-hidden"> (${say("adminDisputes.number", { number })})</span></a></p>
  </li>`;
}

export function disputedName(say: Say, name: string | null): Html {
  return name === null ? html`<em>${say("adminDisputes.unnamed")}</em>` : html`<bdi class="name">${name}</bdi>`;
}

/** On the statement's own page: that disputes need somebody, or where the settled ones are. Nothing where there was none. */
export async function disputesSection({ site, account }: Visit, statement: StatementView): Promise<Html> {
  const { say, depositary } = site;
  if (reachOf(account.role, "dispute") === null) return NOTHING;
  const items = await depositary.disputes.list(statement.id);
  if (items.length === 0) return NOTHING;
  const count = items.filter(({ state }) => state === "open" || state === "waiting").length;
  const words = count === 0 ? say("adminDisputes.link") : say("adminDisputes.linkOpen", { count });
  return html`<p${when(count > 0, () => html` class="notice"`)}><a href="/admin/statements/${statement.id}/disputes">${words}</a></p>`;
}
