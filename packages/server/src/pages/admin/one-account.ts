import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { AccountView } from "../../depositary/accounts.ts";
import { GIVEN_ROLES } from "../../depositary/roles.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, selectField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { roleChoice } from "./accounts.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { titleOf } from "./draft-heading.ts";
import type { Deed } from "./frame.ts";
import { adminPage, goOn } from "./frame.ts";
import { refusals } from "./refusals.ts";
import type { Typed } from "./typed.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

/** As many statements as a person can choose among. */
const CHOICES = 100;

/** `/admin/accounts/:id`: its role, the statements it runs, and its end (asked twice). */
export function mountOneAccount(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/accounts/:id",
    shown(site, async (c, visit) => {
      const account = await findAccount(c, visit);
      return account === null ? goOn(c, "/admin/accounts") : accountPage(c, visit, account, []);
    }),
  );
  const { accounts } = site.depositary;
  mountChange(app, site, "role", "roleChanged", async (id, visit, typed) => {
    const role = GIVEN_ROLES.find((one) => one === oneLine(typed, "role"));
    if (role !== undefined) await accounts.changeRole(id, role, doerOf(visit));
  });
  mountChange(app, site, "assign", "assigned", (id, visit, typed) =>
    accounts.assign(id, oneLine(typed, "statement"), doerOf(visit)),
  );
  mountChange(app, site, "unassign", "unassigned", (id, visit, typed) =>
    accounts.unassign(id, oneLine(typed, "statement"), doerOf(visit)),
  );
  app.get(
    "/admin/accounts/:id/remove",
    shown(site, async (c, visit) => {
      const account = await findAccount(c, visit);
      return account === null ? goOn(c, "/admin/accounts") : surePage(c, visit, account, []);
    }),
  );
  app.post(
    "/admin/accounts/:id/remove",
    done(site, async (c, visit) => {
      const account = await findAccount(c, visit);
      if (account === null) return goOn(c, "/admin/accounts");
      try {
        await accounts.remove(account.id, doerOf(visit));
        return goOn(c, "/admin/accounts", "accountRemoved");
      } catch (error) {
        return surePage(c, visit, account, withoutField(refusals(visit.site.say, error)));
      }
    }),
  );
}

function mountChange(
  app: Hono,
  site: AdminSite,
  name: string,
  deed: Deed,
  change: (id: string, visit: Visit, typed: Typed) => Promise<void>,
): void {
  app.post(
    `/admin/accounts/:id/${name}`,
    done(site, async (c, visit, typed) => {
      const account = await findAccount(c, visit);
      if (account === null) return goOn(c, "/admin/accounts");
      try {
        await change(account.id, visit, typed);
        return goOn(c, `/admin/accounts/${account.id}`, deed);
      } catch (error) {
        return accountPage(c, visit, account, refusals(visit.site.say, error));
      }
    }),
  );
}

function findAccount(c: Context, { site }: Visit): Promise<AccountView | null> {
  return site.depositary.accounts.find(c.req.param("id") ?? "");
}

async function accountPage(
  c: Context,
  visit: Visit,
  account: AccountView,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const here = `/admin/accounts/${account.id}`;
  const main = html`<h1><bdi>${account.name}</bdi></h1>
    <p class="muted"><bdi>${account.mailbox}</bdi> · ${say("adminAccounts.since", { day: say.day(account.createdAt) })}</p>
    ${errorSummary(say, errors)}
    <form method="post" action="${here}/role">${hidden("csrf", visit.csrf)}
      ${roleChoice(say, account.role, errors)}
      <p class="actions"><button>${say("adminAccounts.changeRole")}</button></p>
    </form>
    ${account.role === "initiator" ? await statementsSection(visit, account, errors) : NOTHING}
    <h2>${say("adminAccounts.removeHeading")}</h2>
    <p>${say("adminAccounts.removeText")}</p>
    <p class="actions"><a class="button quiet" href="${here}/remove">${say("adminAccounts.remove")}</a></p>`;
  const status = errors.length > 0 ? 422 : 200;
  return adminPage(c, visit, { title: account.name, section: "accounts", main }, status);
}

async function statementsSection(visit: Visit, account: AccountView, errors: readonly FieldError[]): Promise<Html> {
  const { say, depositary } = visit.site;
  const { items } = await depositary.statements.list({ administrator: true, limit: CHOICES });
  const others = items.filter(({ id }) => !account.statements.some((one) => one.id === id));
  const here = `/admin/accounts/${account.id}`;
  return html`<h2>${say("adminAccounts.statementsHeading")}</h2>
    ${when(account.statements.length === 0, () => html`<p class="muted">${say("adminAccounts.noStatements")}</p>`)}
    ${when(
      account.statements.length > 0,
      () =>
        html`<ul class="keys">${each(
          account.statements,
          ({ id, title }) => html`<li><bdi>${title || say("admin.untitled")}</bdi>
        <form method="post" action="${here}/unassign">${hidden("csrf", visit.csrf)}${hidden("statement", id)}<button class="plain" aria-label="${say("adminAccounts.unassignThis", { title: title || say("admin.untitled") })}">${say("adminAccounts.unassign")}</button></form></li>`,
        )}</ul>`,
    )}
    ${when(
      others.length > 0,
      () => html`<form method="post" action="${here}/assign">${hidden("csrf", visit.csrf)}
      ${selectField(say, { name: "statement", label: say("adminAccounts.assignWhich"), choices: others.map((one) => ({ value: one.id, label: titleOf(say, one) })), errors })}
      <p class="actions"><button class="quiet">${say("adminAccounts.assign")}</button></p></form>`,
    )}`;
}

function surePage(c: Context, visit: Visit, account: AccountView, errors: readonly FieldError[]): Promise<Response> {
  const { say } = visit.site;
  const title = say("adminAccounts.removeTitle", { name: account.name });
  const here = `/admin/accounts/${account.id}`;
  const main = html`<h1>${title}</h1>
    ${errorSummary(say, errors)}
    <p class="lead">${say("adminAccounts.removeLead")}</p>
    <form method="post" action="${here}/remove">${hidden("csrf", visit.csrf)}
      <p class="actions"><button>${say("adminAccounts.removeSure")}</button> <a class="button quiet" href="${here}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title, section: "accounts", main }, errors.length > 0 ? 422 : 200);
}

/** This page has no field to point at. */
function withoutField(errors: readonly FieldError[]): FieldError[] {
  return errors.map(({ message }) => ({ field: "", message }));
}
