import type { Hono } from "hono";
import { html } from "hono/html";
import type { OwnDispute } from "../../depositary/disputes.ts";
import { readPostedToken } from "../../http/read-form.ts";
import { statementPath } from "../../views/address.ts";
import { copyField } from "../../views/copy-field.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { sendPage } from "../send.ts";
import { disputedBox } from "./dispute-form.ts";
import type { Site } from "./site.ts";
import { ownKey, siteFooter } from "./site.ts";

/** `/dispute?token=`: by the mailed link, which only shows; a button confirms. Later it says how it stands. */
export function mountOwnDispute(app: Hono, site: Site): void {
  const { disputes } = site.depositary;
  app.get("/dispute", async function show(c) {
    const token = c.req.query("token") ?? "";
    return sendPage(c, ownDisputePage(site, await disputes.own(token), token));
  });
  app.post("/dispute", async function confirm(c) {
    const given = await readPostedToken(c);
    return sendPage(c, ownDisputePage(site, await disputes.confirm({ token: given }), given));
  });
  app.post("/dispute/settle", async function settle(c) {
    const given = await readPostedToken(c);
    const { own, problem } = await disputes.settle(given);
    return sendPage(c, ownDisputePage(site, own, given, problem));
  });
}

/** @param token by which it was opened; null of whoever typed the code, and has the link in the mail */
export function ownDisputePage(site: Site, own: OwnDispute, token: string | null, problem: string | null = null): Html {
  const { say } = site;
  const { statement, disputed, state } = own;
  const title = say(state === "unconfirmed" ? "dispute.confirmTitle" : "dispute.ownTitle");
  return layout({
    say,
    title,
    kind: "page",
    hide: true,
    styles: ["evidence.css"],
    scripts: ["copy-link.js"],
    main: html`<h1>${title}</h1>
      ${state === "unconfirmed" ? confirmSection(site, own, token ?? "") : standing(site, own)}
      ${disputedBox(site, statement, disputed)}
      ${state === "open" ? next(site, own, token, problem) : ""}
      <p class="actions"><a class="button quiet" href="${statementPath(statement, "", ownKey(site, statement))}">${say("dispute.backToStatement")}</a></p>`,
    footer: siteFooter(site),
  });
}

function confirmSection({ say }: Site, { statement, expires }: OwnDispute, token: string): Html {
  return html`<p class="lead">${say("dispute.confirmText", { title: statement.title })} ${say("dispute.confirmNext")}</p>
    <form method="post" action="/dispute">${hidden("token", token)}
      <p class="actions"><button>${say("dispute.confirmYes")}</button></p></form>
    <p class="muted">${say("dispute.confirmUntil", { moment: say.moment(expires) })}</p>`;
}

function standing({ say }: Site, { state, openedAt, settledAt }: OwnDispute): Html {
  const moment = say.moment((state === "open" ? openedAt : settledAt) ?? 0);
  const words =
    state === "unconfirmed" || state === "waiting"
      ? say(`dispute.state_${state}`)
      : say(`dispute.state_${state}`, { moment });
  return html`<p class="lead" role="status">${words}</p>`;
}

/** What settles it: a record, where the domain may, or a human. */
function next({ say }: Site, own: OwnDispute, token: string | null, problem: string | null): Html {
  const { domain, level } = own.disputed;
  const { record } = own;
  const copy = { copy: say("evidencePage.copy"), copied: say("evidencePage.copied") };
  if (domain === null) return html`<p>${say("dispute.human")}</p>`;
  if (record === null) return html`<p>${say("dispute.humanDomain", { domain })}</p>`;
  return html`<section><h2>${say("dispute.recordHeading")}</h2>
    <p>${say("dispute.recordMailbox", { domain })} ${say(level >= 3 ? "dispute.recordMadeWith" : "dispute.recordMadeByMail")} ${say("dispute.recordDo")}</p>
    <dl class="type-row"><dt>${say("dispute.recordType")}</dt><dd>TXT</dd></dl>
    ${copyField({ name: "host", label: say("dispute.recordName"), value: record.name, ...copy })}
    ${copyField({ name: "record", label: say("dispute.recordValue"), value: record.value, ...copy })}
    ${problem === null ? "" : html`<p class="notice" role="status">${problem}</p>`}
    ${
      token === null
        ? html`<p>${say("dispute.recordByLink")}</p>`
        : html`<form method="post" action="/dispute/settle">${hidden("token", token)}<p class="actions"><button>${say("dispute.recordLook")}</button></p></form>`
    }
    <p>${say("dispute.recordElse")}</p></section>`;
}
