import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { InvitationCounts } from "../../depositary/invitations.ts";
import { INVITATION_DAYS, MAILS_A_MINUTE } from "../../depositary/invitations.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { LIST_ROWS } from "../../invite/read-list.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { titleOf } from "./draft-heading.ts";
import { findOpened } from "./find-statement.ts";
import { adminPage, goOn } from "./frame.ts";
import { findPage, foundInvitations, readQuery } from "./invitation-list.ts";
import { pathOf, STATES, stateWords } from "./invitation-words.ts";
import { inviteOne, inviteTyped } from "./invite-one.ts";
import { refusals } from "./refusals.ts";
import { mountStatementForm } from "./statement-form.ts";
import type { Typed } from "./typed.ts";
import { NOTHING_TYPED } from "./typed.ts";
import { done } from "./visit.ts";

const PATH = "/admin/statements/:id/invitations";

/** `/admin/statements/:id/invitations`: who is invited, what became of it, one more, and the way to many more. */
export function mountInvitations(app: Hono, site: AdminSite): void {
  mountStatementForm(app, site, { path: PATH, page: listPage, send: inviteTyped });
  app.post(
    `${PATH}/:invitation/remind`,
    done(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      if (statement === null) return c.notFound();
      const ids = [c.req.param("invitation") ?? ""];
      try {
        const count = await site.depositary.invitations.remind(statement.id, ids, doerOf(visit));
        return goOn(c, pathOf(statement), count === 0 ? "remindedNobody" : "reminded");
      } catch (error) {
        return listPage(c, visit, statement, NOTHING_TYPED, refusals(site.say, error));
      }
    }),
  );
}

async function listPage(
  c: Context,
  visit: Visit,
  statement: StatementView,
  typed: Typed,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say, depositary } = visit.site;
  const query = readQuery(c);
  const found = await findPage(visit, statement, query);
  const { counts } = found;
  const isOpen = statement.state === "open";
  const main = html`<p class="overline"><a href="/admin/statements/${statement.id}"><bdi>${titleOf(say, statement)}</bdi></a></p>
    <h1>${say("adminInvitations.title")}</h1>
    ${errorSummary(say, errors)}
    <p>${isOpen ? say("adminInvitations.lead") : say("adminInvitations.closedLead", { days: INVITATION_DAYS })}</p>
    ${countsOf(say, counts)}
    ${when(isOpen, () => html`${inviteOne(say, visit, statement, typed, errors)}${inviteMany(say, statement)}`)}
    ${when(isOpen && !depositary.identity.mailConfigured, () => html`<p class="notice">${say("adminInvitations.noMail")}</p>`)}
    <section id="all"><h2>${say("adminInvitations.listHeading")}</h2>
      ${foundInvitations(visit, statement, query, found)}
      ${ways(say, statement, counts)}
    </section>`;
  const page = { title: say("adminInvitations.title"), section: "statements", main } as const;
  return adminPage(c, visit, page, errors.length > 0 ? 422 : 200);
}

function countsOf(say: Say, counts: InvitationCounts): Html {
  return html`<dl class="counts" aria-label="${say("adminInvitations.counts")}">${each(
    STATES,
    (state) => html`<div><dt>${stateWords(say, state)}</dt><dd>${say.number(counts[state])}</dd></div>`,
  )}</dl>`;
}

function inviteMany(say: Say, statement: StatementView): Html {
  return html`<section><h2>${say("adminInvitations.manyHeading")}</h2>
    <p>${say("adminInvitations.manyLead", { rows: LIST_ROWS })}</p>
    <p><a class="button quiet" href="${pathOf(statement)}/list">${say("adminInvitations.manyButton")}</a></p>
    <p class="muted">${say("adminInvitations.pace", { count: MAILS_A_MINUTE })}</p></section>`;
}

/** States in which somebody was written to, and an answer is still awaited. */
const UNANSWERED = ["invited", "opened", "deciding"] as const;

function ways(say: Say, statement: StatementView, counts: InvitationCounts): Html {
  if (STATES.every((state) => counts[state] === 0)) return NOTHING;
  const isAwaited = statement.state === "open" && UNANSWERED.some((state) => counts[state] > 0);
  return html`<ul class="ways">
    ${when(isAwaited, () => html`<li><a href="${pathOf(statement)}/remind">${say("adminInvitations.remindAll")}</a></li>`)}
    <li><a href="${pathOf(statement)}.csv" download>${say("adminInvitations.download")}</a></li>
  </ul>`;
}
