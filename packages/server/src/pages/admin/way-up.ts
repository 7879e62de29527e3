import { html } from "hono/html";
import { reachOf } from "../../depositary/roles.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { Html } from "../../views/html.ts";
import type { Visit } from "./admin-site.ts";
import { titleOf } from "./draft-heading.ts";

/** Above a page about a statement: the way to the statement's own page, or to the list for whoever does not run it. */
export function wayUp({ site, account }: Pick<Visit, "site" | "account">, statement: StatementView): Html {
  const { say } = site;
  const title = html`<bdi>${titleOf(say, statement)}</bdi>`;
  return reachOf(account.role, "run") === null
    ? html`<p class="overline"><a href="/admin">${say("admin.statements")}</a> · ${title}</p>`
    : html`<p class="overline"><a href="/admin/statements/${statement.id}">${title}</a></p>`;
}
