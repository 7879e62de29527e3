import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { DisputedName, DisputeInput } from "../../depositary/disputes.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { readForm } from "../../http/read-form.ts";
import { noteFailure } from "../../http/request-log.ts";
import { statusOf } from "../../http/status.ts";
import { statementPath, withQuery } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { fieldErrors } from "../../views/problem.ts";
import { notFoundPage, plainPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { DisputeForm } from "./dispute-form.ts";
import { DISPUTE_FIELDS, disputeFormPage } from "./dispute-form.ts";
import { ownDisputePage } from "./own-dispute.ts";
import type { Site } from "./site.ts";
import { findStatement, linkKey, siteFooter } from "./site.ts";

/** `/s/:slug/dispute?of=INDEX`: "We never signed this"; then "Check your mail", with the code as the other way to confirm. */
export function mountDispute(app: Hono, site: Site): void {
  app.get("/s/:slug/dispute", async function ask(c) {
    const at = await findDisputed(c, site);
    if (at instanceof Response) return at;
    return sendPage(c, disputeFormPage(site, { ...at, typed: {}, errors: [] }));
  });
  app.post("/s/:slug/dispute", (c) => submit(c, site));
  app.get("/s/:slug/dispute/sent", async function sent(c) {
    const statement = await findStatement(c, site);
    const dispute = c.req.query("dispute");
    if (statement === null || !dispute) return notFoundPage(c);
    return sendPage(c, sentPage(site, { statement, key: linkKey(c), dispute, code: "", errors: [] }));
  });
  app.post("/s/:slug/dispute/sent", (c) => answerCode(c, site));
}

type AtHand = {
  readonly statement: StatementView;
  readonly key: string | undefined;
  readonly disputed: DisputedName;
};

/** The name that the address is about, if this reader sees it in the list. */
async function findDisputed(c: Context, site: Site): Promise<AtHand | Response> {
  const statement = await findStatement(c, site);
  if (statement === null || statement.state === "draft") return notFoundPage(c);
  const key = linkKey(c);
  const of = c.req.query("of") ?? "";
  try {
    const index = /^\d{1,15}$/.test(of) ? Number(of) : -1;
    return { statement, key, disputed: await site.depositary.disputes.target(statement.id, index) };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return gonePage(c, site, statement, key);
  }
}

function gonePage(c: Context, { say }: Site, statement: StatementView, key: string | undefined): Promise<Response> {
  const way = { href: statementPath(statement, "signatories", key), words: say("dispute.toList") };
  return sendPage(c, plainPage(say, say("dispute.notThere"), say("dispute.notThereText"), way), 404);
}

async function submit(c: Context, site: Site): Promise<Response> {
  const at = await findDisputed(c, site);
  if (at instanceof Response) return at;
  const { statement, key, disputed } = at;
  const typed = readTyped(await readForm(c));
  const form: DisputeForm = { ...at, typed, errors: findMissing(site, typed) };
  if (form.errors.length > 0) return sendPage(c, disputeFormPage(site, form), 422);
  try {
    const input = toInput(disputed.index, typed);
    const { dispute } = await site.depositary.disputes.submit(statement.id, input, { linkKey: key });
    return c.redirect(withQuery(statementPath(statement, "dispute/sent", undefined), { dispute, key }), 303);
  } catch (error) {
    noteFailure(c, error);
    const errors = fieldErrors(site.say, error, DISPUTE_FIELDS);
    const status = error instanceof UndersignedError ? statusOf(error.code) : 500;
    return sendPage(c, disputeFormPage(site, { ...form, errors }), status);
  }
}

function readTyped(body: Readonly<Record<string, unknown>>): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const name of DISPUTE_FIELDS) {
    const value = body[name];
    typed[name] = typeof value === "string" ? value.trim() : "";
  }
  return typed;
}

function findMissing({ say }: Site, typed: Readonly<Record<string, string>>): FieldError[] {
  return (["speaks", "mailbox", "name", "words"] as const)
    .filter((field) => (typed[field] ?? "") === "")
    .map((field) => ({ field, message: say(`dispute.missing_${field}`) }));
}

function toInput(index: number, typed: Readonly<Record<string, string>>): DisputeInput {
  const { speaks, mailbox = "", name = "", words = "", keepsName } = typed;
  return {
    ...{ index, mailbox, name, words },
    speaks: speaks === "organisation" ? "organisation" : "person",
    keepsName: keepsName === "yes",
  };
}

type Sent = {
  readonly statement: StatementView;
  readonly key: string | undefined;
  readonly dispute: string;
  readonly code: string;
  readonly errors: readonly FieldError[];
};

async function answerCode(c: Context, site: Site): Promise<Response> {
  const statement = await findStatement(c, site);
  const { dispute, code = "" } = await readForm(c);
  if (statement === null || typeof dispute !== "string" || typeof code !== "string") return notFoundPage(c);
  const sent = { statement, key: linkKey(c), dispute, code };
  if (code.trim() === "") {
    const errors = [{ field: "code", message: site.say("dispute.codeMissing") }];
    return sendPage(c, sentPage(site, { ...sent, errors }), 422);
  }
  try {
    return await sendPage(c, ownDisputePage(site, await site.depositary.disputes.confirm({ dispute, code }), null));
  } catch (error) {
    noteFailure(c, error);
    const status = error instanceof UndersignedError ? statusOf(error.code) : 500;
    return sendPage(c, sentPage(site, { ...sent, errors: fieldErrors(site.say, error, ["code"]) }), status);
  }
}

function sentPage(site: Site, { statement, key, dispute, code, errors }: Sent): Html {
  const { say } = site;
  return layout({
    say,
    title: say("dispute.sentTitle"),
    kind: "page",
    hide: true,
    main: html`${errorSummary(say, errors)}
      <h1>${say("dispute.sentTitle")}</h1>
      <p class="lead">${say("dispute.sentText")}</p>
      <p>${say("dispute.sentNothing")}</p>
      ${when(!site.depositary.identity.mailConfigured, () => html`<p class="notice">${say("confirm.sentNoMail")}</p>`)}
      <form method="post" action="${statementPath(statement, "dispute/sent", key)}">
        ${hidden("dispute", dispute)}
        ${inputField(say, {
          name: "code",
          label: say("dispute.code"),
          hint: say("dispute.codeHint"),
          value: code,
          errors,
          autocomplete: "one-time-code",
          spellcheck: false,
          short: true,
          maxlength: 40,
        })}
        <p class="actions"><button>${say("dispute.codeSubmit")}</button></p>
      </form>
      <p>${say.rich("dispute.sentMissing", {
        link: (inside) => html`<a href="${statementPath(statement, "signatories", key)}">${inside}</a>`,
      })}</p>`,
    footer: siteFooter(site),
  });
}
