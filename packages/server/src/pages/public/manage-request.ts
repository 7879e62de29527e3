import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Hono } from "hono";
import { html } from "hono/html";
import { parseMailbox } from "../../depositary/mailbox.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { readForm } from "../../http/read-form.ts";
import { noteFailure } from "../../http/request-log.ts";
import { statusOf } from "../../http/status.ts";
import { statementPath } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, inputField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { fieldErrors } from "../../views/problem.ts";
import { notFoundPage, plainPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { Site } from "./site.ts";
import { findStatement, linkKey, siteFooter } from "./site.ts";

/** `/s/:slug/manage`: asks for a link to one's own signature. The answer is the same whoever asks: it tells nobody who signed. */
export function mountManageRequest(app: Hono, site: Site): void {
  const { say } = site;
  app.get("/s/:slug/manage", async function ask(c) {
    const statement = await findStatement(c, site);
    if (statement === null) return notFoundPage(c);
    return sendPage(c, requestPage(site, { statement, key: linkKey(c), mailbox: "", errors: [] }));
  });
  app.post("/s/:slug/manage", async function send(c) {
    const statement = await findStatement(c, site);
    if (statement === null) return notFoundPage(c);
    const { mailbox: typed } = await readForm(c);
    const mailbox = typeof typed === "string" ? typed.trim() : "";
    const form = { statement, key: linkKey(c), mailbox };
    const errors = findErrors(site, mailbox);
    if (errors.length > 0) return sendPage(c, requestPage(site, { ...form, errors }), 422);
    try {
      await site.depositary.signing.sendManageLink(statement.id, mailbox, { address: site.address(c) });
    } catch (error) {
      noteFailure(c, error);
      const status = error instanceof UndersignedError ? statusOf(error.code) : 500;
      return sendPage(c, requestPage(site, { ...form, errors: fieldErrors(say, error, ["mailbox"]) }), status);
    }
    const way = { href: statementPath(statement, "", form.key), words: say("confirm.backToStatement") };
    return sendPage(c, plainPage(say, say("manage.requestedTitle"), say("manage.requestedText"), way));
  });
}

function findErrors({ say }: Site, mailbox: string): readonly FieldError[] {
  if (mailbox === "") return [{ field: "mailbox", message: say("manage.mailboxMissing") }];
  try {
    parseMailbox(mailbox);
    return [];
  } catch (error) {
    return fieldErrors(say, error).map((one) => ({ ...one, field: "mailbox" }));
  }
}

type Request = {
  readonly statement: StatementView;
  readonly key: string | undefined;
  readonly mailbox: string;
  readonly errors: readonly FieldError[];
};

function requestPage(site: Site, { statement, key, mailbox, errors }: Request): Html {
  const { say } = site;
  return layout({
    say,
    title: say("manage.requestTitle"),
    kind: "page",
    hide: true,
    main: html`${errorSummary(say, errors)}
      <h1>${say("manage.requestTitle")}</h1>
      <p>${say("manage.requestText", { title: statement.title })}</p>
      <form method="post" action="${statementPath(statement, "manage", key)}">
        ${inputField(say, { name: "mailbox", type: "email", label: say("manage.mailbox"), value: mailbox, errors, autocomplete: "email", maxlength: 254 })}
        <p class="actions"><button>${say("manage.requestSubmit")}</button>
          <a class="button quiet" href="${statementPath(statement, "", key)}">${say("confirm.backToStatement")}</a></p>
      </form>`,
    footer: siteFooter(site),
  });
}
