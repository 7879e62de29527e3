import type { Context, Hono } from "hono";
import type { StatementView } from "../../depositary/statements.ts";
import type { FieldError } from "../../views/form.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { findOpened } from "./find-statement.ts";
import { refusals } from "./refusals.ts";
import type { Typed } from "./typed.ts";
import { NOTHING_TYPED } from "./typed.ts";
import { done, shown } from "./visit.ts";

/** A form about a statement that was opened. What is refused comes back as it was typed, with what to mend. */
export type StatementForm = {
  /** With `:id` for the statement. */
  readonly path: string;
  page(
    c: Context,
    visit: Visit,
    statement: StatementView,
    typed: Typed,
    errors: readonly FieldError[],
  ): Response | Promise<Response>;
  /** Does what was sent, or asks once more on a page of its own. Answers what is to be mended instead, or throws a refusal. */
  send(c: Context, visit: Visit, statement: StatementView, typed: Typed): Promise<Response | readonly FieldError[]>;
  /** The field of the form into which was typed what is refused under another name. */
  fieldOf?(field: string, typed: Typed): string;
};

export function mountStatementForm(app: Hono, site: AdminSite, form: StatementForm): void {
  const { path, page, send, fieldOf = (field) => field } = form;
  app.get(
    path,
    shown(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      return statement === null ? c.notFound() : page(c, visit, statement, NOTHING_TYPED, []);
    }),
  );
  app.post(
    path,
    done(site, async (c, visit, typed) => {
      const statement = await findOpened(c, visit);
      if (statement === null) return c.notFound();
      const answer = await send(c, visit, statement, typed).catch((error: unknown) =>
        refusals(site.say, error).map(({ field, message }) => ({ field: fieldOf(field, typed), message })),
      );
      return answer instanceof Response ? answer : page(c, visit, statement, typed, answer);
    }),
  );
}
