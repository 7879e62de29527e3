import { RefusedError } from "@undersigned/core/errors.ts";
import type { Hono } from "hono";
import { html } from "hono/html";
import type { Mail } from "../../depositary/outbox.ts";
import { withQuery } from "../../views/address.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { pager } from "../../views/pager.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { adminPage, goOn } from "./frame.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

const PAGE = 30;

/** `/admin/outbox`: mails that wait, were sent or failed, newest first, with their links where they still work. */
export function mountOutbox(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/outbox",
    shown(site, async (c, visit) => {
      const { say, depositary } = visit.site;
      const cursor = c.req.query("cursor") || undefined;
      const { items, next } = await depositary.outbox.list({ cursor, limit: PAGE });
      const main = html`<h1>${say("adminOutbox.title")}</h1>
      ${depositary.identity.mailConfigured ? html`<p>${say("adminOutbox.lead")}</p>` : html`<p class="notice">${say("adminOutbox.noMail")}</p>`}
      ${when(items.length === 0, () => html`<h2>${say("adminOutbox.emptyTitle")}</h2><p>${say("adminOutbox.empty")}</p>`)}
      <ul class="mails">${each(items, (one, index) => mail(say, visit, one, index === 0 && cursor === undefined))}</ul>
      ${pager({
        label: say("adminOutbox.pages"),
        next:
          next === null
            ? null
            : { href: withQuery("/admin/outbox", { cursor: next }), words: say("adminOutbox.older") },
        first: cursor === undefined ? null : { href: "/admin/outbox", words: say("adminOutbox.newest") },
      })}`;
      return adminPage(c, visit, { title: say("adminOutbox.title"), section: "outbox", main });
    }),
  );
  app.post(
    "/admin/outbox",
    done(site, async (c, _visit, typed) => {
      try {
        await site.depositary.outbox.retry(oneLine(typed, "id"));
      } catch (error) {
        // It went out in the meantime, or somebody else pressed first.
        if (!(error instanceof RefusedError && error.code === "not_found")) throw error;
        return goOn(c, "/admin/outbox");
      }
      return goOn(c, "/admin/outbox", "retried");
    }),
  );
}

function mail(say: Say, visit: Visit, one: Mail, isNewest: boolean): Html {
  const written =
    one.sentAt === null
      ? say("adminOutbox.writtenAt", { moment: say.moment(one.createdAt) })
      : say("adminOutbox.sentAt", { moment: say.moment(one.sentAt) });
  return html`<li class="mail ${one.state}">
    <p class="mail-head"><span class="tag">${say(`adminOutbox.${one.state}`)}</span> <strong><bdi>${one.subject || say("adminOutbox.wiped")}</bdi></strong></p>
    <p class="muted">${when(one.to, (to) => html`${say.rich("adminOutbox.to", { mailbox: html`<bdi>${to}</bdi>` })} · `)}${written}${when(
      one.state !== "sent" && one.attempts > 0,
      () => html` · ${say("adminOutbox.attempts", { count: one.attempts })}`,
    )}</p>
    ${when(one.error !== null && one.state !== "sent", () => html`<p class="mail-error">${say("adminOutbox.error", { error: one.error ?? "" })}</p>`)}
    <details ${isNewest && one.links.length > 0 ? "open" : ""}><summary>${say("adminOutbox.read")}</summary>
      <div class="mail-text" dir="auto">${linked(one)}</div>
    </details>
    ${when(
      one.state === "failed" || (one.state === "waiting" && one.error !== null),
      () => html`<form method="post" action="/admin/outbox">${hidden("csrf", visit.csrf)}${hidden("id", one.id)}
        <button class="quiet">${say("adminOutbox.retry")}</button></form>`,
    )}
  </li>`;
}

/** The words of a mail, its links in place. */
function linked({ text, links }: Mail): Html {
  const places = [...new Set(links)].flatMap((link) => {
    const start = text.indexOf(link);
    return start < 0 ? [] : [{ start, link }];
  });
  places.sort((a, b) => a.start - b.start);
  const rest = places.reduce((from, { start, link }) => Math.max(from, start + link.length), 0);
  return html`${each(places, ({ start, link }, index) => {
    const previous = places[index - 1];
    const from = previous === undefined ? 0 : previous.start + previous.link.length;
    return html`${text.slice(from, start)}<a href="${link}" rel="noreferrer" dir="ltr">${link}</a>`;
  })}${text.slice(rest)}`;
}
