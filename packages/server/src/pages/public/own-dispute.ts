import type { Hono } from "hono";
import { html } from "hono/html";
import type { OwnDispute } from "../../depositary/disputes.ts";
import { readForm } from "../../http/read-form.ts";
import { statementPath } from "../../views/address.ts";
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
    const { token } = await readForm(c);
    const given = typeof token === "string" ? token : "";
    return sendPage(c, ownDisputePage(site, await disputes.confirm({ token: given }), given));
  });
}

/** @param token by which it was opened; null of whoever typed the code, and has the link in the mail */
export function ownDisputePage(site: Site, own: OwnDispute, token: string | null): Html {
  const { say } = site;
  const { statement, disputed, state } = own;
  const title = say(state === "unconfirmed" ? "dispute.confirmTitle" : "dispute.ownTitle");
  return layout({
    say,
    title,
    kind: "page",
    hide: true,
    main: html`<h1>${title}</h1>
      ${state === "unconfirmed" ? confirmSection(site, own, token ?? "") : standing(site, own)}
      ${disputedBox(site, statement, disputed)}
      ${state === "open" ? next(site, own) : ""}
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

/** What settles it. */
function next({ say }: Site, { disputed: { domain } }: OwnDispute): Html {
  return html`<p>${domain === null ? say("dispute.human") : say("dispute.humanDomain", { domain })}</p>`;
}
