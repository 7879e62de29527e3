import { tidyText } from "@undersigned/core/statement/text.ts";
import { joinTitle, splitTitle } from "@undersigned/core/statement/title-and-body.ts";
import type { Context, Hono } from "hono";
import type { TranslationCheck } from "../../depositary/additions.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { FieldError } from "../../views/form.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { findOpened } from "./find-statement.ts";
import { adminPage, goOn } from "./frame.ts";
import { readLanguage } from "./language-choice.ts";
import { refusals } from "./refusals.ts";
import { isOfTitle, textProblemWords } from "./text-problem.ts";
import { digestOfSource } from "./tidy-offer.ts";
import { translationForm, translationSure } from "./translation-form.ts";
import type { Typed } from "./typed.ts";
import { asTyped, NOTHING_TYPED, oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

const PATH = "/admin/statements/:id/translate";

/**
 * `/admin/statements/:id/translate`: a translation of the open version, typed beside how it will look; then all of it again,
 * to be confirmed. Nothing is kept before that: what was typed goes to the browser and back.
 */
export function mountAddTranslation(app: Hono, site: AdminSite): void {
  app.get(
    PATH,
    shown(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      if (statement === null) return c.notFound();
      return showForm(c, visit, { statement, typed: NOTHING_TYPED, check: null, errors: [] });
    }),
  );
  app.post(
    PATH,
    done(site, async (c, visit, typed) => {
      const statement = await findOpened(c, visit);
      return statement === null ? c.notFound() : await takeTyped(c, visit, statement, typed);
    }),
  );
}

async function takeTyped(c: Context, visit: Visit, statement: StatementView, typed: Typed): Promise<Response> {
  const { additions } = visit.site.depositary;
  const pressed = oneLine(typed, "do");
  if (pressed === "tidy") {
    const tidied = tidyAsListed(typed);
    return showForm(c, visit, {
      statement,
      typed: tidied,
      check: await checkTyped(visit, statement, tidied),
      errors: [],
    });
  }
  const check = await checkTyped(visit, statement, typed);
  const errors = pressed === "preview" ? [] : problemsOf(visit, check, typed);
  if (pressed === "preview" || errors.length > 0) return showForm(c, visit, { statement, typed, check, errors });
  if (pressed !== "sure") return adminPage(c, visit, translationSure(visit, statement, check));
  try {
    await additions.translate(statement.id, givenBy(typed), doerOf(visit));
    return goOn(c, `/admin/statements/${statement.id}`, "translated");
  } catch (error) {
    const refused = refusals(visit.site.say, error).map(({ field, message }) => {
      return { field: field === "markdown" ? "body" : field, message };
    });
    return showForm(c, visit, { statement, typed, check, errors: refused });
  }
}

function givenBy(typed: Typed): { lang: string; markdown: string } {
  const markdown = joinTitle({ title: oneLine(typed, "title"), body: asTyped(typed, "body") });
  return { lang: readLanguage(typed), markdown };
}

function checkTyped({ site }: Visit, statement: StatementView, typed: Typed): Promise<TranslationCheck> {
  return site.depositary.additions.checkTranslation(statement.id, givenBy(typed));
}

/** Tidies the text, if it is the one for which the changes were listed; else nothing is changed unseen. */
function tidyAsListed(typed: Typed): Typed {
  const tidied = tidyText(givenBy(typed).markdown).text;
  if (oneLine(typed, "listed") !== digestOfSource(tidied)) return typed;
  const { title, body } = splitTitle(tidied);
  return new Map([...typed, ["title", [title]], ["body", [body]]]);
}

/** What is wrong with it, at the form's fields. */
function problemsOf({ site: { say } }: Visit, at: TranslationCheck, typed: Typed): FieldError[] {
  if (readLanguage(typed) === "") return [{ field: "lang", message: say("adminText.langMissing") }];
  return at.check.problems.map((problem) => {
    const isText = problem.field.endsWith(".markdown");
    const field = isText ? (isOfTitle(problem) ? "title" : "body") : "lang";
    return { field, message: textProblemWords(say, at, problem) };
  });
}

type Form = Parameters<typeof translationForm>[1];

function showForm(c: Context, visit: Visit, form: Form): Promise<Response> {
  return adminPage(c, visit, translationForm(visit, form), form.errors.length > 0 ? 422 : 200);
}
