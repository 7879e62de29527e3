import { html } from "hono/html";
import type { ResponseView } from "../depositary/addition-views.ts";
import type { StatementView } from "../depositary/statements.ts";
import type { Say } from "../words/speak.ts";
import { statementPath } from "./address.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";
import { digest } from "./technicians.ts";

/** What those answered who were asked, each with its document. Nothing where nobody did. */
export function answers(say: Say, statement: StatementView, key: string | undefined): Html {
  const { responses } = statement.additions;
  if (responses.length === 0) return NOTHING;
  return html`<section class="answers" id="answers">
    <h2>${say("answers.heading")}</h2>
    <p class="muted">${say("answers.lead")}</p>
    <ul>${each(responses, (one) => html`<li>${answer(say, statement, one, key)}</li>`)}</ul>
  </section>`;
}

function answer(say: Say, statement: StatementView, response: ResponseView, key: string | undefined): Html {
  const { addressee, addedAt, document, sha256, stands } = response;
  const sentence = say.rich("answers.answered", { addressee: html`<bdi>${addressee}</bdi>`, day: say.day(addedAt) });
  return html`<p>${sentence} ${
    document === null
      ? say("answers.lost")
      : html`<a href="${statementPath(statement, `responses/${sha256}.${document.format}`, key)}" download>${say(`answers.${document.format}`, { size: sizeWords(say, document.size) })}</a>`
  }${when(!stands, () => html` <span class="muted">${say("answers.replaced")}</span>`)}</p>
  <details><summary>SHA-256</summary><p>${digest(sha256)}</p></details>`;
}

function sizeWords(say: Say, size: number): string {
  return size < 1_000_000
    ? say("answers.kilobytes", { size: Math.max(1, Math.round(size / 1_000)) })
    : say("answers.megabytes", { size: Math.round(size / 100_000) / 10 });
}
