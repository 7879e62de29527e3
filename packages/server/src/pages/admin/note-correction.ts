import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { CORRECTION_DAYS } from "../../depositary/addition-views.ts";
import type { GivenCorrection } from "../../depositary/additions.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { statementPath } from "../../views/address.ts";
import type { Choice, FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField, selectField, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { languageAttributes, ownName } from "../../views/language.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { titleOf } from "./draft-heading.ts";
import { adminPage, goOn } from "./frame.ts";
import { mountStatementForm } from "./statement-form.ts";
import type { Typed } from "./typed.ts";
import { asTyped, oneLine } from "./typed.ts";

const PATH = "/admin/statements/:id/correct";

/** `/admin/statements/:id/correct`: where the slip is and what the note says; then beside the words, to be confirmed. */
export function mountNoteCorrection(app: Hono, site: AdminSite): void {
  mountStatementForm(app, site, { path: PATH, page: formPage, send, fieldOf });
}

async function send(c: Context, visit: Visit, statement: StatementView, typed: Typed) {
  const correction = readCorrection(visit, typed);
  if (Array.isArray(correction)) return correction;
  if (oneLine(typed, "sure") !== "yes") return await surePage(c, visit, statement, correction);
  await visit.site.depositary.additions.correct(statement.id, correction, doerOf(visit));
  return goOn(c, `/admin/statements/${statement.id}`, "corrected");
}

function readCorrection({ site: { say } }: Visit, typed: Typed): GivenCorrection | FieldError[] {
  const [, version = "", lang = ""] = /^([1-9][0-9]{0,3})\/(.+)$/.exec(oneLine(typed, "text")) ?? [];
  const errors: FieldError[] = [];
  if (lang === "") errors.push({ field: "text", message: say("adminAdditions.textMissing") });
  if (!/^[0-9]{1,6}$/.test(oneLine(typed, "block")))
    errors.push({ field: "block", message: say("adminAdditions.blockMissing") });
  if (oneLine(typed, "note") === "") errors.push({ field: "note", message: say("adminAdditions.noteMissing") });
  if (errors.length > 0) return errors;
  return { version: Number(version), lang, block: Number(oneLine(typed, "block")), note: asTyped(typed, "note") };
}

/** Version and language are one choice in the form. */
function fieldOf(field: string): string {
  return field === "version" || field === "lang" ? "text" : field;
}

/** Every text of every version, the latest first. */
async function listTexts({ site: { say, depositary } }: Visit, { id }: StatementView): Promise<Choice[]> {
  const versions = (await depositary.versions.list(id)).reverse();
  const texts = await Promise.all(
    versions.map(async ({ number }) => {
      const version = await depositary.versions.get(id, number);
      return (version?.texts ?? []).map(({ lang }) => ({
        value: `${number}/${lang}`,
        label: say("adminAdditions.textOf", { number, language: ownName(lang) }),
      }));
    }),
  );
  return texts.flat();
}

async function formPage(
  c: Context,
  visit: Visit,
  statement: StatementView,
  typed: Typed,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const here = `/admin/statements/${statement.id}`;
  const key = statement.visibility === "link" ? (statement.linkKey ?? undefined) : undefined;
  const choices = await listTexts(visit, statement);
  const main = html`${heading(visit, statement)}
    ${errorSummary(say, errors)}
    <p class="lead">${say("adminAdditions.correctLead")}</p>
    <p>${say("adminAdditions.correctLimit", { days: CORRECTION_DAYS })}</p>
    <form method="post" action="${here}/correct">${hidden("csrf", visit.csrf)}
      ${selectField(say, { name: "text", label: say("adminAdditions.textChoice"), value: oneLine(typed, "text") || choices[0]?.value, choices, errors })}
      ${inputField(say, {
        name: "block",
        label: say("adminAdditions.block"),
        hint: say.rich("adminAdditions.blockHint", {
          link: (inside) => html`<a href="${statementPath(statement, "", key)}">${inside}</a>`,
        }),
        value: oneLine(typed, "block"),
        inputmode: "numeric",
        maxlength: 6,
        short: true,
        errors,
      })}
      ${textArea(say, { name: "note", label: say("adminAdditions.note"), hint: say("adminAdditions.noteHint"), value: asTyped(typed, "note"), rows: 3, maxlength: 1_000, dirAuto: true, errors })}
      <p class="actions"><button>${say("adminAdditions.goOn")}</button> <a class="button quiet" href="${here}">${say("admin.cancel")}</a></p>
    </form>`;
  const title = say("adminAdditions.correctTitle");
  return adminPage(c, visit, { title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}

async function surePage(c: Context, visit: Visit, statement: StatementView, given: GivenCorrection): Promise<Response> {
  const { say, depositary } = visit.site;
  const { version, lang, block, note, words } = await depositary.additions.readCorrection(statement.id, given);
  const here = `/admin/statements/${statement.id}`;
  const place = block === 0 ? say("adminAdditions.placeTitle") : say("adminAdditions.placeBlock", { number: block });
  const main = html`${heading(visit, statement)}
    <p class="lead">${say("adminAdditions.correctSure")}</p>
    <p>${say("adminAdditions.textOf", { number: version, language: ownName(lang) })}, ${place}</p>
    <blockquote ${languageAttributes(lang)}>${words}</blockquote>
    <p>${say("adminAdditions.noteBeside")}</p>
    <blockquote ${languageAttributes(lang)}>${note}</blockquote>
    <p>${say("adminAdditions.correctTold", { days: CORRECTION_DAYS })}</p>
    <form method="post" action="${here}/correct">${hidden("csrf", visit.csrf)}
      ${hidden("text", `${version}/${lang}`)}${hidden("block", String(block))}${hidden("note", note)}${hidden("sure", "yes")}
      <p class="actions"><button>${say("adminAdditions.correctYes")}</button> <a class="button quiet" href="${here}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title: say("adminAdditions.correctTitle"), section: "statements", main });
}

function heading({ site: { say } }: Visit, statement: StatementView): Html {
  return html`<p class="overline"><a href="/admin/statements/${statement.id}"><bdi>${titleOf(say, statement)}</bdi></a></p>
    <h1>${say("adminAdditions.correctTitle")}</h1>`;
}
