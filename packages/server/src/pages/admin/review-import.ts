import type { Role } from "@undersigned/importer/labelled.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { ImportChoices, TextImport } from "../../depositary/imports.ts";
import { IMPORT_DAYS } from "../../depositary/imports.ts";
import type { FieldError } from "../../views/form.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { IMPORTS_PATH } from "./bring-in.ts";
import { stepPath } from "./draft-step.ts";
import { adminPage, goOn } from "./frame.ts";
import { ROLES } from "./import-parts.ts";
import { headingOf } from "./import-questions.ts";
import { importReview } from "./import-review.ts";
import { readLanguage } from "./language-choice.ts";
import { refusals } from "./refusals.ts";
import type { Typed } from "./typed.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

const PATH = `${IMPORTS_PATH}/:import`;

/** `/admin/imports/:import`: what was brought beside what each part is, until it becomes a draft. */
export function mountReviewImport(app: Hono, site: AdminSite): void {
  app.get(
    PATH,
    shown(site, async (c, visit) => {
      const found = await findImport(c, visit);
      return found === null ? importGone(c, visit) : showImport(c, visit, found, []);
    }),
  );
  app.post(
    PATH,
    done(site, async (c, visit, typed) => {
      const found = await findImport(c, visit);
      return found === null ? importGone(c, visit) : saveImport(c, visit, found, typed);
    }),
  );
  app.post(
    `${PATH}/discard`,
    done(site, async (c, visit) => {
      await visit.site.depositary.imports.discard(visit.account, c.req.param("import") ?? "");
      return goOn(c, IMPORTS_PATH, "importDiscarded");
    }),
  );
}

function findImport(c: Context, { site, account }: Visit): Promise<TextImport | null> {
  return site.depositary.imports.find(account, c.req.param("import") ?? "");
}

function showImport(c: Context, visit: Visit, found: TextImport, errors: readonly FieldError[]): Promise<Response> {
  return adminPage(c, visit, importReview(visit, found, errors), errors.length > 0 ? 422 : 200);
}

/** Whatever is pressed, what was chosen is kept first. */
async function saveImport(c: Context, visit: Visit, found: TextImport, typed: Typed): Promise<Response> {
  const { say, depositary } = visit.site;
  const pressed = oneLine(typed, "do");
  const several = pressed === "several" ? readSeveral(typed, found.choices.roles.length) : null;
  const choices = readChoices(typed, found, several);
  try {
    await depositary.imports.choose(visit.account, found.id, choices);
    if (pressed === "several" && several === null) {
      const message = say("adminImports.several_refused", { count: found.choices.roles.length });
      return await again(c, visit, found, [{ field: "from", message }]);
    }
    const here = `${IMPORTS_PATH}/${found.id}`;
    if (pressed === "several") return c.redirect(`${here}#part-${several?.from ?? 1}`, 303);
    if (pressed === "look") return c.redirect(`${here}#result`, 303);
    if (pressed !== "use") return goOn(c, IMPORTS_PATH, "saved");
    const statement = await depositary.imports.use(visit.account, found.id);
    return goOn(c, stepPath(statement.id, "text"), "broughtIn");
  } catch (error) {
    return await again(
      c,
      visit,
      found,
      refusals(say, error).map((fault) => inWords(visit, fault)),
    );
  }
}

/** With what was kept a moment ago. */
async function again(c: Context, visit: Visit, { id }: TextImport, errors: readonly FieldError[]): Promise<Response> {
  const found = await visit.site.depositary.imports.find(visit.account, id);
  return found === null ? importGone(c, visit) : showImport(c, visit, found, errors);
}

function inWords({ site: { say } }: Visit, { field, message }: FieldError): FieldError {
  if (field.startsWith("settled."))
    return {
      field,
      message: say("adminImports.lookedMissing", { question: headingOf(say, field.slice("settled.".length)) }),
    };
  return field === "lang" ? { field, message: say("adminImports.langMissing") } : { field, message };
}

type Several = { readonly from: number; readonly to: number; readonly role: Role };

/** Several parts that get one role; null where the numbers are none of this text's. */
function readSeveral(typed: Typed, count: number): Several | null {
  const [from, to] = [Number(oneLine(typed, "from")), Number(oneLine(typed, "to"))];
  const role = roleNamed(oneLine(typed, "several"));
  const isRange = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 1 && from <= to && to <= count;
  return isRange && role !== undefined ? { from, to, role } : null;
}

/** What was chosen; of what was not sent, or is nothing that could be chosen, what it was before. */
function readChoices(typed: Typed, { choices, questions }: TextImport, several: Several | null): ImportChoices {
  const roles = choices.roles.map((before, at) => {
    if (several !== null && at + 1 >= several.from && at + 1 <= several.to) return several.role;
    return roleNamed(oneLine(typed, `role.${at + 1}`)) ?? before;
  });
  const settled = questions.map(({ key }) => key).filter((key) => oneLine(typed, `settled.${key}`) === "yes");
  return { roles, lang: readLanguage(typed), settled };
}

function roleNamed(name: string): Role | undefined {
  return ROLES.find((role) => role === name);
}

function importGone(c: Context, visit: Visit): Promise<Response> {
  const { say } = visit.site;
  const title = say("adminImports.goneTitle");
  const main = html`<h1>${title}</h1>
    <p class="lead">${say("adminImports.gone", { days: IMPORT_DAYS })}</p>
    <p class="actions"><a class="button" href="${IMPORTS_PATH}">${say("adminImports.bringAgain")}</a></p>`;
  return adminPage(c, visit, { title, section: "statements", main }, 404);
}
