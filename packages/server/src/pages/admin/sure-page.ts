import type { Context } from "hono";
import { html } from "hono/html";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { NOTHING, when } from "../../views/html.ts";
import type { Visit } from "./admin-site.ts";
import { adminPage } from "./frame.ts";

/** What is asked a second time, on a page of its own. */
export type Question = {
  readonly title: string;
  readonly lead: Html;
  /** Where the form is sent. */
  readonly action: string;
  /** What it holds beside its buttons. */
  readonly fields?: Html;
  /** The button; null where nothing is left to be done. */
  readonly yes: string | null;
  /** Where to go instead. */
  readonly back: string;
};

/** Asks a second time. What was refused is said above. */
export function surePage(
  c: Context,
  visit: Visit,
  question: Question,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const { title, lead, action, fields = NOTHING, yes, back } = question;
  const main = html`<h1>${title}</h1>
    ${errorSummary(say, errors)}
    ${lead}
    <form method="post" action="${action}">${hidden("csrf", visit.csrf)}${fields}
      <p class="actions">${when(yes, (words) => html`<button>${words}</button>`)} <a class="button quiet" href="${back}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}
