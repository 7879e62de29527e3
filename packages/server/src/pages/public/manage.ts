import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { Confirmed, ManagedView } from "../../depositary/signing.ts";
import { EVIDENCE_PATH } from "../../depositary/waiting.ts";
import { readPostedToken } from "../../http/read-form.ts";
import { statementPath, withQuery } from "../../views/address.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { signatoryName } from "../../views/signatory.ts";
import { sendPage } from "../send.ts";
import { disputedSection } from "./answer-dispute.ts";
import type { Site } from "./site.ts";
import { ownKey, siteFooter } from "./site.ts";

/** One's own signature, by a mailed link: see it, fetch its receipt, take it back or be forgotten (each asked twice). */
export function mountManage(app: Hono, site: Site): void {
  const { signing } = site.depositary;
  app.get("/manage", async function manage(c) {
    const token = c.req.query("token") ?? "";
    return showManaged(c, site, await signing.managed(token), token);
  });
  mountDeparture(app, site, {
    path: "/manage/withdraw",
    may: stands,
    sure: surePage,
    act: signing.withdraw,
    done: withdrawnPage,
  });
  mountDeparture(app, site, {
    path: "/manage/anonymise",
    may: mayBeForgotten,
    sure: anonymiseSurePage,
    act: signing.anonymise,
    done: anonymisedPage,
  });
}

/** An act by which a signatory goes: asked a second time on a page of its own, then done. */
type Departure = {
  readonly path: string;
  may(managed: ManagedView): boolean;
  sure(site: Site, managed: ManagedView, token: string): Html;
  act(token: string): Promise<Confirmed>;
  done(site: Site, statement: ManagedView["statement"], done: Confirmed): Html;
};

function mountDeparture(app: Hono, site: Site, { path, may, sure, act, done }: Departure): void {
  const { signing } = site.depositary;
  app.get(path, async function askAgain(c) {
    const token = c.req.query("token") ?? "";
    const managed = await signing.managed(token);
    return may(managed) ? sendPage(c, sure(site, managed, token)) : showManaged(c, site, managed, token);
  });
  app.post(path, async function depart(c) {
    const given = await readPostedToken(c);
    const { statement } = await signing.managed(given);
    return sendPage(c, done(site, statement, await act(given)));
  });
}

/** A disputed signature can still be taken back by whoever made it. */
function stands(managed: ManagedView): boolean {
  return managed.status === "standing" || managed.status === "disputed";
}

/** Of a person, once the statement is closed; what is forgotten already cannot be forgotten again. */
function mayBeForgotten({ status, kind, statement }: ManagedView): boolean {
  return status === "standing" && kind === "person" && statement.state === "closed";
}

async function showManaged(c: Context, site: Site, managed: ManagedView, token: string): Promise<Response> {
  return sendPage(c, managePage(site, managed, token, await disputedSection(site, managed, token)));
}

function managePage(site: Site, managed: ManagedView, token: string, disputed: Html): Html {
  const { say } = site;
  const { statement, input } = managed;
  return layout({
    say,
    title: say("manage.title"),
    kind: "page",
    hide: true,
    main: html`<h1>${say("manage.title")}</h1>
      <p class="lead">${say("manage.lead", { title: statement.title, day: say.day(managed.signedDate) })}</p>
      <p>${say(managed.again?.isEarlier ? "manage.standingEarlier" : `manage.${managed.status}`)}</p>
      ${disputed}
      ${when(managed.reason, (reason) => removalSection(site, managed, reason))}
      ${when(managed.again?.isEarlier, () => newTextNotice(site, managed, token))}
      ${when(stands(managed) && input, (shown) => whatIsShown(site, shown, managed.status))}
      ${when(managed.again?.isEarlier === false, () => html`<p><a href="${withQuery("/manage/again", { token })}">${say("manage.changeShown")}</a></p>`)}
      ${when(managed.status === "standing" && managed.kind === "organisation", () => logoSection(site, token))}
      ${when(managed.status === "standing", () => evidenceSection(site, token))}
      <p>${say("manage.receiptText")} <a href="${managed.receiptUrl}" download="receipt-${statement.slug}.json">${say("manage.receiptDownload")}</a></p>
      ${when(managed.status === "standing", () => withdrawSection(site, token))}
      ${when(mayBeForgotten(managed), () => anonymiseSection(site, token))}
      <p class="actions"><a class="button quiet" href="${statementPath(statement, "", ownKey(site, statement))}">${say("confirm.backToStatement")}</a></p>`,
    footer: siteFooter(site),
  });
}

/** The text that is open now is another than the one that was signed. */
function newTextNotice({ say }: Site, { statement, input, again }: ManagedView, token: string): Html {
  const lead = input?.named ? "again.changedLead" : "again.changedLeadUnnamed";
  const day = say.day(again?.version.openedAt ?? 0);
  return html`<div class="notice">
    <p>${say("again.changedTitle")}. ${say(lead, { day, title: statement.title })}${when(again?.stays, () => html` ${say("again.stays")}`)}</p>
    <p><a class="button" href="${withQuery("/manage/again", { token })}">${say("manage.seeNewText")}</a></p></div>`;
}

function whatIsShown(site: Site, input: NonNullable<ManagedView["input"]>, status: ManagedView["status"]): Html {
  const { say } = site;
  if (!input.named) return html`<p class="will-show">${say("manage.shownNothing")}</p>`;
  return html`<div class="will-show"><p>${say(status === "disputed" ? "manage.shownBefore" : "manage.shown")}</p><p class="who">${signatoryName(say, input)}</p>
    ${when(
      input.reservation,
      (text) =>
        html`<p class="reservation">${say.rich("signatories.reservation", { text: html`<bdi>${text}</bdi>` })}</p>`,
    )}</div>`;
}

function logoSection({ say }: Site, token: string): Html {
  return html`<section><h2>${say("logo.manageHeading")}</h2>
    <p>${say("logo.manageText")} <a href="${withQuery("/logo", { token })}">${say("logo.manageLink")}</a></p></section>`;
}

function evidenceSection({ say }: Site, token: string): Html {
  return html`<section><h2>${say("manage.evidenceHeading")}</h2>
    <p>${say("manage.evidenceText")}</p>
    <p class="actions"><a class="button quiet" href="${withQuery(EVIDENCE_PATH, { token })}">${say("waiting.give")}</a></p></section>`;
}

function withdrawSection(site: Site, token: string): Html {
  const { say } = site;
  return html`<section><h2>${say("manage.withdrawHeading")}</h2>
    <p>${say("manage.withdrawText")}</p>
    <p class="actions"><a class="button" href="${withQuery("/manage/withdraw", { token })}">${say("manage.withdraw")}</a></p></section>`;
}

function anonymiseSection(site: Site, token: string): Html {
  const { say } = site;
  return html`<section><h2>${say("manage.anonymiseHeading")}</h2>
    <p>${say("manage.anonymiseText")}</p>
    <p class="actions"><a class="button quiet" href="${withQuery("/manage/anonymise", { token })}">${say("manage.anonymise")}</a></p></section>`;
}

/** Why it was removed, and who answers for that. */
function removalSection(site: Site, { statement }: ManagedView, reason: NonNullable<ManagedView["reason"]>): Html {
  const { say } = site;
  return html`<p>${say("manage.removedReason")} <strong>${say(`removal.${reason}`)}</strong></p>
    ${when(
      statement.terms,
      ({ controller }) =>
        html`<p>${say.rich("manage.removedContact", {
          name: html`<bdi>${controller.name}</bdi>`,
          contact: html`<bdi>${controller.contact}</bdi>`,
        })}</p>`,
    )}`;
}

function anonymiseSurePage(site: Site, { statement }: ManagedView, token: string): Html {
  const { say } = site;
  return layout({
    say,
    title: say("manage.anonymiseSureTitle"),
    kind: "page",
    hide: true,
    main: html`<h1>${say("manage.anonymiseSureTitle")}</h1>
      <p>${say("manage.anonymiseSureText", { title: statement.title })}</p>
      <p>${say("manage.anonymiseSureCopies")}</p>
      <div class="actions">
        <form method="post" action="/manage/anonymise">${hidden("token", token)}<button>${say("manage.anonymiseSureYes")}</button></form>
        <a class="button quiet" href="${withQuery("/manage", { token })}">${say("manage.anonymiseSureNo")}</a>
      </div>`,
    footer: siteFooter(site),
  });
}

function surePage(site: Site, { statement }: ManagedView, token: string): Html {
  const { say } = site;
  return layout({
    say,
    title: say("manage.sureTitle"),
    kind: "page",
    hide: true,
    main: html`<h1>${say("manage.sureTitle")}</h1>
      <p>${say("manage.sureText", { title: statement.title })}</p>
      <p>${say("manage.sureCopies")}</p>
      <div class="actions">
        <form method="post" action="/manage/withdraw">${hidden("token", token)}<button>${say("manage.sureYes")}</button></form>
        <a class="button quiet" href="${withQuery("/manage", { token })}">${say("manage.sureNo")}</a>
      </div>`,
    footer: siteFooter(site),
  });
}

function withdrawnPage(site: Site, statement: ManagedView["statement"], done: Confirmed): Html {
  return departedPage(site, statement, done, "withdrawn", "withdrawal");
}

function anonymisedPage(site: Site, statement: ManagedView["statement"], done: Confirmed): Html {
  return departedPage(site, statement, done, "forgotten", "anonymisation");
}

function departedPage(
  site: Site,
  statement: ManagedView["statement"],
  done: Confirmed,
  words: "withdrawn" | "forgotten",
  file: string,
): Html {
  const { say } = site;
  return layout({
    say,
    title: say(`manage.${words}Title`),
    kind: "page",
    hide: true,
    main: html`<h1>${say(`manage.${words}Title`)}</h1>
      <p class="lead">${say(`manage.${words}Text`, { title: statement.title })}</p>
      ${when(done.receipt === null, () => html`<p>${say("confirm.receiptLater")}</p>`)}
      <p><a href="${done.receiptUrl}" download="${file}-${statement.slug}.json">${say(`manage.${words}Receipt`)}</a></p>
      <p class="actions"><a class="button quiet" href="${statementPath(statement, "", ownKey(site, statement))}">${say("confirm.backToStatement")}</a></p>`,
    footer: siteFooter(site),
  });
}
