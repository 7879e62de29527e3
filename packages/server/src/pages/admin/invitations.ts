import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { InvitationCounts, InvitationOutcome, InvitationView } from "../../depositary/invitations.ts";
import { INVITATION_DAYS, MAILS_A_MINUTE } from "../../depositary/invitations.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { formatCsv } from "../../invite/format-csv.ts";
import { LIST_ROWS } from "../../invite/read-list.ts";
import { withQuery } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField, selectField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { ownName } from "../../views/language.ts";
import { pager } from "../../views/pager.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { titleOf } from "./draft-heading.ts";
import { findForAdministrator } from "./find-statement.ts";
import type { Deed } from "./frame.ts";
import { adminPage, goOn } from "./frame.ts";
import { refusals } from "./refusals.ts";
import type { Typed } from "./typed.ts";
import { NOTHING_TYPED, oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

const PATH = "/admin/statements/:id/invitations";
const PAGE = 50;

export type State = InvitationView["state"];

const STATES = ["waiting", "invited", "opened", "deciding", "signed", "declined", "opted-out"] as const;

/** `/admin/statements/:id/invitations`: who is invited, what became of it, one more, and the way to many more. */
export function mountInvitations(app: Hono, site: AdminSite): void {
  app.get(
    PATH,
    shown(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      return statement === null ? c.notFound() : listPage(c, visit, statement, NOTHING_TYPED, []);
    }),
  );
  app.post(
    PATH,
    done(site, async (c, visit, typed) => {
      const statement = await findOpened(c, visit);
      if (statement === null) return c.notFound();
      try {
        const given = {
          mailbox: oneLine(typed, "mailbox"),
          name: oneLine(typed, "name"),
          lang: oneLine(typed, "lang") || undefined,
          contact: oneLine(typed, "contact") || undefined,
        };
        const [outcome] = await site.depositary.invitations.invite(statement.id, [given], doerOf(visit));
        return goOn(c, pathOf(statement), deedOf(outcome));
      } catch (error) {
        return listPage(c, visit, statement, typed, refusals(site.say, error));
      }
    }),
  );
  app.post(
    `${PATH}/:invitation/remind`,
    done(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      if (statement === null) return c.notFound();
      try {
        const count = await site.depositary.invitations.remind(
          statement.id,
          [c.req.param("invitation") ?? ""],
          doerOf(visit),
        );
        return goOn(c, pathOf(statement), count === 0 ? "remindedNobody" : "reminded");
      } catch (error) {
        return listPage(c, visit, statement, NOTHING_TYPED, refusals(site.say, error));
      }
    }),
  );
  app.get(
    `${PATH}.csv`,
    shown(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      return statement === null ? c.notFound() : sendCsv(c, "invitations.csv", await listRows(visit, statement));
    }),
  );
}

/** The statement, if it was ever opened: before that nobody can be invited. */
export async function findOpened(c: Context, visit: Visit): Promise<StatementView | null> {
  const statement = await findForAdministrator(c, visit);
  return statement === null || statement.state === "draft" ? null : statement;
}

export function pathOf({ id }: Pick<StatementView, "id">): string {
  return `/admin/statements/${id}/invitations`;
}

/** What became of an invitation, in words. */
export function stateWords(say: Say, state: State): string {
  return say(state === "opted-out" ? "adminInvitations.optedOut" : `adminInvitations.${state}`);
}

/** A file to keep, which a spreadsheet program opens without running anything in it. */
export function sendCsv(c: Context, name: string, rows: readonly (readonly string[])[]): Response {
  return c.body(formatCsv(rows), 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}"`,
  });
}

function deedOf(outcome: InvitationOutcome | undefined): Deed {
  switch (outcome?.outcome) {
    case "signed":
      return "alreadySigned";
    case "opted-out":
      return "wantsNoMail";
    case "already":
      return "alreadyInvited";
    default:
      return "invitationSent";
  }
}

async function listRows({ site: { depositary, say } }: Visit, { id }: StatementView): Promise<string[][]> {
  const rows = [
    [
      say("adminInvitations.name"),
      say("adminInvitations.mailbox"),
      say("adminInvitations.contact"),
      say("adminInvitations.csvState"),
      say("adminInvitations.csvReminders"),
    ],
  ];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof depositary.invitations.list>> = await depositary.invitations.list(id, {
      cursor,
      limit: 200,
    });
    for (const { name, mailbox, contact = "", state, reminders } of page.items) {
      rows.push([name, mailbox, contact, stateWords(say, state), String(reminders)]);
    }
    cursor = page.next;
  }
  return rows;
}

type Query = { readonly state: State | undefined; readonly mailbox: string; readonly cursor: string | undefined };

function readQuery(c: Context): Query {
  const { state, mailbox = "", cursor } = c.req.query();
  return {
    state: STATES.find((one) => one === state),
    mailbox: mailbox.trim().slice(0, 300),
    cursor: cursor || undefined,
  };
}

async function listPage(
  c: Context,
  visit: Visit,
  statement: StatementView,
  typed: Typed,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say, depositary } = visit.site;
  const query = readQuery(c);
  const { items, next, counts } = await findPage(visit, statement, query);
  const isOpen = statement.state === "open";
  const main = html`<p class="overline"><a href="/admin/statements/${statement.id}"><bdi>${titleOf(say, statement)}</bdi></a></p>
    <h1>${say("adminInvitations.title")}</h1>
    ${errorSummary(say, errors)}
    <p>${isOpen ? say("adminInvitations.lead") : say("adminInvitations.closedLead", { days: INVITATION_DAYS })}</p>
    ${countsOf(say, counts)}
    ${when(isOpen, () => html`${inviteOne(say, visit, statement, typed, errors)}${inviteMany(say, statement)}`)}
    ${when(isOpen && !depositary.identity.mailConfigured, () => html`<p class="notice">${say("adminInvitations.noMail")}</p>`)}
    <section id="all"><h2>${say("adminInvitations.listHeading")}</h2>
      ${searchForm(say, statement, query)}
      ${list(say, visit, statement, query, items)}
      ${pages(say, statement, query, next)}
      ${ways(say, statement, counts)}
    </section>`;
  const page = { title: say("adminInvitations.title"), section: "statements", main } as const;
  return adminPage(c, visit, page, errors.length > 0 ? 422 : 200);
}

/** What was typed to find is not always an address: then nothing is found. */
async function findPage({ site }: Visit, { id }: StatementView, { state, mailbox, cursor }: Query) {
  const { invitations } = site.depositary;
  const page = { state, cursor, limit: PAGE };
  if (mailbox === "") return await invitations.list(id, page);
  try {
    return await invitations.list(id, { ...page, mailbox });
  } catch {
    return { ...(await invitations.list(id, { limit: 1 })), items: [], next: null };
  }
}

function countsOf(say: Say, counts: InvitationCounts): Html {
  return html`<dl class="counts" aria-label="${say("adminInvitations.counts")}">${each(
    STATES,
    (state) => html`<div><dt>${stateWords(say, state)}</dt><dd>${say.number(counts[state])}</dd></div>`,
  )}</dl>`;
}

function inviteOne(
  say: Say,
  visit: Visit,
  statement: StatementView,
  typed: Typed,
  errors: readonly FieldError[],
): Html {
  const languages = (statement.version?.texts ?? []).map(({ lang }) => lang);
  return html`<section><h2>${say("adminInvitations.oneHeading")}</h2>
    <form method="post" action="${pathOf(statement)}">${hidden("csrf", visit.csrf)}
      ${inputField(say, { name: "name", label: say("adminInvitations.name"), hint: say("adminInvitations.nameHint"), value: oneLine(typed, "name"), maxlength: 200, dirAuto: true, errors })}
      ${inputField(say, { name: "mailbox", type: "email", label: say("adminInvitations.mailbox"), hint: say("adminInvitations.mailboxHint"), value: oneLine(typed, "mailbox"), maxlength: 254, errors })}
      ${inputField(say, { name: "contact", label: say("adminInvitations.contact"), hint: say("adminInvitations.contactHint"), value: oneLine(typed, "contact"), maxlength: 200, optional: true, dirAuto: true, errors })}
      ${
        languages.length < 2
          ? NOTHING
          : selectField(say, {
              name: "lang",
              label: say("adminInvitations.lang"),
              value: oneLine(typed, "lang"),
              choices: languages.map((lang) => ({ value: lang, label: ownName(lang) })),
              errors,
            })
      }
      <p class="actions"><button>${say("adminInvitations.invite")}</button></p>
    </form></section>`;
}

function inviteMany(say: Say, statement: StatementView): Html {
  return html`<section><h2>${say("adminInvitations.manyHeading")}</h2>
    <p>${say("adminInvitations.manyLead", { rows: LIST_ROWS })}</p>
    <p><a class="button quiet" href="${pathOf(statement)}/list">${say("adminInvitations.manyButton")}</a></p>
    <p class="muted">${say("adminInvitations.pace", { count: MAILS_A_MINUTE })}</p></section>`;
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

/** States in which somebody was written to, and an answer is still awaited. */
const UNANSWERED = ["invited", "opened", "deciding"] as const;

function ways(say: Say, statement: StatementView, counts: InvitationCounts): Html {
  if (STATES.every((state) => counts[state] === 0)) return NOTHING;
  const isAwaited = statement.state === "open" && UNANSWERED.some((state) => counts[state] > 0);
  return html`<ul class="ways">
    ${when(isAwaited, () => html`<li><a href="${pathOf(statement)}/remind">${say("adminInvitations.remindAll")}</a></li>`)}
    <li><a href="${pathOf(statement)}.csv" download>${say("adminInvitations.download")}</a></li>
  </ul>`;
}
