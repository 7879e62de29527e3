import { html } from "hono/html";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each } from "../../views/html.ts";
import type { AdminSite } from "./admin-site.ts";

/** On the page to sign in: one button for each provider. */
export function openIdForms({ say, depositary }: AdminSite): Html {
  return html`${each(
    depositary.openIdSignIn.providers,
    ({ id, name }) => html`<form method="post" action="/sign-in/openid">${hidden("provider", id)}
      <p class="actions"><button class="quiet">${say("adminOpenId.signIn", { name })}</button></p></form>`,
  )}`;
}
