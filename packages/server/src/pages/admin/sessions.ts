import type { Hono } from "hono";
import { html } from "hono/html";
import type { SessionView } from "../../depositary/accounts.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { adminPage, goOn } from "./frame.ts";
import { done, shown } from "./visit.ts";

/** `/admin/sessions`: where the account is signed in, and signing out there. */
export function mountSessions(app: Hono, site: AdminSite): void {
  const { accounts } = site.depositary;
  app.get(
    "/admin/sessions",
    shown(site, async (c, visit) => {
      const { say } = visit.site;
      const sessions = await accounts.sessions(visit.account.id);
      const main = html`<h1>${say("adminSessions.title")}</h1>
        <p class="lead">${say("adminSessions.lead")}</p>
        <ul class="keys sessions">${each(sessions, (one) => row(visit, one))}</ul>
        ${when(
          sessions.length > 1,
          () =>
            html`<form method="post" action="/admin/sessions/revoke-others">${hidden("csrf", visit.csrf)}<p class="actions"><button class="quiet">${say("adminSessions.endOthers")}</button></p></form>`,
        )}
        <p><a href="/admin/account">${say("adminSessions.back")}</a></p>`;
      return adminPage(c, visit, { title: say("adminSessions.title"), section: "account", main });
    }),
  );
  app.post(
    "/admin/sessions/:id/revoke",
    done(site, async (c, visit) => {
      await accounts.revokeSession(visit.account.id, c.req.param("id") ?? "", doerOf(visit));
      return goOn(c, "/admin/sessions", "sessionEnded");
    }),
  );
  app.post(
    "/admin/sessions/revoke-others",
    done(site, async (c, visit) => {
      await accounts.revokeOtherSessions(visit.account.id, visit.session.id, doerOf(visit));
      return goOn(c, "/admin/sessions", "sessionsEnded");
    }),
  );
}

function row({ site: { say }, session, csrf }: Visit, one: SessionView): Html {
  const browser = one.browser === "" ? say("adminSessions.unknownBrowser") : one.browser;
  const facts = [
    say(`adminSessions.way_${one.way}`),
    say("adminSessions.begun", { moment: say.moment(one.begunAt) }),
    say("adminSessions.used", { moment: say.moment(one.usedAt) }),
  ];
  const end =
    one.id === session.id
      ? html`<span class="muted">${say("adminSessions.this")}</span>`
      : html`<form method="post" action="/admin/sessions/${one.id}/revoke">${hidden("csrf", csrf)}<button class="plain" aria-label="${say("adminSessions.endThis", { browser, moment: say.moment(one.begunAt) })}">${say("adminSessions.end")}</button></form>`;
  return html`<li><strong>${browser}</strong> <span class="muted">${facts.join(" · ")}</span> ${end}</li>`;
}
