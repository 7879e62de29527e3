import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { AgainInput } from "../../depositary/resigning-acts.ts";
import type { AgainView, Confirmed, ManagedView, SignedInput } from "../../depositary/signing.ts";
import { readForm } from "../../http/read-form.ts";
import { noteFailure } from "../../http/request-log.ts";
import { statusOf } from "../../http/status.ts";
import { statementPath, withQuery } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { fieldErrors } from "../../views/problem.ts";
import { plainPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { Again, AgainTyped } from "./again-page.ts";
import { againPage } from "./again-page.ts";
import { asksNamed } from "./sign-input.ts";
import type { Site } from "./site.ts";
import { chooseLanguage, ownKey, siteFooter } from "./site.ts";

/**
 * Consenting again, by a mailed link. `GET /manage/again` shows what changed and what will be shown, and does nothing: mail
 * scanners open links. `POST` signs; `POST /manage/stay` stays with the old text.
 */
export function mountAgain(app: Hono, site: Site): void {
  const { signing } = site.depositary;
  app.get("/manage/again", async function look(c) {
    const token = c.req.query("token") ?? "";
    const managed = await signing.managed(token);
    const { again, input } = managed;
    if (again === null || input === null) return c.redirect(withQuery("/manage", { token }), 303);
    const typed = { named: input.named, reservation: input.reservation ?? "", consent: false };
    return showPage(c, site, { managed, again, input, token, typed, errors: [], wanted: c.req.query("lang") });
  });
  app.post("/manage/again", (c) => answerAgain(c, site));
  app.post("/manage/stay", async function stay(c) {
    const { token, version } = await readForm(c);
    const given = typeof token === "string" ? token : "";
    const { statement } = await signing.managed(given);
    await site.depositary.resigning.stay(given, typeof version === "string" ? version : "");
    const way = { href: withQuery("/manage", { token: given }), words: site.say("manage.title") };
    const text = site.say("again.stayedText", { title: statement.title });
    return sendPage(c, plainPage(site.say, site.say("again.stayedTitle"), text, way));
  });
}

async function answerAgain(c: Context, site: Site): Promise<Response> {
  const form = await readForm(c);
  const text = (name: string) => (typeof form[name] === "string" ? String(form[name]).trim() : "");
  const token = text("token");
  const managed = await site.depositary.signing.managed(token);
  const { again, input, statement } = managed;
  if (again === null || input === null) return c.redirect(withQuery("/manage", { token }), 303);
  const named = asksNamed(statement, input.kind) ? text("named") === "true" : true;
  const typed: AgainTyped = { named, reservation: text("reservation"), consent: text("consent") === "yes" };
  const page = { managed, again, input, token, typed, wanted: text("lang") };
  if (!typed.consent) {
    const errors = [{ field: "consent", message: site.say("sign.consentMissing") }];
    return showPage(c, site, { ...page, errors }, 422);
  }
  try {
    const wasEarlier = again.isEarlier;
    const done = await site.depositary.resigning.resign(token, toInput(managed, typed, text));
    return sendPage(c, donePage(site, managed, done, wasEarlier));
  } catch (error) {
    return refuse(c, site, page, error);
  }
}

function toInput({ statement }: ManagedView, typed: AgainTyped, text: (name: string) => string): AgainInput {
  const replaces = Number(text("replaces") || Number.NaN);
  return {
    replaces: Number.isSafeInteger(replaces) ? replaces : -1,
    named: typed.named,
    consent: typed.consent,
    lang: text("lang"),
    version: text("version"),
    reservation: statement.terms?.reservations && typed.named ? typed.reservation || undefined : undefined,
  };
}

type Shown = {
  readonly managed: ManagedView;
  readonly again: AgainView;
  readonly input: SignedInput;
  readonly token: string;
  readonly typed: AgainTyped;
  readonly errors: readonly FieldError[];
  /** Language asked for. */
  readonly wanted: string | undefined;
};

/** Of a text that changed meanwhile the new one is shown, and consent is asked anew. */
async function refuse(c: Context, site: Site, page: Omit<Shown, "errors">, error: unknown): Promise<Response> {
  noteFailure(c, error);
  const errors = fieldErrors(site.say, error, ["named", "reservation", "consent"]);
  const status = error instanceof UndersignedError ? statusOf(error.code) : 500;
  const managed = await site.depositary.signing.managed(page.token);
  const { again, input } = managed;
  if (again === null || input === null) throw error;
  return showPage(
    c,
    site,
    { ...page, managed, again, input, typed: { ...page.typed, consent: false }, errors },
    status,
  );
}

async function showPage(c: Context, site: Site, shown: Shown, status: ReturnType<typeof statusOf> | 200 = 200) {
  const { managed, again, wanted, input, ...rest } = shown;
  const { statement } = managed;
  const { statements, versions } = site.depositary;
  const lang = chooseLanguage(statement, wanted || input.lang);
  const text = lang === undefined ? null : await statements.text(statement.id, lang);
  if (text === null) throw new Error(`statement ${statement.id} is open without a text`);
  const latest = statement.version?.number ?? 0;
  const changes = again.isEarlier ? await versions.changes(statement.id, again.version.number, latest, lang) : null;
  const page: Again = { ...rest, statement, again, input, text, changes };
  return sendPage(
    c,
    layout({
      say: site.say,
      title: site.say(again.isEarlier ? "again.changedTitle" : "again.shownTitle"),
      kind: "page",
      hide: true,
      main: againPage(site.say, page),
      footer: siteFooter(site),
    }),
    status,
  );
}

function donePage(site: Site, { statement }: ManagedView, done: Confirmed, isNewText: boolean): Html {
  const { say } = site;
  const words = isNewText ? "doneNew" : "doneShown";
  return layout({
    say,
    title: say(`again.${words}Title`),
    kind: "page",
    hide: true,
    main: html`<h1>${say(`again.${words}Title`)}</h1>
      <p class="lead">${say(`again.${words}Text`, { title: statement.title })}</p>
      <h2>${say("confirm.receiptHeading")}</h2>
      <p>${say("confirm.receiptText")}</p>
      ${when(done.receipt === null, () => html`<p>${say("confirm.receiptLater")}</p>`)}
      <p class="actions"><a class="button" href="${done.receiptUrl}" download="receipt-${statement.slug}.json">${say("confirm.receiptDownload")}</a></p>
      <p><a href="${done.manageUrl}">${say("manage.title")}</a></p>
      <p class="actions"><a class="button quiet" href="${statementPath(statement, "", ownKey(site, statement))}">${say("confirm.backToStatement")}</a></p>`,
    footer: siteFooter(site),
  });
}
