import type { Context } from "hono";
import { html } from "hono/html";
import type { InvitationView } from "../../depositary/invitations.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { withQuery } from "../../views/address.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { pager } from "../../views/pager.ts";
import type { Say } from "../../words/speak.ts";
import type { Visit } from "./admin-site.ts";
import type { State } from "./invitation-words.ts";
import { pathOf, STATES, stateWords } from "./invitation-words.ts";

const PAGE = 50;

export type Query = {
  readonly state: State | undefined;
  readonly mailbox: string;
  readonly cursor: string | undefined;
};

export function readQuery(c: Context): Query {
  const { state, mailbox = "", cursor } = c.req.query();
  return {
    state: STATES.find((one) => one === state),
    mailbox: mailbox.trim().slice(0, 300),
    cursor: cursor || undefined,
  };
}

/** What was typed to find is not always an address: then nothing is found. */
export async function findPage({ site }: Visit, { id }: StatementView, { state, mailbox, cursor }: Query) {
  const { invitations } = site.depositary;
  const page = { state, cursor, limit: PAGE };
  if (mailbox === "") return await invitations.list(id, page);
  try {
    return await invitations.list(id, { ...page, mailbox });
  } catch {
    return { ...(await invitations.list(id, { limit: 1 })), items: [], next: null };
  }
}

/** Those that were found, with the way to find others. */
export function foundInvitations(
  visit: Visit,
  statement: StatementView,
  query: Query,
  { items, next }: { readonly items: readonly InvitationView[]; readonly next: string | null },
): Html {
  const { say } = visit.site;
  return html`${searchForm(say, statement, query)}
      ${list(say, visit, statement, query, items)}
      ${pages(say, statement, query, next)}`;
}

function searchForm(say: Say, statement: StatementView, { state, mailbox }: Query): Html {
  return html`<form class="search" role="search" method="get" action="${pathOf(statement)}#all">
    <div><label for="mailbox">${say("adminInvitations.find")}</label>
    <input id="mailbox" name="mailbox" type="search" value="${mailbox}" maxlength="254" aria-describedby="mailbox-hint"></div>
    <div><label for="state">${say("adminInvitations.show")}</label>
    <select id="state" name="state"><option value="">${say("adminInvitations.all")}</option>${each(
      STATES,
      (one) => html`<option value="${one}" ${one === state ? "selected" : ""}>${stateWords(say, one)}</option>`,
    )}</select></div>
    <button class="quiet">${say("adminInvitations.go")}</button>
    <p class="hint" id="mailbox-hint">${say("adminInvitations.findHint")}</p>
  </form>`;
}

function list(say: Say, visit: Visit, statement: StatementView, query: Query, items: readonly InvitationView[]): Html {
  const searched = query.state !== undefined || query.mailbox !== "" || query.cursor !== undefined;
  if (items.length === 0) {
    return html`<p class="muted">${searched ? say("adminInvitations.nothingFound") : say("adminInvitations.none")}</p>
      ${when(searched, () => html`<p><a href="${pathOf(statement)}#all">${say("adminInvitations.clear")}</a></p>`)}`;
  }
  return html`<ol class="signatures-all">${each(items, (one) => invitation(say, visit, statement, one))}</ol>`;
}

function invitation(say: Say, visit: Visit, statement: StatementView, one: InvitationView): Html {
  const facts = [
    one.mailedAt === null
      ? say("adminInvitations.notSent")
      : say("adminInvitations.sentOn", { day: say.day(one.mailedAt) }),
    ...(one.decidingUntil === null ? [] : [say("adminInvitations.decidingUntil", { day: say.day(one.decidingUntil) })]),
    ...(one.reminders === 0 ? [] : [say("adminInvitations.reminders", { count: one.reminders })]),
  ];
  return html`<li>
    <p class="who"><bdi>${one.name}</bdi> <span class="tag">${stateWords(say, one.state)}</span></p>
    <p class="muted">${one.mailbox === "" ? say("adminInvitations.noMailbox") : html`<bdi>${one.mailbox}</bdi>`}${when(
      one.contact,
      (contact) => html` · <bdi>${contact}</bdi>`,
    )}</p>
    <p class="muted">${facts.join(" · ")}</p>
    <ul class="acts" aria-label="${say("adminInvitations.actsOf", { name: one.name })}">
      ${when(statement.state === "open", () => remindButton(say, visit, statement, one))}
      <li><a href="${pathOf(statement)}/${one.id}/take-back">${say("adminInvitations.takeBack")}</a></li>
    </ul>
  </li>`;
}

function remindButton(say: Say, visit: Visit, statement: StatementView, { id, remindableAt }: InvitationView): Html {
  if (remindableAt === null) return NOTHING;
  if (remindableAt > visit.site.depositary.clock()) {
    return html`<li class="muted">${say("adminInvitations.remindFrom", { day: say.day(remindableAt) })}</li>`;
  }
  return html`<li><form method="post" action="${pathOf(statement)}/${id}/remind">${hidden("csrf", visit.csrf)}<button class="plain">${say("adminInvitations.remind")}</button></form></li>`;
}

function pages(say: Say, statement: StatementView, { state, mailbox, cursor }: Query, next: string | null): Html {
  const href = (to: string | undefined) => withQuery(pathOf(statement), { state, mailbox, cursor: to });
  return pager({
    label: say("adminInvitations.pages"),
    next: next === null ? null : { href: href(next), words: say("adminInvitations.next") },
    first: cursor === undefined ? null : { href: href(undefined), words: say("adminInvitations.first") },
  });
}
