import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Context, Hono } from "hono";
import { checkSignature } from "../../depositary/signature-fields.ts";
import type { StatementView, TextView } from "../../depositary/statements.ts";
import { readForm } from "../../http/read-form.ts";
import { noteFailure } from "../../http/request-log.ts";
import { statusOf } from "../../http/status.ts";
import { statementPath } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { fieldErrors } from "../../views/problem.ts";
import { notFoundPage, plainPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import { signBody } from "./sign-form.ts";
import type { Typed } from "./sign-input.ts";
import { checkTyped, chooseKind, fieldsOf, readTyped, toInput } from "./sign-input.ts";
import type { Site } from "./site.ts";
import { chooseLanguage, findStatement, HTML_TYPE, linkKey, pageHeaders, siteFooter } from "./site.ts";

/** `GET /s/:slug/sign` shows exactly what is signed and asks who signs; `POST` keeps the signature until it is confirmed. */
export function mountSign(app: Hono, site: Site): void {
  app.get("/s/:slug/sign", (c) => answerForm(c, site));
  app.post("/s/:slug/sign", (c) => answerSubmission(c, site));
}

async function answerForm(c: Context, site: Site): Promise<Response> {
  const key = linkKey(c);
  const { lang, as } = c.req.query();
  const id = JSON.stringify([c.req.param("slug"), key, lang, as]);
  const answer = await site.cache.answer(c, `sign ${id}`, async () => {
    const statement = await findStatement(c, site);
    if (statement === null) return null;
    return {
      stamp: JSON.stringify(statement),
      headers: pageHeaders(HTML_TYPE, statement),
      render: async () =>
        renderForm(site, { statement, key, wanted: lang, typed: emptyForm(statement, as), errors: [] }),
    };
  });
  return answer ?? notFoundPage(c);
}

function emptyForm(statement: StatementView, as: string | undefined): Typed {
  return { kind: chooseKind(statement, as), capacity: "personal" };
}

async function answerSubmission(c: Context, site: Site): Promise<Response> {
  const statement = await findStatement(c, site);
  if (statement === null) return notFoundPage(c);
  const key = linkKey(c);
  const typed = readTyped(statement, await readForm(c));
  const errors = findErrors(site, statement, typed);
  if (errors.length > 0) return showAgain(c, site, { statement, key, wanted: typed.lang, typed, errors }, 422);
  try {
    const { pending } = await site.depositary.signing.submit(statement.id, toInput(statement, typed), {
      address: site.address(c),
      linkKey: key,
    });
    return c.redirect(statementPath(statement, "sign/sent", key, { pending }), 303);
  } catch (error) {
    return refuse(c, site, { statement, key, wanted: typed.lang, typed, errors: [] }, error);
  }
}

/** Everything that can be said before the depositary is asked, so that nobody mends one thing after another. */
function findErrors(site: Site, statement: StatementView, typed: Typed): readonly FieldError[] {
  const fields = fieldsOf(statement);
  const missing = checkTyped(site.say, statement, typed);
  const named = new Set(missing.map((one) => one.field));
  const broken = brokenRules(site, statement, typed).filter((one) => !named.has(one.field));
  return [...missing, ...broken].sort((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field));
}

function brokenRules(site: Site, statement: StatementView, typed: Typed): readonly FieldError[] {
  try {
    checkSignature(toInput(statement, typed));
    return [];
  } catch (error) {
    return fieldErrors(site.say, error, fieldsOf(statement));
  }
}

/** Shows the form again with what was typed. Of a text that changed meanwhile, the new one, and consent is asked anew. */
async function refuse(c: Context, site: Site, form: Form, error: unknown): Promise<Response> {
  noteFailure(c, error);
  const errors = fieldErrors(site.say, error, fieldsOf(form.statement));
  const status = error instanceof UndersignedError ? statusOf(error.code) : 500;
  if (error instanceof RefusedError && error.code === "wrong_version") {
    const statement = (await findStatement(c, site)) ?? form.statement;
    return showAgain(c, site, { ...form, statement, typed: { ...form.typed, consent: false }, errors }, status);
  }
  return showAgain(c, site, { ...form, errors }, status);
}

type Form = {
  readonly statement: StatementView;
  readonly key: string | undefined;
  /** Language asked for. */
  readonly wanted: string | undefined;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
};

async function showAgain(c: Context, site: Site, form: Form, status: ReturnType<typeof statusOf>): Promise<Response> {
  return sendPage(c, await renderForm(site, form), status);
}

/** The form before anything is typed but what is known of whoever was invited. */
export async function renderSignForm(
  site: Site,
  statement: StatementView,
  key: string | undefined,
  known: Pick<Typed, "name" | "names" | "mailbox" | "lang">,
): Promise<Html> {
  const typed = { ...known, kind: chooseKind(statement, "organisation"), capacity: "institutional" } as const;
  return await renderForm(site, { statement, key, wanted: known.lang, typed, errors: [] });
}

async function renderForm(site: Site, form: Form): Promise<Html> {
  const { say } = site;
  const { statement, key } = form;
  if (statement.state !== "open") {
    const way = { href: statementPath(statement, "", key), words: say("confirm.backToStatement") };
    return plainPage(say, say("sign.closedTitle"), say("sign.closedText", { title: statement.title }), way);
  }
  const text = await textToSign(site, statement, form.wanted);
  return layout({
    say,
    title: say("sign.title", { title: statement.title }),
    kind: "page",
    hide: true,
    main: signBody(say, { ...form, text }),
    footer: siteFooter(site),
  });
}

async function textToSign(site: Site, statement: StatementView, wanted: string | undefined): Promise<TextView> {
  const lang = chooseLanguage(statement, wanted);
  const text = lang === undefined ? null : await site.depositary.statements.text(statement.id, lang);
  if (text === null) throw new Error(`statement ${statement.id} is open without a text`);
  return text;
}
