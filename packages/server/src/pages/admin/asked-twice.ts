import type { Hono } from "hono";
import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { titleOf } from "./draft-heading.ts";
import { findForAdministrator } from "./find-statement.ts";
import type { Deed } from "./frame.ts";
import { goOn } from "./frame.ts";
import { isWrongState, refusals } from "./refusals.ts";
import type { Question } from "./sure-page.ts";
import { surePage } from "./sure-page.ts";
import { done, shown } from "./visit.ts";

/** An act on a statement that cannot be undone, asked a second time on a page of its own. */
export type AskedTwice = {
  /** Last part of the address: `/admin/statements/:id/NAME`. */
  readonly name: string;
  readonly state: StatementView["state"];
  title(title: string): string;
  lead(statement: StatementView): Html;
  readonly yes: string;
  act(id: string, visit: Visit): Promise<unknown>;
  readonly deed: Deed;
  /** Where to go when it is done. */
  onward(id: string): string;
};

/** `/admin/statements/:id/close` */
export function mountClose(app: Hono, site: AdminSite): void {
  const { say } = site;
  mountAskedTwice(app, site, {
    name: "close",
    state: "open",
    title: (title) => say("adminStatement.closeTitle", { title }),
    lead: (statement) => html`<p class="lead">${say("adminStatement.closeLead")}</p>
      <p>${say("adminStatement.closeCount", { count: statement.counts.total + statement.counts.earlier })}</p>`,
    yes: say("adminStatement.closeSure"),
    act: (id, visit) => site.depositary.drafts.close(id, doerOf(visit)),
    deed: "closed",
    onward: (id) => `/admin/statements/${id}`,
  });
}

/** `/admin/statements/:id/discard`: drafts only. */
export function mountDiscard(app: Hono, site: AdminSite): void {
  const { say } = site;
  mountAskedTwice(app, site, {
    name: "discard",
    state: "draft",
    title: (title) => say("adminStatement.discardTitle", { title }),
    lead: () => html`<p class="lead">${say("adminStatement.discardLead")}</p>`,
    yes: say("adminStatement.discardSure"),
    act: (id) => site.depositary.drafts.discard(id),
    deed: "discarded",
    onward: () => "/admin",
  });
}

/** `/admin/statements/:id/anonymise`: all people of a closed statement. */
export function mountAnonymisePeople(app: Hono, site: AdminSite): void {
  const { say } = site;
  mountAskedTwice(app, site, {
    name: "anonymise",
    state: "closed",
    title: () => say("adminSignatures.peopleTitle"),
    lead: (statement) => html`<p class="lead">${say("adminSignatures.peopleLead")}</p>
      <p>${say("adminSignatures.peopleCount", { count: statement.counts.people })} ${when(statement.counts.earlier, (count) => html`${say("adminSignatures.peopleEarlier", { count })} `)}${say("adminSignatures.peopleTold")}</p>`,
    yes: say("adminSignatures.peopleYes"),
    act: (id, visit) => site.depositary.acts.anonymisePeople(id, doerOf(visit)),
    deed: "peopleForgotten",
    onward: (id) => `/admin/statements/${id}`,
  });
}

/** `/admin/statements/:id/discard-version`: the next version that is being written; the open text stays. */
export function mountDiscardVersion(app: Hono, site: AdminSite): void {
  const { say } = site;
  mountAskedTwice(app, site, {
    name: "discard-version",
    state: "open",
    title: (title) => say("adminNext.discardTitle", { title }),
    lead: () => html`<p class="lead">${say("adminNext.discardLead")}</p>`,
    yes: say("adminNext.discardSure"),
    act: (id) => site.depositary.nextVersions.discard(id),
    deed: "discarded",
    onward: (id) => `/admin/statements/${id}`,
  });
}

function mountAskedTwice(app: Hono, site: AdminSite, asked: AskedTwice): void {
  const path = `/admin/statements/:id/${asked.name}`;
  app.get(
    path,
    shown(site, async (c, visit) => {
      const statement = await findForAdministrator(c, visit);
      if (statement === null) return c.notFound();
      if (statement.state !== asked.state) return goOn(c, `/admin/statements/${statement.id}`);
      return surePage(c, visit, question(site, asked, statement), []);
    }),
  );
  app.post(
    path,
    done(site, async (c, visit) => {
      const statement = await findForAdministrator(c, visit);
      if (statement === null) return c.notFound();
      try {
        await asked.act(statement.id, visit);
        return goOn(c, asked.onward(statement.id), asked.deed);
      } catch (error) {
        if (isWrongState(error)) return goOn(c, `/admin/statements/${statement.id}`);
        return surePage(c, visit, question(site, asked, statement), refusals(site.say, error));
      }
    }),
  );
}

function question({ say }: AdminSite, asked: AskedTwice, statement: StatementView): Question {
  const here = `/admin/statements/${statement.id}`;
  const title = asked.title(titleOf(say, statement));
  return { title, lead: asked.lead(statement), action: `${here}/${asked.name}`, yes: asked.yes, back: here };
}
