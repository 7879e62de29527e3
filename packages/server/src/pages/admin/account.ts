import type { Hono } from "hono";
import { html } from "hono/html";
import { reachOf } from "../../depositary/roles.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import type { AdminSite } from "./admin-site.ts";
import { adminPage } from "./frame.ts";
import { shown } from "./visit.ts";

/** `/admin/account`: who is signed in, for which organisation, and what this site is. */
export function mountAccount(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/account",
    shown(site, async (c, visit) => {
      const { say, depositary } = visit.site;
      const { identity } = depositary;
      const organisation = await depositary.administrators.organisation();
      const mailOff = say.rich("adminAccount.mailOff", {
        link: (inside) => html`<a href="/admin/outbox">${inside}</a>`,
      });
      const main = html`<h1>${say("adminAccount.title")}</h1>
      ${facts([
        [say("adminAccount.name"), html`<bdi>${visit.account.name}</bdi>`],
        [say("adminAccount.mailbox"), html`<bdi>${visit.account.mailbox}</bdi>`],
        [say("adminAccount.role"), html`${say(`roles.${visit.account.role}`)}`],
        ...(organisation === null ? [] : organisationFacts()),
      ])}
      <form method="post" action="/sign-out">${hidden("csrf", visit.csrf)}<button class="quiet">${say("adminAccount.signOut")}</button></form>
      <p><a href="/admin/sessions">${say("adminAccount.sessions")}</a> · <a href="/admin/passkeys">${say("adminPasskeys.title")}</a>${when(depositary.openIdSignIn.providers.length > 0, () => html` · <a href="/admin/openid">${say("adminOpenId.title")}</a>`)}</p>
      ${when(reachOf(visit.account.role, "depositary"), () => siteFacts())}`;
      return adminPage(c, visit, { title: say("adminAccount.title"), section: "account", main });

      function siteFacts(): Html {
        return html`<h2>${say("adminAccount.site")}</h2>
      ${facts([
        [say("adminAccount.address"), html`${identity.baseUrl}`],
        [say("adminAccount.mail"), identity.mailConfigured ? html`${say("adminAccount.mailOn")}` : mailOff],
        [
          say("adminAccount.folder"),
          html`<code>${identity.dataDir}</code><br><span class="muted">${say("adminAccount.folderHint")}</span>`,
        ],
      ])}
      <details class="technicians"><summary>${say("site.technicians")}</summary>
        ${facts([[say("adminAccount.key"), html`<span class="digest">${identity.vkey}</span>`]])}</details>`;
      }

      function organisationFacts(): [string, Html][] {
        const { name = "", domain, contact = "" } = organisation ?? {};
        return [
          [say("adminAccount.organisation"), html`<bdi>${name}</bdi>`],
          ...(domain === undefined
            ? []
            : [[say("adminAccount.domain"), html`<bdi>${domain}</bdi>`] satisfies [string, Html]]),
          [say("adminAccount.contact"), html`<bdi>${contact}</bdi>`],
        ];
      }
    }),
  );
}

function facts(pairs: readonly (readonly [name: string, value: Html])[]): Html {
  return html`<dl class="facts">${each(pairs, ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}
