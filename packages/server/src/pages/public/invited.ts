import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { InvitedView } from "../../depositary/invitations.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { readForm } from "../../http/read-form.ts";
import { statementPath, withQuery } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField, radioGroup } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { languageAttributes, languageName } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { fieldErrors } from "../../views/problem.ts";
import { signatoryName } from "../../views/signatory.ts";
import type { Say } from "../../words/speak.ts";
import { plainPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import { languagesOf, nameField } from "./sign-input.ts";
import type { Site } from "./site.ts";
import { ownKey, siteFooter } from "./site.ts";

const DAY = 86_400_000;
const NAME_LIMIT = 200;

/**
 * `GET /invited?token=…` shows an invitation and marks nothing: mail scanners open links. That somebody looked at it is told
 * by the first button, or by the page's script once a hand moves; every answer is a button that posts.
 */
export function mountInvited(app: Hono, site: Site): void {
  const { invitations } = site.depositary;
  app.get("/invited", async function look(c) {
    const { token = "", ...query } = c.req.query();
    const view = await invitations.invited(token);
    return showPage(c, site, { token, view, names: readNames(view.statement, query) });
  });
  app.post("/invited/opened", async function open(c) {
    await invitations.open(await postedToken(c));
    return c.body(null, 204);
  });
  app.post("/invited/sign", async function goOnToSign(c) {
    const form = await readForm(c);
    const token = typeof form.token === "string" ? form.token : "";
    const { statement } = await invitations.invited(token);
    await invitations.open(token);
    const names = Object.entries(readNames(statement, form) ?? {}).map(([lang, name]) => [nameField(lang), name]);
    return c.redirect(withQuery("/invited/sign", { token, ...Object.fromEntries(names) }), 303);
  });
  app.post("/invited/deciding", async function decide(c) {
    const { token, until } = await readPosted(c);
    const day = /^\d{4}-\d{2}-\d{2}$/.test(until) ? Date.parse(`${until}T23:59:59Z`) : Number.NaN;
    const view = await invitations.invited(token);
    const refuse = (errors: readonly FieldError[]) => showPage(c, site, { token, view, until, errors });
    if (Number.isNaN(day)) return refuse([{ field: "until", message: site.say("invited.untilMissing") }]);
    try {
      await invitations.decide(token, day);
    } catch (error) {
      return refuse(fieldErrors(site.say, error, ["until"]));
    }
    const text = site.say("invited.decidedText", { day: site.say.day(day) });
    return answered(c, site, token, site.say("invited.decidedTitle"), text);
  });
  app.post("/invited/decline", async function decline(c) {
    const token = await postedToken(c);
    const { statement } = await invitations.invited(token);
    await invitations.decline(token);
    const text = site.say("invited.declinedText", { title: statement.title });
    return answered(c, site, token, site.say("invited.declinedTitle"), text);
  });
  app.post("/invited/opt-out", async function optOut(c) {
    const { token, from } = await readPosted(c);
    return await wantNoMore(c, site, token, from === "depositary" ? "depositary" : "statement");
  });
}

/** No more mail: from here, or by the button of a mail program. */
export async function wantNoMore(
  c: Context,
  site: Site,
  token: string,
  from: "statement" | "depositary",
): Promise<Response> {
  const { statement } = await site.depositary.invitations.invited(token);
  await site.depositary.invitations.optOut(token, from);
  const text =
    from === "statement"
      ? site.say("invited.optedOutStatement", { title: statement.title })
      : site.say("invited.optedOutDepositary", { host: hostOf(site) });
  return answered(c, site, token, site.say("invited.optedOutTitle"), text);
}

export function hostOf(site: Site): string {
  return new URL(site.depositary.identity.baseUrl).host;
}

async function readPosted(c: Context): Promise<{ token: string; until: string; from: string }> {
  const form = await readForm(c);
  const text = (name: string) => (typeof form[name] === "string" ? String(form[name]).trim() : "");
  return { token: text("token"), until: text("until"), from: text("from") };
}

async function postedToken(c: Context): Promise<string> {
  return (await readPosted(c)).token;
}

function answered(c: Context, site: Site, token: string, title: string, text: string): Promise<Response> {
  const way = { href: withQuery("/invited", { token }), words: site.say("invited.back") };
  return sendPage(c, plainPage(site.say, title, text, way));
}

/** What an organisation calls itself in the languages of the statement, as far as it is given; undefined where nothing is. */
export function readNames(
  statement: StatementView,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> | undefined {
  const given = languagesOf(statement).flatMap((lang) => {
    const value = fields[nameField(lang)];
    const name = typeof value === "string" ? value.trim().slice(0, NAME_LIMIT) : "";
    return name === "" ? [] : [[lang, name] as const];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

type Shown = {
  readonly token: string;
  readonly view: InvitedView;
  /** By language, as typed. */
  readonly names?: Readonly<Record<string, string>> | undefined;
  /** The day by which they decide, as typed. */
  readonly until?: string;
  readonly errors?: readonly FieldError[];
};

function showPage(c: Context, site: Site, shown: Shown): Promise<Response> {
  const { say } = site;
  const { statement } = shown.view;
  if (statement.state !== "open") {
    const way = { href: statementPath(statement, "", ownKey(site, statement)), words: say("confirm.backToStatement") };
    const text = say("invited.closedText", { title: statement.title });
    return sendPage(c, plainPage(say, say("invited.closedTitle"), text, way));
  }
  const page = layout({
    say,
    title: say("invited.title"),
    kind: "page",
    hide: true,
    main: invitedBody(site, shown),
    footer: siteFooter(site),
    scripts: ["invited.js"],
  });
  return sendPage(c, page, shown.errors === undefined ? 200 : 422);
}

function invitedBody(site: Site, shown: Shown): Html {
  const { say } = site;
  const { token, view, until = "", errors = [], names = {} } = shown;
  const { statement, invitation } = view;
  const { name, state } = invitation;
  const initiators = say.list(statement.initiators.map((one) => one.name));
  return html`<h1>${say("invited.heading", { name })}</h1>
    ${errorSummary(say, errors)}
    ${standing(site, view)}
    <p class="lead">${say("invited.lead", { initiators, title: statement.title })}</p>
    <p>${statement.closes === null ? say("invited.noDate") : say("invited.until", { day: say.day(statement.closes) })} ${say("invited.nothing", { name })}</p>
    ${readingWays(site, view)}
    ${lines(site, shown)}
    ${when(
      state !== "signed",
      () => html`<section><h2>${say("invited.answerHeading")}</h2>
      ${answerForm(
        token,
        "sign",
        html`${each(Object.entries(names), ([lang, value]) => hidden(nameField(lang), value))}
        <p class="actions"><button>${say("invited.sign", { name })}</button></p>
        <p class="muted">${
          invitation.mailbox === ""
            ? say("invited.signHintNoMailbox")
            : say("invited.signHint", { mailbox: invitation.mailbox })
        }</p>`,
      )}
    </section>`,
    )}
    <section><h2>${say("invited.sheetHeading")}</h2>
      <p>${say("invited.sheetText")}</p>
      <p><a class="button quiet" href="${withQuery("/invited/sheet", { token: view.sheetToken })}">${say("invited.sheet")}</a></p>
    </section>
    ${when(
      state !== "signed",
      () => html`${decidingForm(site, token, view, until, errors)}
      <section><h2>${say("invited.declineHeading")}</h2><p>${say("invited.declineText")}</p>
        ${answerForm(token, "decline", html`<p class="actions"><button class="quiet">${say("invited.decline")}</button></p>`)}
      </section>`,
    )}
    ${invitation.mailbox === "" ? NOTHING : optOutForm(site, token)}
    <div data-invited="${token}"></div>`;
}

/** What they answered so far. */
function standing({ say }: Site, { invitation }: InvitedView): Html {
  const { state, name, decidingUntil } = invitation;
  const words =
    state === "deciding" && decidingUntil !== null
      ? say("invited.state_deciding", { day: say.day(decidingUntil) })
      : state === "declined"
        ? say("invited.state_declined")
        : state === "signed"
          ? say("invited.state_signed", { name })
          : state === "opted-out"
            ? say("invited.state_optedOut")
            : "";
  return when(words, () => html`<p class="notice">${words}</p>`);
}

function readingWays(site: Site, { statement, invitation }: InvitedView): Html {
  const { say } = site;
  const key = ownKey(site, statement);
  const languages = (statement.version?.texts ?? []).map(({ lang }) => lang);
  const sorted = [...languages].sort((a, b) => Number(b === invitation.lang) - Number(a === invitation.lang));
  return html`<section><h2>${say("invited.read")}</h2>
    <p class="title"><bdi>${statement.title}</bdi></p>
    <ul class="ways">${each(
      sorted,
      (lang) =>
        html`<li><a href="${statementPath(statement, lang, key)}" hreflang="${lang}">${say.rich("invited.readIn", { language: languageName(lang) })}</a></li>`,
    )}</ul></section>`;
}

/** The line as it will appear to readers of each language, with the names by which the organisation goes there. */
function lines(site: Site, { token, view, names }: Shown): Html {
  const { say } = site;
  const { statement, invitation, domain } = view;
  const { name } = invitation;
  const shown = { kind: "organisation" as const, name, names, domain: domain ?? undefined };
  const languages = languagesOf(statement);
  return html`<section id="line"><h2>${say("invited.lineHeading")}</h2>
    <p>${say("invited.lineLead", { name })}</p>
    <dl class="as-shown">${each(
      languages,
      (lang) =>
        html`<div><dt>${languageName(lang)}</dt><dd class="will-show"><p class="who" ${languageAttributes(lang)}>${signatoryName(say, shown, { lang })}</p></dd></div>`,
    )}</dl>
    <p class="muted">${say("invited.lineOne")} ${domain === null ? say("invited.lineNoDomain") : say("invited.lineDomain")}</p>
    ${when(languages.length > 1, () => namesForm(say, token, languages, names))}</section>`;
}

/** It only shows the lines again, and takes the names along to the form. */
function namesForm(
  say: Say,
  token: string,
  languages: readonly string[],
  names: Readonly<Record<string, string>> = {},
): Html {
  return html`<details class="names" ${Object.keys(names).length === 0 ? "" : "open"}><summary>${say("invited.names")}</summary>
    <form method="get" action="/invited#line">${hidden("token", token)}
      ${each(languages, (lang) =>
        inputField(say, {
          name: nameField(lang),
          label: languageName(lang),
          value: names[lang],
          optional: true,
          maxlength: NAME_LIMIT,
          dirAuto: true,
        }),
      )}
      <p class="actions"><button class="quiet">${say("invited.showNames")}</button></p>
    </form></details>`;
}

function decidingForm(
  { say, depositary }: Site,
  token: string,
  { statement, invitation }: InvitedView,
  typed: string,
  errors: readonly FieldError[],
): Html {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const given = invitation.decidingUntil === null ? "" : day(invitation.decidingUntil);
  const latest = statement.closes === null ? null : Date.parse(statement.closes);
  const proposed = Math.min(depositary.clock() + 14 * DAY, latest ?? Number.POSITIVE_INFINITY);
  return html`<section><h2>${say("invited.decidingHeading")}</h2>
    ${answerForm(
      token,
      "deciding",
      html`${inputField(say, { name: "until", type: "date", label: say("invited.until_field"), hint: say("invited.untilHint"), value: typed || given || day(proposed), short: true, errors })}
      <p class="actions"><button class="quiet">${say("invited.decide")}</button></p>`,
    )}</section>`;
}

function optOutForm(site: Site, token: string): Html {
  const { say } = site;
  return html`<section><h2>${say("invited.optOutHeading")}</h2><p>${say("invited.optOutText")}</p>
    ${answerForm(
      token,
      "opt-out",
      html`${radioGroup(say, {
        name: "from",
        label: say("invited.optOutHeading"),
        value: "statement",
        choices: [
          { value: "statement", label: say("invited.optOut_statement") },
          { value: "depositary", label: say("invited.optOut_depositary", { host: hostOf(site) }) },
        ],
      })}
      <p class="actions"><button class="quiet">${say("invited.optOut")}</button></p>`,
    )}</section>`;
}

function answerForm(token: string, act: string, fields: Html): Html {
  return html`<form method="post" action="/invited/${act}">${hidden("token", token)}${fields}</form>`;
}
