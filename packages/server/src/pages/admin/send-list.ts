import type { Hono } from "hono";
import { html } from "hono/html";
import type { ListReview } from "../../depositary/invitations.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { hidden } from "../../views/form.ts";
import { when } from "../../views/html.ts";
import type { AdminSite } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { titleOf } from "./draft-heading.ts";
import { goOn } from "./frame.ts";
import { pathOf } from "./invitation-words.ts";
import { withReview } from "./list-at-hand.ts";
import { refusals } from "./refusals.ts";
import type { Question } from "./sure-page.ts";
import { surePage } from "./sure-page.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

const PATH = "/admin/statements/:id/invitations/list/:list/send";

/** `/admin/statements/:id/invitations/list/:list/send`: mails cannot be called back, so it is asked once more. */
export function mountSendList(app: Hono, site: AdminSite): void {
  app.get(
    PATH,
    shown(site, (c, visit) =>
      withReview(c, visit, (statement, review) => surePage(c, visit, question(site, statement, review), [])),
    ),
  );
  app.post(
    PATH,
    done(site, (c, visit, typed) =>
      withReview(c, visit, async (statement, review) => {
        const { lists } = site.depositary.invitations;
        try {
          await lists.send(statement.id, review.id, oneLine(typed, "digest"), doerOf(visit));
          return goOn(c, pathOf(statement), "invitedMany");
        } catch (error) {
          return surePage(c, visit, question(site, statement, review), refusals(site.say, error));
        }
      }),
    ),
  );
}

function question({ say }: AdminSite, statement: StatementView, { id, count, rows, digest }: ListReview): Question {
  const here = `${pathOf(statement)}/list/${id}`;
  return {
    title: say("adminInvitations.sendTitle", { count }),
    lead: html`<p class="lead">${say("adminInvitations.sendLead", { count, title: titleOf(say, statement) })}</p>
    ${when(rows.length - count, (left) => html`<p>${say("adminInvitations.sendNot", { count: left })}</p>`)}`,
    action: `${here}/send`,
    fields: hidden("digest", digest),
    yes: count > 0 ? say("adminInvitations.sendYes", { count }) : null,
    back: here,
  };
}
