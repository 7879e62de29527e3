import type { Hono } from "hono";
import { html } from "hono/html";
import type { OwnDispute } from "../../depositary/disputes.ts";
import { tidyPastedNote } from "../../http/pasted-note.ts";
import { readForm, readPostedToken } from "../../http/read-form.ts";
import { statementPath } from "../../views/address.ts";
import { copyField } from "../../views/copy-field.ts";
import { hidden, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import type { Say } from "../../words/speak.ts";
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
    const { token, note } = await readForm(c);
    const given = typeof token === "string" ? token : "";
    const pasted = typeof note === "string" ? note : "";
    const { own, problem } = await disputes.settle(given, tidyPastedNote(pasted));
    return sendPage(c, ownDisputePage(site, own, given, { problem, note: pasted }));
  });
}

/** Of the look that was just asked for: what was seen instead, and the note that was pasted. */
type Looked = { readonly problem: string | null; readonly note: string };

const NOT_LOOKED: Looked = { problem: null, note: "" };

/** @param token by which it was opened; null of whoever typed the code, and has the link in the mail */
export function ownDisputePage(site: Site, own: OwnDispute, token: string | null, looked = NOT_LOOKED): Html {
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
      ${state === "open" ? next(site, own, token, looked) : ""}
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

/** What settles it: a record and perhaps a key, where the domain may, or a human. */
function next({ say }: Site, own: OwnDispute, token: string | null, { problem, note }: Looked): Html {
  const { domain, level } = own.disputed;
  const { record, asksKey } = own;
  if (domain === null) return html`<p>${say("dispute.human")}</p>`;
  if (record === null) return html`<p>${say("dispute.humanDomain", { domain })}</p>`;
  const madeWith = asksKey ? "recordMadeWithMore" : level >= 3 ? "recordMadeWith" : "recordMadeByMail";
  const form = (token: string) => html`<form method="post" action="/dispute/settle">${hidden("token", token)}
    ${when(asksKey, () => textArea(say, { name: "note", label: say("evidencePage.keyNote"), hint: say("dispute.keyNoteHint"), value: note, rows: 6, maxlength: 4_000 }))}
    <p class="actions"><button>${say(asksKey ? "dispute.keyLook" : "dispute.recordLook")}</button></p></form>`;
  return html`<section><h2>${say("dispute.recordHeading")}</h2>
    <p>${say("dispute.recordMailbox", { domain })} ${say(`dispute.${madeWith}`)} ${say(asksKey ? "dispute.recordDoFirst" : "dispute.recordDo")}</p>
    <dl class="type-row"><dt>${say("dispute.recordType")}</dt><dd>TXT</dd></dl>
    ${copied(say, { name: "host", label: say("dispute.recordName"), value: record.name })}
    ${copied(say, { name: "record", label: say("dispute.recordValue"), value: record.value })}
    ${when(asksKey, () => keyWay(say, own, domain))}
    ${when(problem, (seen) => html`<p class="notice" role="status">${seen}</p>`)}
    ${token === null ? html`<p>${say("dispute.recordByLink")}</p>` : form(token)}
    <p>${say("dispute.recordElse")}</p></section>`;
}

/** How the organisation's own key says so. */
function keyWay(say: Say, { statement, disputed }: OwnDispute, domain: string): Html {
  const command = `undersigned sign --key ${domain}.key --statement ${statement.log?.origin ?? ""} --dispute ${disputed.index}`;
  return html`<p>${say("dispute.keyText", { domain })}</p>
    ${copied(say, { name: "keygen", label: say("evidencePage.keyMake"), value: `undersigned keygen ${domain}` })}
    ${copied(say, { name: "command", label: say("dispute.keyCommand"), value: command })}`;
}

function copied(say: Say, field: { name: string; label: string; value: string }): Html {
  return copyField({ ...field, copy: say("evidencePage.copy"), copied: say("evidencePage.copied") });
}
