import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";

/** On the page of a statement that was opened: what was added since, and what can be. */
export function additionsSection(say: Say, statement: StatementView): Html {
  const { responses } = statement.additions;
  const here = `/admin/statements/${statement.id}`;
  return html`<section><h2>${say("adminAdditions.heading")}</h2>
    <p>${say("adminAdditions.lead")}</p>
    ${when(
      responses.length > 0,
      () =>
        html`<ul>${each(
          responses,
          ({ addressee, addedAt }) =>
            html`<li><bdi>${say("adminAdditions.answered", { addressee, day: say.day(addedAt) })}</bdi></li>`,
        )}</ul>`,
    )}
    <p class="actions"><a class="button quiet" href="${here}/answer">${say("adminAdditions.answer")}</a></p>
  </section>`;
}
