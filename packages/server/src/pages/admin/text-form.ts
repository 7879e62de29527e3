import { LINES_BEFORE_BODY, splitTitle } from "@undersigned/core/statement/title-and-body.ts";
import { html } from "hono/html";
import type { Choice } from "../../views/form.ts";
import { errorSummary, hidden, inputField, radioGroup, selectField, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { languageName, ownName } from "../../views/language.ts";
import type { Say } from "../../words/speak.ts";
import type { Visit } from "./admin-site.ts";
import { draftHeading } from "./draft-heading.ts";
import { stepBar, stepOf } from "./draft-step.ts";
import { excerptAt } from "./excerpt.ts";
import type { AdminPage } from "./frame.ts";
import { languageChoice } from "./language-choice.ts";
import { textPreview } from "./text-preview.ts";
import { textProblemWords } from "./text-problem.ts";
import type { TextStep } from "./text-step.ts";
import { tidyOffer } from "./tidy-offer.ts";
import { asTyped, oneLine } from "./typed.ts";

const FORM = "text-form";

/** The words of one language: what is typed on one side, how it will look on the other. */
export function textStep(visit: Visit, step: TextStep): AdminPage {
  const { say } = visit.site;
  const { at, draft, index, typed, errors } = step;
  const isKept = index < (at?.draft.texts.length ?? 0);
  return {
    title: say(at === null ? "adminText.newHeading" : "adminText.heading"),
    section: "statements",
    wide: true,
    scripts: ["preview.js"],
    main: html`${draftHeading(say, at)}
    ${stepBar(say, at, "text", FORM)}
    <h2>${say("adminText.heading")}</h2>
    ${when(at === null, () => html`<p class="lead">${say("adminText.lead")}</p>`)}
    ${errorSummary(say, errors)}
    ${when(errors.length > 0 && isKept, () => html`<p class="muted">${say("adminEdit.kept")}</p>`)}
    ${elsewhere(say, step)}
    ${isKept ? tidyOffer(say, draft.texts[index]?.markdown ?? "", FORM) : NOTHING}
    ${when(at, () => languageTabs(say, step))}
    <form method="post" id="${FORM}" class="editor" enctype="multipart/form-data" data-preview>
      ${hidden("csrf", visit.csrf)}${hidden("text", String(index))}
      <div class="writing">
        ${languageChoice(say, typed, errors)}
        ${inputField(say, { name: "title", label: say("adminText.title"), value: oneLine(typed, "title"), dirAuto: true, errors })}
        ${textArea(say, { name: "body", label: say("adminText.body"), hint: html`${say("adminText.bodyHint")}${excerptOfProblem(say, step)}`, value: asTyped(typed, "body"), rows: 18, dirAuto: true, errors })}
        ${marksHelp(say)}
        ${roleChoice(say, step)}
        ${prevailsChoice(say, step)}
        <p class="actions">
          <button name="do" value="next" formnovalidate>${say("adminEdit.saveNext")}</button>
          <button class="quiet" name="do" value="preview" formnovalidate>${say("adminText.preview")}</button>
          ${when(at !== null && draft.texts.length > 1 && isKept, () => html`<button class="quiet" name="do" value="remove" formnovalidate>${say("adminText.remove")}</button>`)}
        </p>
      </div>
      ${textPreview(say, step)}
    </form>`,
  };
}

/** One tab for each language. They are buttons, so that going to another keeps what was typed in this one. */
function languageTabs(say: Say, { at, draft, index }: TextStep): Html {
  const faulty = (other: number) => at?.check.problems.some((one) => one.field.startsWith(`texts.${other}.`)) ?? false;
  return html`<nav class="tabs" aria-label="${say("adminText.languages")}"><ul>
    ${each(draft.texts, (text, other) => {
      const mark =
        text.authentic === false
          ? say("adminText.translationMark")
          : text.prevails
            ? say("adminText.prevailsMark")
            : "";
      const label = html`${text.lang === "" ? say("adminText.newLanguage") : languageName(text.lang)}${when(mark, () => html` <small>${mark}</small>`)}${when(
        faulty(other),
        () => html` <small class="to-mend">${say("adminEdit.toMend", { count: 1 })}</small>`,
      )}`;
      return other === index
        ? html`<li aria-current="true">${label}</li>`
        : html`<li><button class="plain" form="${FORM}" name="do" value="show.${other}" formnovalidate>${label}</button></li>`;
    })}
    ${
      index === draft.texts.length
        ? html`<li aria-current="true">${say("adminText.newLanguage")}</li>`
        : html`<li><button class="plain" form="${FORM}" name="do" value="add" formnovalidate>+ ${say("adminText.add")}</button></li>`
    }
  </ul></nav>`;
}

/** Problems of the other languages: they hinder this step too. */
function elsewhere(say: Say, { at, draft, index }: TextStep): Html {
  const problems = (at?.check.problems ?? []).filter(
    (problem) =>
      stepOf(problem) === "text" && problem.field !== "texts" && !problem.field.startsWith(`texts.${index}.`),
  );
  if (at === null || problems.length === 0) return NOTHING;
  return html`<p class="muted">${say("adminText.elsewhere")}: ${each(problems, (problem, place) => {
    const lang = draft.texts[Number(problem.field.split(".")[1])]?.lang ?? "";
    return html`${place === 0 ? "" : "; "}${say("adminText.elsewhereIn", { language: ownName(lang) })} ${textProblemWords(say, at, problem)}`;
  })}</p>`;
}

/** The line at fault with the place marked, so that it is found without counting. */
function excerptOfProblem(say: Say, { at, index }: TextStep): Html {
  const problem = at?.check.problems.find((one) => one.field === `texts.${index}.markdown` && one.line !== undefined);
  const source = at?.draft.texts[index]?.markdown ?? "";
  if (problem?.line === undefined || problem.column === undefined) return NOTHING;
  const before = splitTitle(source).title === "" ? 0 : LINES_BEFORE_BODY;
  return excerptAt(say, source, { line: problem.line, column: problem.column }, problem.line - before);
}

/** How headings, lists and the like are typed. */
export function marksHelp(say: Say): Html {
  const marks = ["Heading", "Smaller", "Item", "Number", "Quotation", "Emphasis", "Link"] as const;
  return html`<details class="marks"><summary>${say("adminText.marks")}</summary>
    <dl class="facts">${each(
      marks,
      (mark) =>
        html`<dt>${say(`adminText.marks${mark}`)}</dt><dd><code>${say(`adminText.marks${mark}Typed`)}</code></dd>`,
    )}</dl>
  </details>`;
}

/** Asked as soon as there is more than one language. */
function roleChoice(say: Say, { draft, index, typed, errors }: TextStep): Html {
  if (draft.texts.length < 2 && index === 0) return NOTHING;
  const choices: Choice[] = [
    { value: "authentic", label: say("adminText.authentic"), hint: say("adminText.authenticHint") },
    { value: "translation", label: say("adminText.translation"), hint: say("adminText.translationHint") },
  ];
  return radioGroup(say, {
    name: "role",
    label: say("adminText.role"),
    value: oneLine(typed, "role") || undefined,
    choices,
    errors,
  });
}

function prevailsChoice(say: Say, { draft, typed, errors }: TextStep): Html {
  const authentic = draft.texts.filter((text) => text.authentic !== false && text.lang !== "");
  if (authentic.length < 2) return NOTHING;
  const choices: Choice[] = [
    { value: "", label: say("adminText.prevailsNone") },
    ...authentic.map(({ lang }) => ({ value: lang, label: say("adminText.prevailsIn", { language: ownName(lang) }) })),
  ];
  return selectField(say, {
    name: "prevails",
    label: say("adminText.prevails"),
    value: oneLine(typed, "prevails"),
    choices,
    errors,
  });
}
