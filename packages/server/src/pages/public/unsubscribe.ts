import type { Hono } from "hono";
import { html } from "hono/html";
import { readForm } from "../../http/read-form.ts";
import { hidden } from "../../views/form.ts";
import { layout } from "../../views/layout.ts";
import { sendPage } from "../send.ts";
import { hostOf, wantNoMore } from "./invited.ts";
import type { Site } from "./site.ts";
import { siteFooter } from "./site.ts";

/**
 * `/invited/unsubscribe?token=…`: where the button of a mail program leads. It posts (RFC 8058), with the token in the
 * address, and asks for no more; opening the address shows a button that does the same.
 */
export function mountUnsubscribe(app: Hono, site: Site): void {
  const { say } = site;
  app.get("/invited/unsubscribe", async function askUnsubscribe(c) {
    const token = c.req.query("token") ?? "";
    await site.depositary.invitations.invited(token);
    const title = say("invited.unsubscribeTitle");
    const main = html`<h1>${title}</h1>
      <p class="lead">${say("invited.unsubscribeText", { host: hostOf(site) })}</p>
      <form method="post" action="/invited/unsubscribe">${hidden("token", token)}
        <p class="actions"><button>${say("invited.unsubscribe")}</button></p></form>`;
    return sendPage(c, layout({ say, title, kind: "page", hide: true, main, footer: siteFooter(site) }));
  });
  app.post("/invited/unsubscribe", async function unsubscribe(c) {
    const { token } = await readForm(c);
    const given = typeof token === "string" ? token : (c.req.query("token") ?? "");
    return await wantNoMore(c, site, given, "depositary");
  });
}
