import { html } from "hono/html";
import { GUESSES } from "../../depositary/import-questions.ts";
import type { ImportQuestion, TextImport } from "../../depositary/imports.ts";
import type { FieldError } from "../../views/form.ts";
import { checkbox } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { english } from "../../words/catalogue.ts";
import type { Say } from "../../words/speak.ts";
import { asSentence } from "./as-sentence.ts";
import type { NotedPlace } from "./import-parts.ts";
import { partAt } from "./import-parts.ts";
import { beginningOf } from "./import-words.ts";

/** Places of one question that are named each. */
const NAMED = 12;

/** What has to be looked at, each with a box to tick. */
export function importQuestions(
  say: Say,
  { questions, labelled }: TextImport,
  settled: readonly string[],
  errors: readonly FieldError[],
): Html {
  if (questions.length === 0) return NOTHING;
  return html`<section class="notice import-questions"><h2>${say("adminImports.questions")}</h2>
    <p>${say("adminImports.questionsLead", { count: questions.length })}</p>
    <ol>${each(questions, (question) => {
      const name = `settled.${question.key}`;
      return html`<li><h3>${headingOf(say, question.key)}</h3>
        ${places(say, question, labelled.blocks)}
        ${checkbox(say, { name, label: say("adminImports.looked"), checked: settled.includes(question.key), optional: true, errors })}</li>`;
    })}</ol></section>`;
}

/** The same, each at its place. */
export function notedPlaces(say: Say, { questions }: TextImport): NotedPlace[] {
  return questions
    .filter(({ key }) => key !== GUESSES)
    .flatMap(({ key, places }) =>
      places.flatMap(({ message, at }) =>
        at === null ? [] : [{ at, heading: headingOf(say, key), message: asSentence(message) }],
      ),
    );
}

/** What a question is called. */
export function headingOf(say: Say, key: string): string {
  const name = key.startsWith("unread.") ? key.replace(".", "_") : `question_${key}`;
  return isKnown(name) ? say(`adminImports.${name}`) : say("adminImports.question_other");
}

type KnownQuestion = Extract<keyof typeof english.adminImports, `question_${string}` | `unread_${string}`>;

function isKnown(name: string): name is KnownQuestion {
  return Object.hasOwn(english.adminImports, name);
}

function places(say: Say, { key, places: all }: ImportQuestion, blocks: TextImport["labelled"]["blocks"]): Html {
  const shown = all.slice(0, NAMED);
  const rest = all.length - shown.length;
  const link = (at: number | null) =>
    when(
      partAt(blocks, at),
      (number) => html`<a href="#part-${number}">${say("adminImports.lookAt", { number })}</a> `,
    );
  return html`${when(key === GUESSES, () => html`<p>${say("adminImports.question_guesses_lead")}</p>`)}
    <ul>${each(shown, ({ message, at }) => html`<li>${link(at)}${key === GUESSES ? beginningOf(message) : asSentence(message)}</li>`)}
    ${when(rest, () => html`<li class="muted">${say("adminImports.morePlaces", { count: rest })}</li>`)}</ul>`;
}
