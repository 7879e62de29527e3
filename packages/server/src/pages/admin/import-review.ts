import { html } from "hono/html";
import type { TextImport } from "../../depositary/imports.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { Visit } from "./admin-site.ts";
import { IMPORTS_PATH } from "./bring-in.ts";
import type { AdminPage } from "./frame.ts";
import { aboutSource, foundBeside } from "./import-found.ts";
import { originWords } from "./import-origin.ts";
import { importParts, isInside, roleMeanings, roleOptions } from "./import-parts.ts";
import { importQuestions, notedPlaces } from "./import-questions.ts";
import { importResult } from "./import-result.ts";
import { fullName, languageChoice } from "./language-choice.ts";
import type { Typed } from "./typed.ts";

/** The review of a text: what to look at, its language, part by part what it is, and the statement that it makes. */
export function importReview(visit: Visit, found: TextImport, errors: readonly FieldError[]): AdminPage {
  const { say } = visit.site;
  const { id, choices, labelled } = found;
  const here = `${IMPORTS_PATH}/${id}`;
  const inside = choices.roles.filter(isInside).length;
  return {
    title: say("adminImports.reviewTitle"),
    section: "statements",
    wide: true,
    scripts: ["review.js"],
    main: html`<p class="overline"><a href="${IMPORTS_PATH}">${say("adminImports.title")}</a> · <bdi>${originWords(say, found.origin)}</bdi></p>
    <h1>${say("adminImports.reviewTitle")}</h1>
    ${errorSummary(say, errors)}
    <p class="lead">${say("adminImports.reviewLead")}</p>
    <form method="post" action="${here}" id="review-form" class="import-review" data-review>
      ${hidden("csrf", visit.csrf)}
      <button class="visually-hidden" name="do" value="look" tabindex="-1" aria-hidden="true">${say("adminImports.look")}</button>
      ${importQuestions(say, found, choices.settled, errors)}
      ${language(say, found, errors)}
      <div class="import-body"><section id="field-blocks"><h2>${say("adminImports.parts")}</h2>
        <p>${say("adminImports.partsLead", { count: labelled.blocks.length, inside })} ${say("adminImports.keys")} <span class="with-script">${say("adminImports.keysMore")}</span></p>
        ${roleMeanings(say)}
        ${importParts(say, found, choices.roles, notedPlaces(say, found))}
        ${several(say, found, errors)}
      </section>
      ${importResult(say, found)}</div>
      ${foundBeside(say, found)}
      ${aboutSource(say, found)}
      <p class="actions"><button name="do" value="use">${say("adminImports.use")}</button>
      <button class="quiet" name="do" value="look">${say("adminImports.look")}</button>
      <button class="quiet" name="do" value="keep">${say("adminImports.keep")}</button></p>
      <p class="muted">${say("adminImports.useHint")} ${say("adminImports.keptHint", { day: say.day(found.expiresAt) })}</p>
    </form>
    <form method="post" action="${here}/discard" class="apart">${hidden("csrf", visit.csrf)}<p><button class="quiet">${say("adminImports.discard")}</button></p></form>`,
  };
}

function language(say: Say, { choices, extracted, labelled }: TextImport, errors: readonly FieldError[]): Html {
  const found = labelled.lang;
  const how =
    found === null
      ? say("adminImports.langUnknown")
      : say(extracted.lang === found ? "adminImports.langSaid" : "adminImports.langFound", {
          language: fullName(say, found),
        });
  const typed: Typed = new Map([["lang", [choices.lang]]]);
  return html`<section class="import-language"><h2>${say("adminImports.langHeading")}</h2><p>${how}</p>${languageChoice(say, typed, errors)}</section>`;
}

/** A long list that was taken for paragraphs is put right in one go. */
function several(say: Say, { labelled }: TextImport, errors: readonly FieldError[]): Html {
  const most = String(labelled.blocks.length);
  return html`<details class="import-several" ${errors.some(({ field }) => field === "from") ? html`open` : ""}><summary>${say("adminImports.several_set")}</summary>
    <div class="in-line">
      ${inputField(say, { name: "from", label: say("adminImports.several_from"), value: "", inputmode: "numeric", short: true, maxlength: most.length, optional: true, errors })}
      ${inputField(say, { name: "to", label: say("adminImports.several_to"), value: "", inputmode: "numeric", short: true, maxlength: most.length, optional: true, errors })}
      <div class="field"><label for="field-several">${say("adminImports.several_role")}</label><select id="field-several" name="several">${roleOptions(say, "signatory")}</select></div>
      <button class="quiet" name="do" value="several">${say("adminImports.several_button")}</button>
    </div></details>`;
}
