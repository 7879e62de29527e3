import { splitTitle } from "@undersigned/core/statement/title-and-body.ts";
import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { DraftAtHand } from "./draft-step.ts";

/** The name of the draft at hand; null for one that is not kept yet. */
export function draftHeading(say: Say, at: Pick<DraftAtHand, "statement" | "draft" | "next"> | null): Html {
  if (at === null) return html`<h1>${say("adminText.newHeading")}</h1>`;
  const { next, statement } = at;
  return html`<p class="overline"><a href="/admin">${say("admin.statements")}</a>${when(
    next,
    ({ number }) =>
      html` · <a href="/admin/statements/${statement.id}">${say("adminNext.openOne")}</a> · ${say("adminNext.heading", { number })}`,
  )}</p>
    <h1><bdi>${draftTitle(say, at)}</bdi></h1>`;
}

/** Its title, which is in the draft before the text can be read as a whole. */
function draftTitle(say: Say, { statement, draft }: Pick<DraftAtHand, "statement" | "draft">): string {
  return statement.title || splitTitle(draft.texts[0]?.markdown ?? "").title || say("admin.untitled");
}

/** Its title, or words for a draft that has none yet. */
export function titleOf(say: Say, statement: Pick<StatementView, "title">): string {
  return statement.title.trim() === "" ? say("admin.untitled") : statement.title;
}
