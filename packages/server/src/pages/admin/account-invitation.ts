import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { AccountInvitationView } from "../../depositary/accounts.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import type { AdminSite } from "./admin-site.ts";
import { doorPage, goOn } from "./frame.ts";
import { fromOf } from "./from-of.ts";
import { refusals } from "./refusals.ts";
import { replaceSession } from "./session.ts";
import { asTyped, oneLine, readTyped } from "./typed.ts";

/** `/account-invitation?token=`: what the account would be; a button, and never the link alone, makes it. */
export function mountAccountInvitation(app: Hono, site: AdminSite): void {
  const { accounts } = site.depositary;
  app.get("/account-invitation", async function showInvitation(c) {
    c.header("Cache-Control", "no-store");
    const token = c.req.query("token") ?? "";
    const invitation = await accounts.invitation(token);
    return invitation === null ? gonePage(c, site) : doorPage(c, site.say, page(site, invitation, token, []));
  });
  app.post("/account-invitation", async function acceptInvitation(c) {
    c.header("Cache-Control", "no-store");
    const typed = await readTyped(c);
    const token = oneLine(typed, "token");
    const invitation = await accounts.invitation(token);
    if (invitation === null) return gonePage(c, site);
    try {
      const password = asTyped(typed, "password") || undefined;
      await replaceSession(c, site, await accounts.accept(token, { password }, fromOf(c, site)));
      return goOn(c, "/admin/account", "accountMade");
    } catch (error) {
      return doorPage(c, site.say, page(site, invitation, token, refusals(site.say, error)), 422);
    }
  });
}

function page(
  { say, depositary }: AdminSite,
  invitation: AccountInvitationView,
  token: string,
  errors: readonly FieldError[],
): { title: string; main: Html } {
  const { mailConfigured } = depositary.identity;
  const title = say("adminAccounts.acceptTitle");
  return {
    title,
    main: html`<h1>${title}</h1>
    <p class="lead">${say.rich("adminAccounts.acceptLead", { name: html`<strong><bdi>${invitation.name}</bdi></strong>`, mailbox: html`<bdi>${invitation.mailbox}</bdi>`, role: say(`roles.${invitation.role}`) })}</p>
    <p>${say(`roles.${invitation.role}May`)}</p>
    ${errorSummary(say, errors)}
    <form method="post" action="/account-invitation" novalidate>
      ${hidden("token", token)}
      ${inputField(say, { name: "password", type: "password", label: say("adminAccounts.password"), hint: say(mailConfigured ? "adminAccounts.passwordHint" : "adminAccounts.passwordOnlyHint"), autocomplete: "new-password", optional: mailConfigured, errors })}
      <p class="actions"><button>${say("adminAccounts.accept")}</button></p>
    </form>
    <p class="muted">${say("adminAccounts.notYou")}</p>`,
  };
}

function gonePage(c: Context, { say }: AdminSite): Promise<Response> {
  const title = say("adminAccounts.goneTitle");
  return doorPage(c, say, { title, main: html`<h1>${title}</h1><p>${say("adminAccounts.gone")}</p>` }, 410);
}
