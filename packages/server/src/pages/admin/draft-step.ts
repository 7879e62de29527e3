import type { Context } from "hono";
import { html } from "hono/html";
import type { Doer } from "../../depositary/doer.ts";
import type { Draft, DraftCheck, DraftProblem } from "../../depositary/drafts.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { VersionChanges } from "../../depositary/version-changes.ts";
import type { FieldError } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminParts, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";

/** The editor's steps, in the order in which they are taken. */
export const STEPS = ["text", "asks", "terms", "publication", "open"] as const;

export type StepName = (typeof STEPS)[number];

/** A draft, and what still hinders it from being opened. */
export type DraftAtHand = {
  /** As it would be if the draft were opened now. */
  readonly statement: StatementView;
  readonly draft: Draft;
  readonly check: DraftCheck;
  /** Of the next version of an open statement: what changes; null of a statement's first version. */
  readonly next: { readonly number: number; readonly changes: VersionChanges | null } | null;
  readonly desk: Desk;
};

/** Where a draft is kept and checked: as a statement's first version, or as its next. */
export type Desk = {
  replace(draft: Draft): Promise<StatementView>;
  check(draft: Draft): Promise<DraftCheck>;
  /** @param version digest of what was read */
  open(version: string): Promise<StatementView>;
};

export function stepPath(id: string, step: StepName): string {
  if (step === "text") return `/admin/statements/${id}/edit`;
  if (step === "open") return `/admin/statements/${id}/open`;
  return `/admin/statements/${id}/edit/${step}`;
}

/** The step on which a problem is mended. */
export function stepOf(problem: DraftProblem): StepName {
  const [head = ""] = problem.field.split(".");
  // Of the whole: seen where the whole is read again.
  if (head === "") return "open";
  if (head === "demands" || head === "initiators") return "asks";
  if (head === "terms") return "terms";
  if (head === "slug" || head === "closes" || head === "visibility" || head === "publishes") return "publication";
  return "text";
}

/**
 * The draft named in the address: of a statement, or of the next version of an open one; or the answer to give instead,
 * where there is none or it is a draft no longer.
 */
export async function draftAtHand(c: Context, visit: Visit): Promise<DraftAtHand | Response> {
  const { depositary } = visit.site;
  const id = c.req.param("id") ?? "";
  const statement = await depositary.statements.find(id, { administrator: true });
  if (statement === null) return c.notFound();
  if (statement.state !== "draft") {
    return (
      (await nextAtHand(depositary, statement, doerOf(visit))) ?? c.redirect(`/admin/statements/${statement.id}`, 303)
    );
  }
  const { drafts } = depositary;
  const draft = await drafts.get(statement.id);
  const desk: Desk = {
    replace: (changed) => drafts.replace(statement.id, changed),
    check: (changed) => drafts.check(changed),
    open: () => drafts.open(statement.id, doerOf(visit)),
  };
  return { statement, draft, check: await drafts.check(draft), next: null, desk };
}

/** The next version that is being written; null when none is. */
async function nextAtHand(
  { nextVersions }: AdminParts,
  { id, version }: StatementView,
  by: Doer,
): Promise<DraftAtHand | null> {
  const draft = await nextVersions.get(id);
  if (draft === null) return null;
  const check = await nextVersions.check(id, draft);
  const desk: Desk = {
    replace: (changed) => nextVersions.replace(id, changed),
    check: (changed) => nextVersions.check(id, changed),
    open: (digest) => nextVersions.open(id, digest, by),
  };
  const next = { number: (version?.number ?? 0) + 1, changes: check.changes };
  return { statement: await nextVersions.preview(id, draft), draft, check, next, desk };
}

/** A problem's words, with its place in the text, where it has one. `linesBefore`: lines of the file above the field. */
export function problemWords(say: Say, problem: DraftProblem, linesBefore = 0): string {
  const what = problem.message.replace(/^line \d+(?:, column \d+)?: /, "");
  if (problem.line === undefined) return what;
  const line = problem.line - linesBefore;
  if (problem.column === undefined) return say("adminEdit.problemAtLine", { line, what });
  return say("adminEdit.problemAt", { line, column: problem.column, what });
}

/** Problems as errors of a form: each at its field or, where the form has none of that name, at the nearest above it. */
export function problemsAt(say: Say, problems: readonly DraftProblem[], fields: ReadonlySet<string>): FieldError[] {
  return problems.map((problem) => {
    const parts = problem.field.split(".");
    while (parts.length > 0 && !fields.has(parts.join("."))) parts.pop();
    return { field: parts.join("."), message: problemWords(say, problem) };
  });
}

/**
 * The way through the editor. The steps are buttons of the form `form`: whichever is pressed, what was typed is saved
 * first. On pages without a form they are links.
 */
export function stepBar(say: Say, at: DraftAtHand | null, current: StepName, form: string | null): Html {
  const open = (name: StepName) => (at?.check.problems ?? []).filter((problem) => stepOf(problem) === name).length;
  return html`${form === null ? "" : enterButton(say, form)}<nav class="steps" aria-label="${say("adminEdit.steps")}"><ol>${each(
    STEPS,
    (name) => {
      const label = html`<span class="step-name">${say(`adminEdit.step_${name}`)}</span>${when(
        open(name) > 0,
        () => html` <span class="to-mend">${say("adminEdit.toMend", { count: open(name) })}</span>`,
      )}`;
      if (name === current) return html`<li aria-current="step">${label}</li>`;
      if (at === null) return html`<li class="later">${label}</li>`;
      if (form === null) return html`<li><a href="${stepPath(at.statement.id, name)}">${label}</a></li>`;
      return html`<li><button class="plain" form="${form}" name="do" value="go.${name}" formnovalidate>${label}</button></li>`;
    },
  )}</ol></nav>`;
}

/** Enter in a line of text presses the first button of its form: this one, which saves and stays. */
function enterButton(say: Say, form: string): Html {
  return html`<button class="visually-hidden" form="${form}" name="do" value="save" formnovalidate tabindex="-1" aria-hidden="true">${say("adminEdit.save")}</button>`;
}

/** Where a pressed button leads from a saved step: "next", "go.terms" … or null when it stays. */
export function stepAfter(pressed: string, current: StepName): StepName | null {
  const named = STEPS.find((name) => pressed === `go.${name}`);
  if (named !== undefined) return named;
  return pressed === "next" ? (STEPS[STEPS.indexOf(current) + 1] ?? null) : null;
}
