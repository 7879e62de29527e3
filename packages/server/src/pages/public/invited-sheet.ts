import type { Hono } from "hono";
import { html } from "hono/html";
import type { SheetView } from "../../depositary/invitations.ts";
import { withQuery } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { digest } from "../../views/technicians.ts";
import { sendPage } from "../send.ts";
import type { Site } from "./site.ts";
import { ownKey, siteFooter } from "./site.ts";

/** `/invited/sheet?token=…`: a page to print or pass on to whoever decides. Its token shows this page and does nothing else. */
export function mountInvitedSheet(app: Hono, site: Site): void {
  app.get("/invited/sheet", async function showSheet(c) {
    const sheet = await site.depositary.invitations.sheet(c.req.query("token") ?? "");
    return sendPage(
      c,
      layout({
        say: site.say,
        title: site.say("invited.sheetTitle", { title: sheet.statement.title }),
        kind: "page",
        hide: true,
        main: sheetBody(site, sheet),
        footer: siteFooter(site),
      }),
    );
  });
}

function sheetBody(site: Site, { statement, name }: SheetView): Html {
  const { say } = site;
  const address = withQuery(statement.url, { key: ownKey(site, statement) });
  const initiators = say.list(statement.initiators.map((one) => one.name));
  const until =
    statement.closes === null ? say("invited.noDate") : say("invited.until", { day: say.day(statement.closes) });
  const over = say("invited.closedText", { title: statement.title });
  return html`<article class="decision-sheet">
    <p class="overline">${say("invited.sheetTo", { name })}</p>
    <h1><bdi>${statement.title}</bdi></h1>
    <p class="lead">${say("invited.sheetAsk", { initiators, name })}</p>
    <h2>${say("invited.sheetWhole")}</h2>
    <p><a href="${address}">${address}</a></p>
    <p>${say("invited.sheetWholeText")} ${say.rich("invited.sheetDigest", { digest: digest(statement.version?.digest ?? "") })}</p>
    <h2>${say("invited.sheetMeans")}</h2>
    <ul>
      <li>${say("invited.sheetMeansPublic", { name })}</li>
      <li>${say("invited.sheetMeansText", { name })}</li>
      <li>${say("invited.sheetMeansBack")}</li>
      <li>${say("invited.sheetMeansAuthority", { name })}</li>
    </ul>
    <h2>${say("invited.sheetWhen")}</h2>
    <p>${statement.state === "open" ? until : over}</p>
    <h2>${say("invited.sheetHow")}</h2>
    <p>${say("invited.sheetHowText", { name })}</p>
    <h2>${say("invited.sheetDecision")}</h2>
    <ul class="to-tick"><li>${say("invited.sheetYes")}</li><li>${say("invited.sheetNo")}</li></ul>
    <p class="to-fill">${say("invited.sheetRole")}</p>
    <p class="to-fill">${say("invited.sheetDay")}</p>
    <p class="muted">${say("invited.sheetPower")}</p>
  </article>`;
}
