import type { Context } from "hono";
import { html } from "hono/html";
import type { Visit } from "./admin-site.ts";
import { adminPage } from "./frame.ts";

/** Signed in, but this is not for the account's role. */
export function refusedRole(c: Context, visit: Visit): Promise<Response> {
  const { say } = visit.site;
  const title = say("admin.otherRoleTitle");
  const [way, words] =
    visit.account.role === "representative"
      ? (["/representatives", say("admin.represented")] as const)
      : (["/admin", say("admin.statements")] as const);
  const main = html`<h1>${title}</h1><p>${say("admin.otherRole", { role: say(`roles.${visit.account.role}`) })}</p>
    <p class="actions"><a class="button quiet" href="${way}">${words}</a></p>`;
  return adminPage(c, visit, { title, main }, 403);
}
