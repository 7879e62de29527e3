import type { Context } from "hono";
import { html } from "hono/html";
import type { InvitationOutcome } from "../../depositary/invitations.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { FieldError } from "../../views/form.ts";
import { hidden, inputField, selectField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { NOTHING } from "../../views/html.ts";
import { ownName } from "../../views/language.ts";
import type { Say } from "../../words/speak.ts";
import type { Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import type { Deed } from "./frame.ts";
import { goOn } from "./frame.ts";
import { pathOf } from "./invitation-words.ts";
import type { Typed } from "./typed.ts";
import { oneLine } from "./typed.ts";

/** Invites one organisation, as it was typed into the form above the list. */
export async function inviteTyped(c: Context, visit: Visit, statement: StatementView, typed: Typed): Promise<Response> {
  const given = {
    mailbox: oneLine(typed, "mailbox"),
    name: oneLine(typed, "name"),
    lang: oneLine(typed, "lang") || undefined,
    contact: oneLine(typed, "contact") || undefined,
  };
  const [outcome] = await visit.site.depositary.invitations.invite(statement.id, [given], doerOf(visit));
  return goOn(c, pathOf(statement), deedOf(outcome));
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

export function inviteOne(
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
