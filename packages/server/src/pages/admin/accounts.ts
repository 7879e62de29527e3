import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { AccountInvitationView, AccountView } from "../../depositary/accounts.ts";
import { GIVEN_ROLES } from "../../depositary/roles.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField, radioGroup } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { adminPage, goOn } from "./frame.ts";
import { refusals } from "./refusals.ts";
import type { Typed } from "./typed.ts";
import { NOTHING_TYPED, oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

/** `/admin/accounts`: who has an account here, who was invited, and a form to invite somebody. */
export function mountAccounts(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/accounts",
    shown(site, (c, visit) => listPage(c, visit, NOTHING_TYPED, [])),
  );
  app.post(
    "/admin/accounts",
    done(site, async (c, visit, typed) => {
      const missing = findMissing(visit.site.say, typed);
      if (missing.length > 0) return listPage(c, visit, typed, missing);
      const role = GIVEN_ROLES.find((one) => one === oneLine(typed, "role")) ?? "checker";
      const input = { name: oneLine(typed, "name"), mailbox: oneLine(typed, "mailbox"), role };
      try {
        await site.depositary.accounts.invite(input, doerOf(visit));
        return goOn(c, "/admin/accounts", "invited");
      } catch (error) {
        return listPage(c, visit, typed, refusals(visit.site.say, error));
      }
    }),
  );
  app.post(
    "/admin/accounts/invitations/:id/revoke",
    done(site, async (c, visit) => {
      const id = c.req.param("id") ?? "";
      const { accounts } = site.depositary;
      if ((await accounts.invitations()).some((one) => one.id === id)) {
        await accounts.revokeInvitation(id, doerOf(visit));
      }
      return goOn(c, "/admin/accounts", "uninvited");
    }),
  );
}

async function listPage(c: Context, visit: Visit, typed: Typed, errors: readonly FieldError[]): Promise<Response> {
  const { say, depositary } = visit.site;
  const invitations = await depositary.accounts.invitations();
  const main = html`<h1>${say("adminAccounts.title")}</h1>
    <p class="lead">${say("adminAccounts.lead")}</p>
    ${errorSummary(say, errors)}
    <section class="listing"><ul>${each(await depositary.accounts.list(), (one) => accountRow(visit, one))}</ul></section>
    ${when(
      invitations.length > 0,
      () => html`<section class="listing"><h2>${say("adminAccounts.invited")}</h2>
      <ul>${each(invitations, (one) => invitationRow(visit, one))}</ul></section>`,
    )}
    <p><a href="/admin/representatives">${say("representatives.formerTitle")}</a></p>
    <h2>${say("adminAccounts.invite")}</h2>
    <form method="post" action="/admin/accounts" novalidate>
      ${hidden("csrf", visit.csrf)}
      ${inputField(say, { name: "name", label: say("adminAccounts.name"), value: oneLine(typed, "name"), autocomplete: "off", maxlength: 200, dirAuto: true, errors })}
      ${inputField(say, { name: "mailbox", type: "email", label: say("adminAccounts.mailbox"), hint: say("adminAccounts.mailboxHint"), value: oneLine(typed, "mailbox"), autocomplete: "off", maxlength: 254, errors })}
      ${roleChoice(say, oneLine(typed, "role") || undefined, errors)}
      <p class="actions"><button>${say("adminAccounts.send")}</button></p>
    </form>`;
  const status = errors.length > 0 ? 422 : 200;
  return adminPage(c, visit, { title: say("adminAccounts.title"), section: "accounts", main }, status);
}

/** The roles, each with what it may. */
export function roleChoice(say: Say, value: string | undefined, errors: readonly FieldError[]): Html {
  const choices = GIVEN_ROLES.map((role) => ({
    value: role,
    label: say(`roles.${role}`),
    hint: say(`roles.${role}May`),
  }));
  return radioGroup(say, { name: "role", label: say("adminAccounts.role"), value, choices, errors });
}

function accountRow({ site: { say }, account }: Visit, one: AccountView): Html {
  const statements = one.statements.length;
  const facts = [
    say(`roles.${one.role}`),
    say("adminAccounts.since", { day: say.day(one.createdAt) }),
    ...(one.role === "initiator" ? [say("adminAccounts.statements", { count: statements })] : []),
    ...(one.id === account.id ? [say("adminAccounts.you")] : []),
  ];
  return html`<li><a class="name" href="/admin/accounts/${one.id}"><bdi>${one.name}</bdi></a>
    <p class="muted"><bdi>${one.mailbox}</bdi> · ${facts.join(" · ")}</p></li>`;
}

function invitationRow({ site: { say }, csrf }: Visit, one: AccountInvitationView): Html {
  const label = say("adminAccounts.uninviteThis", { name: one.name });
  return html`<li><span class="name"><bdi>${one.name}</bdi></span>
    <p class="muted"><bdi>${one.mailbox}</bdi> · ${say(`roles.${one.role}`)} · ${say("adminAccounts.until", { day: say.day(one.expiresAt) })}</p>
    <form method="post" action="/admin/accounts/invitations/${one.id}/revoke">${hidden("csrf", csrf)}<button class="plain" aria-label="${label}">${say("adminAccounts.uninvite")}</button></form></li>`;
}

function findMissing(say: Say, typed: Typed): FieldError[] {
  const errors: FieldError[] = [];
  if (oneLine(typed, "name") === "") errors.push({ field: "name", message: say("adminAccounts.nameMissing") });
  if (oneLine(typed, "mailbox") === "") errors.push({ field: "mailbox", message: say("adminAccounts.mailboxMissing") });
  if (!GIVEN_ROLES.some((role) => role === oneLine(typed, "role"))) {
    errors.push({ field: "role", message: say("adminAccounts.roleMissing") });
  }
  return errors;
}
