import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { REMINDER_DAYS, REMINDERS } from "../../depositary/invitations.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden } from "../../views/form.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { adminPage, goOn } from "./frame.ts";
import { findOpened, pathOf } from "./invitations.ts";
import { refusals } from "./refusals.ts";
import { done, shown } from "./visit.ts";

/** What is asked a second time, on a page of its own. */
type Question = {
  readonly action: string;
  readonly back: string;
  readonly title: string;
  readonly lead: string;
  readonly yes: string;
};

/** `/admin/statements/:id/invitations/remind`: everybody who has not answered. */
export function mountRemindAll(app: Hono, site: AdminSite): void {
  const path = "/admin/statements/:id/invitations/remind";
  const { say } = site;
  const question = (here: string): Question => ({
    action: `${here}/remind`,
    back: here,
    title: say("adminInvitations.remindTitle"),
    lead: say("adminInvitations.remindLead", { most: REMINDERS, days: REMINDER_DAYS }),
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
        lead: say("adminInvitations.takeBackLead"),
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

function surePage(c: Context, visit: Visit, question: Question, errors: readonly FieldError[]): Promise<Response> {
  const { say } = visit.site;
  const main = html`<h1>${question.title}</h1>
    ${errorSummary(say, errors)}
    <p class="lead">${question.lead}</p>
    <form method="post" action="${question.action}">${hidden("csrf", visit.csrf)}
      <p class="actions"><button>${question.yes}</button> <a class="button quiet" href="${question.back}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title: question.title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}
