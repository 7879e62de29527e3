import type { Hono } from "hono";
import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { stepPath } from "./draft-step.ts";
import { goOn } from "./frame.ts";
import { isWrongState } from "./refusals.ts";
import { done } from "./visit.ts";

/** `POST /admin/statements/:id/next`: begins the next version of an open statement, filled with what is open now. */
export function mountNextVersion(app: Hono, site: AdminSite): void {
  app.post(
    "/admin/statements/:id/next",
    done(site, async (c, visit) => {
      const { statements, nextVersions } = visit.site.depositary;
      const statement = await statements.find(c.req.param("id") ?? "", { administrator: true });
      if (statement === null) return c.notFound();
      try {
        await nextVersions.begin(statement.id);
        return goOn(c, stepPath(statement.id, "text"), "begun");
      } catch (error) {
        if (isWrongState(error)) return goOn(c, `/admin/statements/${statement.id}`);
        throw error;
      }
    }),
  );
}

/** On the page of an open statement: how its text is changed. */
export async function nextVersionSection(visit: Visit, statement: StatementView): Promise<Html> {
  const { say, depositary } = visit.site;
  const number = (statement.version?.number ?? 0) + 1;
  const isUnderWay = (await depositary.nextVersions.get(statement.id)) !== null;
  return html`<section><h2>${say("adminNext.section")}</h2>
    <p>${say("adminNext.lead")}</p>
    ${
      isUnderWay
        ? html`<p>${say("adminNext.underWay", { number })}</p>
    <p class="actions"><a class="button" href="${stepPath(statement.id, "text")}">${say("adminNext.goOn", { number })}</a></p>
    <p class="apart"><a href="/admin/statements/${statement.id}/discard-version">${say("adminNext.discard", { number })}</a></p>`
        : html`<form method="post" action="/admin/statements/${statement.id}/next">${hidden("csrf", visit.csrf)}
      <button class="quiet">${say("adminNext.begin")}</button></form>`
    }
  </section>`;
}
