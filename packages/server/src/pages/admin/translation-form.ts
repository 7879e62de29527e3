import { splitTitle } from "@undersigned/core/statement/title-and-body.ts";
import { html } from "hono/html";
import type { TranslationCheck } from "../../depositary/additions.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { languageName } from "../../views/language.ts";
import { digest } from "../../views/technicians.ts";
import type { Visit } from "./admin-site.ts";
import { titleOf } from "./draft-heading.ts";
import type { AdminPage } from "./frame.ts";
import { fullName, languageChoice } from "./language-choice.ts";
import { marksHelp } from "./text-form.ts";
import { sheet, textPreview } from "./text-preview.ts";
import { tidyOffer } from "./tidy-offer.ts";
import type { Typed } from "./typed.ts";
import { asTyped, oneLine } from "./typed.ts";

const FORM = "text-form";

export type TranslationForm = {
  readonly statement: StatementView;
  readonly typed: Typed;
  /** Of what was typed; null before anything was. */
  readonly check: TranslationCheck | null;
  readonly errors: readonly FieldError[];
};

/** The words of the translation on one side, how it will look on the other. */
export function translationForm(visit: Visit, { statement, typed, check, errors }: TranslationForm): AdminPage {
  const { say } = visit.site;
  const here = `/admin/statements/${statement.id}`;
  const source = check?.draft.texts[check.index]?.markdown ?? "";
  return {
    title: say("adminAdditions.translateTitle"),
    section: "statements",
    wide: true,
    scripts: ["preview.js"],
    main: html`${heading(visit, statement)}
    ${errorSummary(say, errors)}
    <p class="lead">${say("adminAdditions.translateLead")}</p>
    <p>${say.rich("adminAdditions.translateSigned", { languages: signedLanguages(statement) })}</p>
    <h2 class="visually-hidden">${say("adminText.heading")}</h2>
    ${source === "" ? NOTHING : tidyOffer(say, source, FORM)}
    <form method="post" action="${here}/translate" id="${FORM}" class="editor" enctype="multipart/form-data" data-preview>
      ${hidden("csrf", visit.csrf)}
      <div class="writing">
        ${languageChoice(say, typed, errors)}
        ${inputField(say, { name: "title", label: say("adminText.title"), value: oneLine(typed, "title"), dirAuto: true, errors })}
        ${textArea(say, { name: "body", label: say("adminText.body"), hint: say("adminText.bodyHint"), value: asTyped(typed, "body"), rows: 18, dirAuto: true, errors })}
        ${marksHelp(say)}
        <p class="actions">
          <button name="do" value="next" formnovalidate>${say("adminAdditions.goOn")}</button>
          <button class="quiet" name="do" value="preview" formnovalidate>${say("adminText.preview")}</button>
          <a class="button quiet" href="${here}">${say("admin.cancel")}</a>
        </p>
      </div>
      ${textPreview(say, check === null ? { at: null, draft: { texts: [], demands: statement.demands }, index: 0 } : { at: check, draft: check.draft, index: check.index })}
    </form>`,
  };
}

/** All of it once more. */
export function translationSure(visit: Visit, statement: StatementView, check: TranslationCheck): AdminPage {
  const { say } = visit.site;
  const { lang, markdown } = check.draft.texts[check.index] ?? { lang: "", markdown: "" };
  const parsed = check.check.texts[check.index];
  const { title, body } = splitTitle(markdown);
  const here = `/admin/statements/${statement.id}`;
  const isBetter = statement.additions.translations.some(
    (one) => one.stands && one.version === check.version.number && one.lang === lang,
  );
  return {
    title: say("adminAdditions.translateTitle"),
    section: "statements",
    main: html`${heading(visit, statement)}
    <p class="lead">${say("adminAdditions.translateSure", { language: fullName(say, lang) })}</p>
    ${when(isBetter, () => html`<p>${say("adminAdditions.translateReplaces")}</p>`)}
    ${when(parsed, ({ text, sha256 }) => html`<p>SHA-256 ${digest(sha256)}</p><div class="sheet">${sheet(say, text, lang, check.draft.demands)}</div>`)}
    <form method="post" action="${here}/translate" enctype="multipart/form-data">${hidden("csrf", visit.csrf)}
      ${hidden("tag", lang)}${hidden("title", title)}${hidden("body", body)}${hidden("do", "sure")}
      <p class="actions"><button>${say("adminAdditions.translateYes")}</button> <a class="button quiet" href="${here}">${say("admin.cancel")}</a></p>
    </form>`,
  };
}

function signedLanguages({ version }: StatementView): Html {
  return each(version?.texts ?? [], ({ lang }, index) => html`${index === 0 ? "" : ", "}${languageName(lang)}`);
}

function heading({ site: { say } }: Visit, statement: StatementView): Html {
  return html`<p class="overline"><a href="/admin/statements/${statement.id}"><bdi>${titleOf(say, statement)}</bdi></a></p>
    <h1>${say("adminAdditions.translateTitle")}</h1>`;
}
