import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { FieldError } from "../../views/form.ts";
import { checkbox, errorSummary, hidden } from "../../views/form.ts";
import { each } from "../../views/html.ts";
import { languageName } from "../../views/language.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { titleOf } from "./draft-heading.ts";
import type { DraftAtHand } from "./draft-step.ts";
import { draftAtHand, stepPath } from "./draft-step.ts";
import { adminPage, goOn } from "./frame.ts";
import { isWrongState, refusals } from "./refusals.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

/** `/admin/statements/:id/open/sure`: asks a second time, then opens exactly the version that was read. */
export function mountOpenSure(app: Hono, site: AdminSite): void {
  const path = "/admin/statements/:id/open/sure";
  app.get(
    path,
    shown(site, async (c, visit) => {
      const at = await draftAtHand(c, visit);
      if (at instanceof Response) return at;
      if (versionOf(at) === null) return goOn(c, stepPath(at.statement.id, "open"));
      return surePage(c, visit, at, c.req.query("version") ?? "", []);
    }),
  );
  app.post(
    path,
    done(site, async (c, visit, typed) => {
      const { say } = visit.site;
      const at = await draftAtHand(c, visit);
      if (at instanceof Response) return at;
      const { id } = at.statement;
      const read = oneLine(typed, "version");
      if (versionOf(at) === null) return goOn(c, stepPath(id, "open"));
      if (versionOf(at) !== read)
        return surePage(c, visit, at, read, [{ field: "", message: say("adminOpen.sureChanged") }]);
      if (oneLine(typed, "read") !== "yes")
        return surePage(c, visit, at, read, [{ field: "read", message: say("adminOpen.sureMissing") }]);
      try {
        await at.desk.open(read);
        return goOn(c, `/admin/statements/${id}`, at.next === null ? "opened" : "reopened");
      } catch (error) {
        if (isWrongState(error)) return goOn(c, `/admin/statements/${id}`);
        return surePage(c, visit, at, read, refusals(say, error));
      }
    }),
  );
}

/** Digest of what would be opened now, or null while something is left to mend. */
function versionOf({ check, statement }: DraftAtHand): string | null {
  return check.manifest === null ? null : (statement.version?.digest ?? null);
}

function surePage(
  c: Context,
  visit: Visit,
  at: DraftAtHand,
  read: string,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const { id } = at.statement;
  const { next, statement } = at;
  const title =
    next === null
      ? say("adminOpen.sureHeading", { title: titleOf(say, statement) })
      : say("adminNext.sureHeading", { number: next.number, title: titleOf(say, statement) });
  const { total, earlier } = statement.counts;
  const main = html`<h1>${title}</h1>
    <p class="lead">${next === null ? say("adminOpen.sureLead") : say("adminNext.sureLead", { count: total + earlier })}</p>
    ${errorSummary(say, errors)}
    <form method="post" action="/admin/statements/${id}/open/sure">
      ${hidden("csrf", visit.csrf)}${hidden("version", read)}
      ${checkbox(say, {
        name: "read",
        label: html`${say("adminOpen.sureRead")} <span class="hint">${each(at.draft.texts, ({ lang }, index) => html`${index === 0 ? "" : " · "}${languageName(lang)}`)}</span>`,
        errors,
      })}
      <p class="actions"><button>${say("adminOpen.sureButton")}</button> <a class="button quiet" href="${stepPath(id, "open")}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}
