import { html } from "hono/html";
import type { FieldError } from "../../views/form.ts";
import { inputField, selectField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { ownName } from "../../views/language.ts";
import type { Say } from "../../words/speak.ts";
import type { Typed } from "./typed.ts";
import { oneLine } from "./typed.ts";

/** Languages offered by name; any other is given by its tag. Those that statements were found in, and the most spoken. */
const OFFERED = (
  "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id ig is it ja ka kk " +
  "km kn ko ku ky lo lt lv mk ml mn mr ms mt my ne nl no om pa pl ps pt ro ru rw si sk sl so sq sr sr-Latn sv sw ta te " +
  "tg th ti tk tr uk ur uz vi wo xh yo zh-Hans zh-Hant zu"
).split(" ");

/** The tag that was chosen by name or, where one was typed, by tag; "" when neither. */
export function readLanguage(typed: Typed): string {
  return oneLine(typed, "tag") || oneLine(typed, "lang");
}

/** "العربية (Arabic)", or the name alone where both are the same. */
export function fullName(say: Say, tag: string): string {
  const own = ownName(tag);
  const named = new Intl.DisplayNames([say.lang], { type: "language" }).of(tag) ?? tag;
  return own.toLowerCase() === named.toLowerCase() ? own : `${own} (${named})`;
}

/** A list of languages, with a place for the tag of one that is not in it. */
export function languageChoice(say: Say, typed: Typed, errors: readonly FieldError[]): Html {
  const chosen = oneLine(typed, "lang");
  const tags = OFFERED.includes(chosen) || chosen === "" ? OFFERED : [chosen, ...OFFERED];
  const choices = tags
    .map((tag) => ({ value: tag, label: fullName(say, tag) }))
    .sort((a, b) => nameFor(say, a.value).localeCompare(nameFor(say, b.value), say.lang));
  const tag = oneLine(typed, "tag");
  return html`<div class="language-choice">
    ${selectField(say, {
      name: "lang",
      label: say("adminText.lang"),
      value: chosen,
      choices: [{ value: "", label: say("adminText.langChoose") }, ...choices],
      errors,
    })}
    <details ${tag === "" ? "" : html`open`}><summary>${say("adminText.langOther")}</summary>
    ${inputField(say, { name: "tag", label: say("adminText.tag"), hint: say("adminText.tagHint"), value: tag, short: true, optional: true, maxlength: 35, spellcheck: false, errors })}
    </details>
  </div>`;
}

function nameFor(say: Say, tag: string): string {
  return new Intl.DisplayNames([say.lang], { type: "language" }).of(tag) ?? tag;
}
