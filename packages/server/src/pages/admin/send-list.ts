import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { ListReview } from "../../depositary/invitations.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden } from "../../views/form.ts";
import { when } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { titleOf } from "./draft-heading.ts";
import { adminPage, goOn } from "./frame.ts";
import { pathOf } from "./invitations.ts";
import { refusals } from "./refusals.ts";
import { findReview, listGone } from "./review-list.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

const PATH = "/admin/statements/:id/invitations/list/:list/send";

/** `/admin/statements/:id/invitations/list/:list/send`: mails cannot be called back, so it is asked once more. */
export function mountSendList(app: Hono, site: AdminSite): void {
  app.get(
    PATH,
    shown(site, async (c, visit) => {
      const found = await findReview(c, visit);
      if (found === null) return c.notFound();
      const { statement, review } = found;
      return review === null ? listGone(c, visit, statement) : surePage(c, visit, statement, review, []);
    }),
  );
  app.post(
    PATH,
    done(site, async (c, visit, typed) => {
      const found = await findReview(c, visit);
      if (found === null) return c.notFound();
      const { statement, review } = found;
      if (review === null) return listGone(c, visit, statement);
      try {
        await site.depositary.invitations.lists.send(statement.id, review.id, oneLine(typed, "digest"), doerOf(visit));
        return goOn(c, pathOf(statement), "invitedMany");
      } catch (error) {
        return surePage(c, visit, statement, review, refusals(site.say, error));
      }
    }),
  );
}

function surePage(
  c: Context,
  visit: Visit,
  statement: StatementView,
  review: ListReview,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const { count, rows } = review;
  const here = `${pathOf(statement)}/list/${review.id}`;
  const title = say("adminInvitations.sendTitle", { count });
  const main = html`<h1>${title}</h1>
    ${errorSummary(say, errors)}
    <p class="lead">${say("adminInvitations.sendLead", { count, title: titleOf(say, statement) })}</p>
    ${when(rows.length - count, (left) => html`<p>${say("adminInvitations.sendNot", { count: left })}</p>`)}
    <form method="post" action="${here}/send">${hidden("csrf", visit.csrf)}${hidden("digest", review.digest)}
      <p class="actions">${when(count > 0, () => html`<button>${say("adminInvitations.sendYes", { count })}</button>`)} <a class="button quiet" href="${here}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}
