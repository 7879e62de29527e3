import type { Context } from "hono";
import { html } from "hono/html";
import type { ListReview } from "../../depositary/invitations.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { Visit } from "./admin-site.ts";
import { findOpened } from "./find-statement.ts";
import { adminPage } from "./frame.ts";
import { pathOf } from "./invitation-words.ts";

type Answer = Response | Promise<Response>;

/** Answers with the list of the address; where it was sent, thrown away or is too old, says so. */
export async function withReview(
  c: Context,
  visit: Visit,
  answer: (statement: StatementView, review: ListReview) => Answer,
): Promise<Response> {
  const statement = await findOpened(c, visit);
  if (statement === null) return c.notFound();
  const review = await visit.site.depositary.invitations.lists.review(statement.id, c.req.param("list") ?? "");
  return review === null ? listGone(c, visit, statement) : answer(statement, review);
}

function listGone(c: Context, visit: Visit, statement: StatementView): Promise<Response> {
  const { say } = visit.site;
  const main = html`<h1>${say("adminInvitations.handInTitle")}</h1>
    <p class="lead">${say("adminInvitations.listGone")}</p>
    <p class="actions"><a class="button" href="${pathOf(statement)}/list">${say("adminInvitations.manyButton")}</a></p>`;
  return adminPage(c, visit, { title: say("adminInvitations.handInTitle"), section: "statements", main }, 404);
}
