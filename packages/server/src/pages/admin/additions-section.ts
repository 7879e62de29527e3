import { html } from "hono/html";
import type { CorrectionView } from "../../depositary/addition-views.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { ownName } from "../../views/language.ts";
import type { Say } from "../../words/speak.ts";

/** On the page of a statement that was opened: what was added since, and what can be. */
export function additionsSection(say: Say, statement: StatementView): Html {
  const { responses, corrections, translations } = statement.additions;
  const here = `/admin/statements/${statement.id}`;
  return html`<section><h2>${say("adminAdditions.heading")}</h2>
    <p>${say("adminAdditions.lead")}</p>
    ${when(
      responses.length + corrections.length + translations.length > 0,
      () =>
        html`<ul>${each(
          responses,
          ({ addressee, addedAt }) =>
            html`<li><bdi>${say("adminAdditions.answered", { addressee, day: say.day(addedAt) })}</bdi></li>`,
        )}${each(corrections, (one) => html`<li><bdi>${correctedWords(say, one)}</bdi></li>`)}${each(
          translations,
          ({ lang, version, addedAt }) =>
            html`<li><bdi>${say("adminAdditions.translated", { language: ownName(lang), version, day: say.day(addedAt) })}</bdi></li>`,
        )}</ul>`,
    )}
    <p class="actions"><a class="button quiet" href="${here}/answer">${say("adminAdditions.answer")}</a>
      <a class="button quiet" href="${here}/correct">${say("adminAdditions.correct")}</a>
      <a class="button quiet" href="${here}/translate">${say("adminAdditions.translate")}</a></p>
  </section>`;
}

function correctedWords(say: Say, { version, lang, block, addedAt }: CorrectionView): string {
  const place = block === 0 ? say("adminAdditions.placeTitle") : say("adminAdditions.placeBlock", { number: block });
  return say("adminAdditions.corrected", { place, version, language: ownName(lang), day: say.day(addedAt) });
}
