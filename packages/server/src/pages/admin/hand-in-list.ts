import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import { readFormData } from "../../http/read-form.ts";
import { LIST_ROWS } from "../../invite/read-list.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, fileField, hidden, textArea } from "../../views/form.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { titleOf } from "./draft-heading.ts";
import { adminPage, goOn } from "./frame.ts";
import { pathOf } from "./invitation-words.ts";
import { mountStatementForm } from "./statement-form.ts";
import type { Typed } from "./typed.ts";
import { asTyped } from "./typed.ts";

const PATH = "/admin/statements/:id/invitations/list";
/** Where a list is handed in, which may be longer than other forms. */
export const LIST_PATH = /^\/admin\/statements\/[^/]+\/invitations\/list$/;

/** `/admin/statements/:id/invitations/list`: a file or what is pasted; what is in it is shown on the next page. */
export function mountHandInList(app: Hono, site: AdminSite): void {
  mountStatementForm(app, site, {
    path: PATH,
    page: formPage,
    send,
    fieldOf: (_, typed) => (asTyped(typed, "paste").trim() === "" ? "file" : "paste"),
  });
}

async function send(c: Context, { site }: Visit, statement: StatementView, typed: Typed) {
  const pasted = asTyped(typed, "paste");
  const file = (await readFormData(c)).get("file");
  const isFile = file instanceof File && file.size > 0;
  if (isFile && pasted.trim() !== "") return [{ field: "file", message: site.say("adminInvitations.handInTwice") }];
  if (!isFile && pasted.trim() === "") return [{ field: "file", message: site.say("adminInvitations.handInNothing") }];
  const bytes = isFile ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(pasted);
  const list = await site.depositary.invitations.lists.keep(statement.id, bytes);
  return goOn(c, `${pathOf(statement)}/list/${list}`);
}

function formPage(
  c: Context,
  visit: Visit,
  statement: StatementView,
  typed: Typed,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const here = pathOf(statement);
  const main = html`<p class="overline"><a href="${here}"><bdi>${titleOf(say, statement)}</bdi>: ${say("adminInvitations.title")}</a></p>
    <h1>${say("adminInvitations.handInTitle")}</h1>
    ${errorSummary(say, errors)}
    <p class="lead">${say("adminInvitations.handInLead")}</p>
    <p>${say("adminInvitations.namesOnly")}</p>
    <form method="post" action="${here}/list" enctype="multipart/form-data">${hidden("csrf", visit.csrf)}
      ${fileField(say, { name: "file", label: say("adminInvitations.file"), hint: say("adminInvitations.fileHint", { rows: LIST_ROWS }), accept: ".csv,.tsv,.txt,text/csv,text/plain", optional: true, errors })}
      ${textArea(say, { name: "paste", label: say("adminInvitations.paste"), hint: say("adminInvitations.pasteHint"), value: asTyped(typed, "paste"), rows: 6, dirAuto: true, optional: true, errors })}
      <p class="actions"><button>${say("adminInvitations.handIn")}</button> <a class="button quiet" href="${here}">${say("admin.cancel")}</a></p>
    </form>`;
  const title = say("adminInvitations.handInTitle");
  return adminPage(c, visit, { title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}
