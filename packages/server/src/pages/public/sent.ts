import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import { WaitingError } from "../../depositary/waiting.ts";
import { readForm } from "../../http/read-form.ts";
import { noteFailure } from "../../http/request-log.ts";
import { statusOf } from "../../http/status.ts";
import { statementPath } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { fieldErrors } from "../../views/problem.ts";
import { notFoundPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import { donePage } from "./done.ts";
import type { Site } from "./site.ts";
import { findStatement, linkKey, siteFooter } from "./site.ts";
import { waitingPage } from "./waiting-page.ts";

/** "Check your mail", with the code of the mail as the other way to confirm: `GET` and `POST /s/:slug/sign/sent`. */
export function mountSent(app: Hono, site: Site): void {
  app.get("/s/:slug/sign/sent", async function sent(c) {
    const statement = await findStatement(c, site);
    const pending = c.req.query("pending");
    if (statement === null || !pending) return notFoundPage(c);
    return sendPage(c, sentPage(site, { statement, pending, key: linkKey(c), code: "", errors: [] }));
  });
  app.post("/s/:slug/sign/sent", (c) => answerCode(c, site));
}

async function answerCode(c: Context, site: Site): Promise<Response> {
  const statement = await findStatement(c, site);
  const { pending, code = "" } = await readForm(c);
  if (statement === null || typeof pending !== "string" || typeof code !== "string") return notFoundPage(c);
  const key = linkKey(c);
  if (code.trim() === "") {
    const errors = [{ field: "code", message: site.say("confirm.codeMissing") }];
    return sendPage(c, sentPage(site, { statement, pending, key, code, errors }), 422);
  }
  try {
    const confirmed = await site.depositary.signing.confirm({ pending, code });
    return await sendPage(c, donePage(site, { statement, key, confirmed }));
  } catch (error) {
    if (error instanceof WaitingError) return await sendPage(c, waitingPage(site, statement, error.waiting));
    noteFailure(c, error);
    const errors = fieldErrors(site.say, error, ["code"]);
    const status = error instanceof UndersignedError ? statusOf(error.code) : 500;
    return sendPage(c, sentPage(site, { statement, pending, key, code, errors }), status);
  }
}

type Sent = {
  readonly statement: StatementView;
  readonly pending: string;
  readonly key: string | undefined;
  readonly code: string;
  readonly errors: readonly FieldError[];
};

function sentPage(site: Site, sent: Sent): Html {
  const { say } = site;
  const { statement, key, errors } = sent;
  return layout({
    say,
    title: say("confirm.sentTitle"),
    kind: "page",
    hide: true,
    main: html`${errorSummary(say, errors)}
      <h1>${say("confirm.sentTitle")}</h1>
      <p class="lead">${say("confirm.sentText")}</p>
      <p>${say("confirm.sentNothing")}</p>
      ${when(!site.depositary.identity.mailConfigured, () => html`<p class="notice">${say("confirm.sentNoMail")}</p>`)}
      <h2>${say("confirm.codeHeading")}</h2>
      <form method="post" action="${statementPath(statement, "sign/sent", key)}">
        ${hidden("pending", sent.pending)}
        ${inputField(say, {
          name: "code",
          label: say("confirm.code"),
          hint: say("confirm.codeHint"),
          value: sent.code,
          errors,
          autocomplete: "one-time-code",
          spellcheck: false,
          short: true,
          maxlength: 40,
        })}
        <p class="muted">${say("confirm.codeNote")}</p>
        <p class="actions"><button>${say("confirm.codeSubmit")}</button></p>
      </form>
      <p>${say.rich("confirm.sentMissing", {
        link: (inside) => html`<a href="${statementPath(statement, "sign", key)}">${inside}</a>`,
      })}</p>`,
    footer: siteFooter(site),
  });
}
