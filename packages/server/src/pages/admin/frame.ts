import type { Context } from "hono";
import { html } from "hono/html";
import type { Act } from "../../depositary/roles.ts";
import { reachOf } from "../../depositary/roles.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import type { Say } from "../../words/speak.ts";
import { sendPage } from "../send.ts";
import type { Visit } from "./admin-site.ts";

/** With the act that opens each: the menu shows what the account may see. */
const SECTIONS = [
  ["statements", "/admin", "list"],
  ["outbox", "/admin/outbox", "depositary"],
  ["witnesses", "/admin/witnesses", "depositary"],
  ["accounts", "/admin/accounts", "depositary"],
  ["trail", "/admin/trail", "depositary"],
  ["tokens", "/admin/tokens", "tokens"],
  ["represented", "/representatives", "represent"],
  ["account", "/admin/account", "account"],
] as const satisfies readonly (readonly [string, string, Act])[];

export type Section = (typeof SECTIONS)[number][0];

const ADMIN_SHEETS = ["admin.css", "editor.css", "import.css", "frozen.css"];

/** What a redirect says was done: shown once, at the head of the next page. */
const DEEDS = [
  "saved",
  "discarded",
  "extended",
  "closed",
  "answered",
  "corrected",
  "translated",
  "opened",
  "reopened",
  "begun",
  "retried",
  "revoked",
  "invited",
  "uninvited",
  "roleChanged",
  "assigned",
  "unassigned",
  "accountRemoved",
  "sessionEnded",
  "sessionsEnded",
  "accountMade",
  "openidBound",
  "openidUnbound",
  "representativeRevoked",
  "representativeRestored",
  "passkeyAdded",
  "passkeyRemoved",
  "tidied",
  "removed",
  "reread",
  "nameAdmitted",
  "nameAdmittedWaits",
  "nameRefused",
  "signatureRemoved",
  "signatureErased",
  "signatureAnonymised",
  "peopleForgotten",
  "invitationSent",
  "invitedMany",
  "alreadyInvited",
  "alreadySigned",
  "wantsNoMail",
  "reminded",
  "remindedNobody",
  "invitationTakenBack",
  "listDiscarded",
  "importDiscarded",
  "broughtIn",
  "disputeUpheld",
  "disputeRemoved",
  "disputeHidden",
  "disputeDeclined",
  "welcome",
] as const;

export type Deed = (typeof DEEDS)[number];

export type AdminPage = {
  readonly title: string;
  readonly section?: Section | undefined;
  readonly main: Html;
  /** Room for two columns. */
  readonly wide?: boolean | undefined;
  readonly scripts?: readonly string[] | undefined;
};

/** A page for a signed-in administrator, with the menu. */
export function adminPage(
  c: Context,
  visit: Visit,
  page: AdminPage,
  status: 200 | 403 | 404 | 409 | 422 = 200,
): Promise<Response> {
  const { say } = visit.site;
  return sendPage(
    c,
    layout({
      say,
      title: page.title,
      kind: "administration",
      hide: true,
      nav: menu(say, visit, page.section),
      main: html`<div class="${page.wide ? "wide" : "narrow"}">${troubleNotice(visit)}${deedNotice(c, say)}${page.main}</div>`,
      styles: ADMIN_SHEETS,
      scripts: page.scripts,
    }),
    status,
  );
}

/** A page for somebody who is not signed in: setting up, signing in. */
export function doorPage(
  c: Context,
  say: Say,
  page: Pick<AdminPage, "title" | "main" | "scripts">,
  status: 200 | 403 | 404 | 410 | 422 | 429 = 200,
): Promise<Response> {
  return sendPage(
    c,
    layout({
      say,
      title: page.title,
      kind: "administration",
      hide: true,
      main: html`<div class="narrow">${page.main}</div>`,
      styles: ADMIN_SHEETS,
      scripts: page.scripts,
    }),
    status,
  );
}

/** To another page, saying there what was done. */
export function goOn(c: Context, path: string, deed?: Deed, fragment = ""): Response {
  return c.redirect(`${path}${deed === undefined ? "" : `?done=${deed}`}${fragment}`, 303);
}

/** On every page: whoever comes first may be the one who knows whom to call. */
function troubleNotice({ site: { depositary, say } }: Visit): Html {
  return when(
    depositary.trouble(),
    (trouble) =>
      html`<div class="notice" role="alert"><p><strong>${say("admin.troubleTitle")}</strong></p><p>${say("admin.troubleLead")}</p><p>${trouble}</p></div>`,
  );
}

function deedNotice(c: Context, say: Say): Html {
  const told = c.req.query("done");
  const deed = DEEDS.find((name) => name === told);
  return when(deed, () => html`<p class="deed" role="status">${say(`admin.done_${deed ?? "saved"}`)}</p>`);
}

/** What the account may see, and of what is everybody's own, only what is its role's business. */
function isShown({ account }: Visit, name: Section, act: Act): boolean {
  return reachOf(account.role, act) !== null && (name !== "represented" || account.role === "representative");
}

function menu(say: Say, visit: Visit, current: Section | undefined): Html {
  return html`<nav class="menu" aria-label="${say("admin.menu")}"><ul>
    ${each(
      SECTIONS.filter(([name, , act]) => isShown(visit, name, act)),
      ([name, path]) =>
        html`<li><a href="${path}" ${name === current ? html`aria-current="true"` : ""}>${say(`admin.${name}`)}</a></li>`,
    )}
    <li><form method="post" action="/sign-out">${hidden("csrf", visit.csrf)}<button class="plain">${say("admin.signOut")}</button></form></li>
  </ul></nav>`;
}
