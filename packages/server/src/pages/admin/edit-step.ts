import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { Draft } from "../../depositary/drafts.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { draftHeading } from "./draft-heading.ts";
import type { DraftAtHand, StepName } from "./draft-step.ts";
import { draftAtHand, problemsAt, stepAfter, stepBar, stepOf, stepPath } from "./draft-step.ts";
import type { AdminPage } from "./frame.ts";
import { adminPage, goOn } from "./frame.ts";
import { refusals } from "./refusals.ts";
import type { Typed } from "./typed.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

/** A step of the editor after the first: a form over some of the draft's fields. */
export type EditStep = {
  readonly name: Exclude<StepName, "text" | "open">;
  /** The draft as the form shows it. */
  typedOf(draft: Draft): Typed;
  /** The draft with what was typed; `errors` are of what cannot even be kept. */
  read(site: AdminSite, typed: Typed, before: Draft): { draft: Draft; errors: readonly FieldError[] };
  /** The fields. */
  fields(site: AdminSite, at: DraftAtHand, typed: Typed, errors: readonly FieldError[]): Html;
  /** A problem's field in the API's spelling, as this form spells it. */
  fieldOf?(field: string, draft: Draft): string;
};

/** `/admin/statements/:id/edit/NAME` */
export function mountEditStep(app: Hono, site: AdminSite, step: EditStep): void {
  const path = `/admin/statements/:id/edit/${step.name}`;
  app.get(
    path,
    shown(site, async (c, visit) => {
      const at = await draftAtHand(c, visit);
      if (at instanceof Response) return at;
      return adminPage(c, visit, stepPage(visit, step, at, step.typedOf(at.draft), problemsHere(visit, step, at)));
    }),
  );
  app.post(
    path,
    done(site, async (c, visit, typed) => {
      const at = await draftAtHand(c, visit);
      if (at instanceof Response) return at;
      return save(c, visit, step, at, typed);
    }),
  );
}

async function save(c: Context, visit: Visit, step: EditStep, at: DraftAtHand, typed: Typed): Promise<Response> {
  const { draft, errors } = step.read(visit.site, typed, at.draft);
  const refuse = (found: readonly FieldError[]) => adminPage(c, visit, stepPage(visit, step, at, typed, found), 422);
  if (errors.length > 0) return refuse(errors);
  try {
    await at.desk.replace(draft);
    const { problems } = await at.desk.check(draft);
    const pressed = oneLine(typed, "do");
    const mustMend = pressed === "next" && problems.some((problem) => stepOf(problem) === step.name);
    const next = mustMend ? null : stepAfter(pressed, step.name);
    if (next !== null) return goOn(c, stepPath(at.statement.id, next));
    return goOn(c, stepPath(at.statement.id, step.name), "saved", pressed === "more" ? "#more" : "");
  } catch (error) {
    return refuse(refusals(visit.site.say, error));
  }
}

function problemsHere(visit: Visit, step: EditStep, at: DraftAtHand): FieldError[] {
  const fields = new Set(step.typedOf(at.draft).keys());
  const here = at.check.problems
    .filter((problem) => stepOf(problem) === step.name)
    .map((problem) => ({ ...problem, field: step.fieldOf?.(problem.field, at.draft) ?? problem.field }));
  return problemsAt(visit.site.say, here, fields);
}

function stepPage(
  visit: Visit,
  step: EditStep,
  at: DraftAtHand,
  typed: Typed,
  errors: readonly FieldError[],
): AdminPage {
  const { say } = visit.site;
  const form = `${step.name}-form`;
  return {
    title: say(`adminEdit.step_${step.name}`),
    section: "statements",
    main: html`${draftHeading(say, at)}
    ${stepBar(say, at, step.name, form)}
    <h2>${say(`adminEdit.step_${step.name}`)}</h2>
    ${errorSummary(say, errors)}
    ${when(errors.length > 0, () => html`<p class="muted">${say("adminEdit.kept")}</p>`)}
    <form method="post" id="${form}" class="step" enctype="multipart/form-data">
      ${hidden("csrf", visit.csrf)}
      ${step.fields(visit.site, at, typed, errors)}
      <p class="actions"><button name="do" value="next" formnovalidate>${say("adminEdit.saveNext")}</button>
      <button class="quiet" name="do" value="save" formnovalidate>${say("adminEdit.save")}</button></p>
    </form>`,
  };
}
