import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import type { Html } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";

/** The name of the draft at hand; null for one that is not kept yet. */
export function draftHeading(say: Say, statement: StatementView | null): Html {
  if (statement === null) return html`<h1>${say("adminText.newHeading")}</h1>`;
  return html`<p class="overline"><a href="/admin">${say("admin.statements")}</a></p>
    <h1><bdi>${titleOf(say, statement)}</bdi></h1>`;
}

/** Its title, or words for a draft that has none yet. */
export function titleOf(say: Say, statement: Pick<StatementView, "title">): string {
  return statement.title.trim() === "" ? say("admin.untitled") : statement.title;
}
