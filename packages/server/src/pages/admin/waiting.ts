import type { Hono } from "hono";
import { html } from "hono/html";
import type { WaitingSignatureView } from "../../depositary/reviewing.ts";
import { withQuery } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { pager } from "../../views/pager.ts";
import { signatoryName } from "../../views/signatory.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite } from "./admin-site.ts";
import { findForAdministrator } from "./find-statement.ts";
import { adminPage } from "./frame.ts";
import { shown } from "./visit.ts";
import { wayUp } from "./way-up.ts";

const PAGE = 50;

/** `/admin/statements/:id/waiting`: confirmed signatures that wait, for what, and since when. No address is shown. */
export function mountWaiting(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/statements/:id/waiting",
    shown(site, async (c, visit) => {
      const statement = await findForAdministrator(c, visit);
      if (statement === null || statement.state === "draft") return c.notFound();
      const { say, depositary } = visit.site;
      const cursor = c.req.query("cursor") || undefined;
      const { items, next } = await depositary.reviewing.waiting(statement.id, { cursor, limit: PAGE });
      const here = `/admin/statements/${statement.id}/waiting`;
      const main = html`${wayUp(visit, statement)}
        <h1>${say("adminWaiting.title")}</h1>
        <p>${say("adminWaiting.lead")}</p>
        ${items.length === 0 ? html`<p class="muted">${say("adminWaiting.none")}</p>` : html`<ol class="signatures-all">${each(items, (one) => entry(say, here, one))}</ol>`}
        ${pager({
          label: say("adminWaiting.pages"),
          next: next === null ? null : { href: withQuery(here, { cursor: next }), words: say("adminWaiting.next") },
          first: cursor === undefined ? null : { href: here, words: say("adminWaiting.first") },
        })}`;
      return adminPage(c, visit, { title: say("adminWaiting.title"), section: "statements", main });
    }),
  );
}

function entry(say: Say, here: string, one: WaitingSignatureView): Html {
  return html`<li>
    <p class="who">${waitingName(say, one)}</p>
    <p class="muted">${say(`adminWaiting.${one.kind}`)} · ${say("adminWaiting.since", { day: say.day(one.since), until: say.day(one.until) })}</p>
    <ul>${each(missing(say, one), (words) => html`<li>${words}</li>`)}</ul>
    ${when(
      one.waitsFor.includes("review"),
      () =>
        html`<p class="acts"><a href="${here}/${one.id}">${say.rich("adminWaiting.lookMore", {
          name: html`<bdi>${one.name ?? ""}</bdi>`,
          more: (inside) => html`${inside}`,
        })}</a></p>`,
    )}
  </li>`;
}

/** Who waits, as far as administrators may know it. */
export function waitingName(say: Say, one: WaitingSignatureView): Html {
  if (one.name === null) return html`<span class="name">${say("adminWaiting.unnamed")}</span>`;
  return signatoryName(say, { ...one, name: one.name });
}

function missing(say: Say, { kind, waitsFor, vouch }: WaitingSignatureView): string[] {
  return waitsFor.map((what) => {
    if (what !== "evidence") return say(`adminWaiting.${what}`);
    if (kind === "person") return say("adminWaiting.personEvidence");
    return say(vouch ? "adminWaiting.vouch" : "adminWaiting.evidence");
  });
}
