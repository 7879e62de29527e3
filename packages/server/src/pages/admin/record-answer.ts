import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { GivenDocument } from "../../depositary/additions.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { readFormData } from "../../http/read-form.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, fileField, hidden, inputField, radioGroup, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { NOTHING, when } from "../../views/html.ts";
import { digest } from "../../views/technicians.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { titleOf } from "./draft-heading.ts";
import { adminPage, goOn } from "./frame.ts";
import { mountStatementForm } from "./statement-form.ts";
import type { Typed } from "./typed.ts";
import { asTyped, oneLine } from "./typed.ts";

const PATH = "/admin/statements/:id/answer";
/** Choice of somebody whom the statement does not ask. No addressee of a demand is called so: they are trimmed. */
const ANOTHER = " ";

type Answer = { readonly addressee: string; readonly document: GivenDocument };

/** `/admin/statements/:id/answer`: who answered, and in which document; then both again, to be confirmed. */
export function mountRecordAnswer(app: Hono, site: AdminSite): void {
  mountStatementForm(app, site, { path: PATH, page: formPage, send, fieldOf });
}

async function send(c: Context, visit: Visit, statement: StatementView, typed: Typed) {
  const answer = await readAnswer(c, visit, statement, typed);
  if (Array.isArray(answer)) return answer;
  if (oneLine(typed, "sure") !== "yes") return await surePage(c, visit, statement, answer);
  await visit.site.depositary.additions.respond(statement.id, answer, doerOf(visit));
  return goOn(c, `/admin/statements/${statement.id}`, "answered");
}

/** Whom the statement asks for something. */
function addresseesOf({ demands }: StatementView): string[] {
  return [...new Set(demands.flatMap(({ addressees }) => addressees))];
}

async function readAnswer(
  c: Context,
  { site }: Visit,
  statement: StatementView,
  typed: Typed,
): Promise<Answer | FieldError[]> {
  const { say } = site;
  const errors: FieldError[] = [];
  const isKnown = addresseesOf(statement).includes(oneLine(typed, "addressee"));
  const addressee = isKnown ? oneLine(typed, "addressee") : oneLine(typed, "another");
  if (addressee === "") {
    const isAnother = asTyped(typed, "addressee") === ANOTHER || addresseesOf(statement).length === 0;
    errors.push({ field: isAnother ? "another" : "addressee", message: say("adminAdditions.addresseeMissing") });
  }
  if (isKnown && oneLine(typed, "another") !== "")
    errors.push({ field: "another", message: say("adminAdditions.addresseeTwice") });
  const document = await readDocument(c, typed);
  if (document === "missing") errors.push({ field: "text", message: say("adminAdditions.documentMissing") });
  if (document === "twice") errors.push({ field: "file", message: say("adminAdditions.documentTwice") });
  return typeof document === "string" || errors.length > 0 ? errors : { addressee, document };
}

/** The document as it was pasted or chosen, or as the page that asks again carried it. */
async function readDocument(c: Context, typed: Typed): Promise<GivenDocument | "missing" | "twice"> {
  const carried = oneLine(typed, "content");
  if (carried !== "") return { bytes: new Uint8Array(Buffer.from(carried, "base64")), name: oneLine(typed, "name") };
  const file = (await readFormData(c)).get("file");
  const isFile = file instanceof File && file.size > 0;
  const text = asTyped(typed, "text");
  if (text.trim() !== "") return isFile ? "twice" : { bytes: new TextEncoder().encode(text) };
  return isFile ? { bytes: new Uint8Array(await file.arrayBuffer()), name: file.name } : "missing";
}

/** What the depositary refuses, at the field that it was typed into. */
function fieldOf(field: string, typed: Typed): string {
  if (field === "document") return asTyped(typed, "text").trim() === "" ? "file" : "text";
  return field === "addressee" ? "another" : field;
}

function formPage(
  c: Context,
  visit: Visit,
  statement: StatementView,
  typed: Typed,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const here = `/admin/statements/${statement.id}`;
  const main = html`${heading(visit, statement)}
    ${errorSummary(say, errors)}
    <p class="lead">${say("adminAdditions.answerLead")}</p>
    <form method="post" action="${here}/answer" enctype="multipart/form-data">${hidden("csrf", visit.csrf)}
      ${addresseeFields(visit, statement, typed, errors)}
      ${textArea(say, { name: "text", label: say("adminAdditions.text"), hint: say("adminAdditions.textHint"), value: asTyped(typed, "text"), rows: 10, dirAuto: true, optional: true, errors })}
      ${fileField(say, { name: "file", label: say("adminAdditions.file"), hint: say("adminAdditions.fileHint"), accept: ".pdf,.txt,.md", optional: true, errors })}
      <p class="actions"><button>${say("adminAdditions.goOn")}</button> <a class="button quiet" href="${here}">${say("admin.cancel")}</a></p>
    </form>`;
  const title = say("adminAdditions.answerTitle");
  return adminPage(c, visit, { title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}

function addresseeFields(
  { site: { say } }: Visit,
  statement: StatementView,
  typed: Typed,
  errors: readonly FieldError[],
): Html {
  const known = addresseesOf(statement);
  const chosen = asTyped(typed, "addressee");
  const another = known.includes(oneLine(typed, "another")) ? "" : oneLine(typed, "another");
  const choices = known.map((name) => ({ value: name, label: html`<bdi>${name}</bdi>` }));
  const isAsked = known.length > 0;
  return html`${when(isAsked, () =>
    radioGroup(say, {
      name: "addressee",
      label: say("adminAdditions.addressee"),
      value: chosen,
      choices: [...choices, { value: ANOTHER, label: html`${say("adminAdditions.another")}` }],
      errors,
    }),
  )}${inputField(say, {
    name: "another",
    label: say(isAsked ? "adminAdditions.anotherName" : "adminAdditions.addressee"),
    hint: say("adminAdditions.anotherHint"),
    value: another,
    maxlength: 400,
    dirAuto: true,
    optional: isAsked,
    errors,
  })}`;
}

function surePage(c: Context, visit: Visit, statement: StatementView, answer: Answer): Promise<Response> {
  const { say, depositary } = visit.site;
  const { addressee, format, sha256 } = depositary.additions.readResponse(answer);
  const { bytes, name = "" } = answer.document;
  const here = `/admin/statements/${statement.id}`;
  const isLater = statement.additions.responses.some((one) => one.addressee === addressee);
  const main = html`${heading(visit, statement)}
    <p class="lead">${say("adminAdditions.answerSure")}</p>
    <p><bdi>${say("adminAdditions.answerWho", { addressee })}</bdi></p>
    ${when(isLater, () => html`<p>${say("adminAdditions.answerReplaces")}</p>`)}
    <p>${say("adminAdditions.answerWhat", { kind: say(`adminAdditions.kind_${format}`), size: bytes.length })}<br>SHA-256 ${digest(sha256)}</p>
    ${format === "pdf" ? NOTHING : html`<pre class="pasted" dir="auto" tabindex="0">${new TextDecoder().decode(bytes)}</pre>`}
    <form method="post" action="${here}/answer" enctype="multipart/form-data">${hidden("csrf", visit.csrf)}
      ${hidden("another", addressee)}${hidden("name", name)}${hidden("content", Buffer.from(bytes).toString("base64"))}${hidden("sure", "yes")}
      <p class="actions"><button>${say("adminAdditions.answerYes")}</button> <a class="button quiet" href="${here}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title: say("adminAdditions.answerTitle"), section: "statements", main });
}

function heading({ site: { say } }: Visit, statement: StatementView): Html {
  return html`<p class="overline"><a href="/admin/statements/${statement.id}"><bdi>${titleOf(say, statement)}</bdi></a></p>
    <h1>${say("adminAdditions.answerTitle")}</h1>`;
}
