import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { PendingView } from "../../depositary/signing.ts";
import type { StatementView, TextView } from "../../depositary/statements.ts";
import { WaitingError } from "../../depositary/waiting.ts";
import { readPostedToken } from "../../http/read-form.ts";
import { withQuery } from "../../views/address.ts";
import { notedBlocks } from "../../views/corrections.ts";
import { authorityDeclared } from "../../views/evidence.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { languageAttributes, languageName } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { nameIn, signatoryName } from "../../views/signatory.ts";
import { technicians } from "../../views/technicians.ts";
import { inlines } from "../../views/text.ts";
import type { Say } from "../../words/speak.ts";
import { plainPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import { donePage } from "./done.ts";
import type { Site } from "./site.ts";
import { ownKey, siteFooter } from "./site.ts";
import { waitingPage } from "./waiting-page.ts";

/**
 * `GET /confirm?token=…` shows what will be signed and never signs: mail scanners open links. `POST /confirm` signs, or says what is missing before that,
 * `POST /confirm/decline` wipes what was typed.
 */
export function mountConfirm(app: Hono, site: Site): void {
  app.get("/confirm", async function confirm(c) {
    const token = c.req.query("token") ?? "";
    const pending = await site.depositary.signing.pending(token);
    if (pending.confirmedIndex !== null) return sendPage(c, alreadyPage(site, pending, token));
    if (pending.waiting !== null) return sendPage(c, waitingPage(site, pending.statement, pending.waiting));
    const text = await site.depositary.statements.text(pending.statement.id, pending.input.lang);
    return sendPage(c, confirmPage(site, { pending, text, token }));
  });
  app.post("/confirm", (c) => answerYes(c, site));
  app.post("/confirm/decline", async function decline(c) {
    await site.depositary.signing.decline(await readPostedToken(c));
    return sendPage(c, plainPage(site.say, site.say("confirm.declinedTitle"), site.say("confirm.declinedText")));
  });
}

async function answerYes(c: Context, site: Site): Promise<Response> {
  const token = await readPostedToken(c);
  const { signing } = site.depositary;
  const { statement } = await signing.pending(token);
  try {
    const confirmed = await signing.confirm({ token });
    return await sendPage(c, donePage(site, { statement, key: ownKey(site, statement), confirmed }));
  } catch (error) {
    if (error instanceof WaitingError) return await sendPage(c, waitingPage(site, statement, error.waiting));
    throw error;
  }
}

type Shown = { readonly pending: PendingView; readonly text: TextView | null; readonly token: string };

function confirmPage(site: Site, { pending, text, token }: Shown): Html {
  const { say } = site;
  const { statement, input } = pending;
  return layout({
    say,
    title: say("confirm.title"),
    kind: "page",
    hide: true,
    main: html`<h1>${say("confirm.title")}</h1>
      <p class="lead">${say.rich("confirm.lead", {
        title: html`<bdi ${languageAttributes(input.lang)}>${text === null ? statement.title : inlines(text.text.title)}</bdi>`,
        day: say.day(statement.version?.openedAt ?? 0),
      })}</p>
      ${willShow(site, pending)}
      ${when(
        text,
        (shown) => html`<details class="reread"><summary>${say("confirm.readAgain")}</summary>
        <div class="words" ${languageAttributes(shown.lang)}>${notedBlocks(say, statement, shown)}</div></details>`,
      )}
      <div class="actions">
        <form method="post" action="/confirm">${hidden("token", token)}<button>${say("confirm.yes")}</button></form>
        <form method="post" action="/confirm/decline">${hidden("token", token)}<button class="quiet">${say("confirm.no")}</button></form>
      </div>
      <p class="muted">${say("confirm.until", { moment: say.moment(pending.expires) })}</p>
      ${technicians(say, { ...statement, log: null }, text)}`,
    footer: siteFooter(site),
  });
}

/** Exactly what the list would show of this signature. */
export function willShow(site: Site, { statement, input }: Pick<PendingView, "statement" | "input">): Html {
  const { say } = site;
  if (!input.named) return html`<p class="will-show">${say("confirm.willShowNothing")}</p>`;
  return html`<div class="will-show"><p>${say("confirm.willShow")}</p>
    ${linesByLanguage(say, statement, input)}
    ${when(input.authority, () => html`<p class="how">${authorityDeclared(say, input)}</p>`)}
    ${when(
      input.reservation,
      (text) =>
        html`<p class="reservation">${say.rich("signatories.reservation", { text: html`<bdi>${text}</bdi>` })}</p>`,
    )}</div>`;
}

/** The line as readers of each language see it: once, where it is the same for all. */
function linesByLanguage(say: Say, { version }: StatementView, input: PendingView["input"]): Html {
  const languages = (version?.texts ?? []).map(({ lang }) => lang);
  const isSame = new Set(languages.map((lang) => nameIn(input, lang))).size <= 1;
  if (isSame) return html`<p class="who">${signatoryName(say, input, { lang: languages[0] ?? say.lang })}</p>`;
  return html`<dl class="by-language">${each(
    languages,
    (lang) => html`<dt>${languageName(lang)}</dt><dd class="who">${signatoryName(say, input, { lang })}</dd>`,
  )}</dl>`;
}

function alreadyPage(site: Site, { statement }: PendingView, token: string): Html {
  const { say } = site;
  const way = { href: withQuery("/manage", { token }), words: say("manage.title") };
  return plainPage(say, say("confirm.doneTitle"), say("confirm.alreadyText", { title: statement.title }), way);
}
