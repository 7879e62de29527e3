import type { Hono } from "hono";
import { html } from "hono/html";
import { REMINDER_DAYS, REMINDERS } from "../../depositary/invitations.ts";
import type { AdminSite } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { findOpened } from "./find-statement.ts";
import { goOn } from "./frame.ts";
import { pathOf } from "./invitation-words.ts";
import { refusals } from "./refusals.ts";
import type { Question } from "./sure-page.ts";
import { surePage } from "./sure-page.ts";
import { done, shown } from "./visit.ts";

/** `/admin/statements/:id/invitations/remind`: everybody who has not answered. */
export function mountRemindAll(app: Hono, site: AdminSite): void {
  const path = "/admin/statements/:id/invitations/remind";
  const { say } = site;
  const question = (here: string): Question => ({
    action: `${here}/remind`,
    back: here,
    title: say("adminInvitations.remindTitle"),
    lead: html`<p class="lead">${say("adminInvitations.remindLead", { most: REMINDERS, days: REMINDER_DAYS })}</p>`,
    yes: say("adminInvitations.remindYes"),
  });
  app.get(
    path,
    shown(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      return statement === null ? c.notFound() : surePage(c, visit, question(pathOf(statement)), []);
    }),
  );
  app.post(
    path,
    done(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      if (statement === null) return c.notFound();
      try {
        const count = await site.depositary.invitations.remind(statement.id, null, doerOf(visit));
        return goOn(c, pathOf(statement), count === 0 ? "remindedNobody" : "reminded");
      } catch (error) {
        return surePage(c, visit, question(pathOf(statement)), refusals(say, error));
      }
    }),
  );
}

/** `/admin/statements/:id/invitations/:invitation/take-back` */
export function mountTakeInvitationBack(app: Hono, site: AdminSite): void {
  const path = "/admin/statements/:id/invitations/:invitation/take-back";
  const { say } = site;
  app.get(
    path,
    shown(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      if (statement === null) return c.notFound();
      const id = c.req.param("invitation") ?? "";
      const found = await site.depositary.invitations.find(statement.id, id);
      if (found === null) return c.notFound();
      const question = {
        action: `${pathOf(statement)}/${id}/take-back`,
        back: pathOf(statement),
        title: say("adminInvitations.takeBackTitle", { name: found.name }),
        lead: html`<p class="lead">${say("adminInvitations.takeBackLead")}</p>`,
        yes: say("adminInvitations.takeBackYes"),
      };
      return surePage(c, visit, question, []);
    }),
  );
  app.post(
    path,
    done(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      if (statement === null) return c.notFound();
      await site.depositary.invitations.withdraw(statement.id, c.req.param("invitation") ?? "", doerOf(visit));
      return goOn(c, pathOf(statement), "invitationTakenBack");
    }),
  );
}
