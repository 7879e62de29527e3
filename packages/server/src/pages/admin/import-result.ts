import { MalformedError } from "@undersigned/core/errors.ts";
import { parseText, tidyText } from "@undersigned/core/statement/text.ts";
import { splitTitle } from "@undersigned/core/statement/title-and-body.ts";
import { html } from "hono/html";
import type { TextImport } from "../../depositary/imports.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import { asSentence } from "./as-sentence.ts";
import { partAt } from "./import-parts.ts";
import { sheet } from "./text-preview.ts";

/** The statement that would be made, as its readers would see it. */
export function importResult(say: Say, found: TextImport): Html {
  const { statement, choices } = found;
  return html`<section class="preview import-result" id="result" >
    <h2 id="result-heading">${say("adminImports.result")}</h2>
    ${warnings(say, found)}
    <div class="sheet" role="region" aria-labelledby="result-heading" tabindex="0">${words(say, statement, choices.lang)}</div>
  </section>`;
}

/** What is other than in the source, or has to be mended in the next step. */
function warnings(say: Say, { statement, labelled }: TextImport): Html {
  if (statement.warnings.length === 0) return NOTHING;
  return html`<ul class="notice">${each(statement.warnings, ({ message, start }) => {
    const number = partAt(labelled.blocks, start ?? null);
    return html`<li>${when(number, (part) => html`<a href="#part-${part}">${say("adminImports.lookAt", { number: part })}</a> `)}${asSentence(message)}</li>`;
  })}</ul>`;
}

function words(say: Say, { markdown, demands }: TextImport["statement"], lang: string): Html {
  if (splitTitle(markdown).body.trim() === "") return html`<p class="muted">${say("adminImports.resultEmpty")}</p>`;
  try {
    return sheet(say, parseText(tidyText(markdown.toWellFormed()).text), lang, demands, "result-p");
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    const what = asSentence(error.message.replace(/^line \d+(?:, column \d+)?: /, ""));
    return html`<p class="muted">${say("adminImports.resultBroken", { what })}</p><p class="unformatted">${markdown.toWellFormed()}</p>`;
  }
}
