import { html } from "hono/html";
import type { StatementView } from "../depositary/statements.ts";
import type { Say } from "../words/speak.ts";
import type { FieldError } from "./form.ts";
import { checkbox } from "./form.ts";
import type { Html } from "./html.ts";
import { each, when } from "./html.ts";

/** Jobs look every few minutes, and most statements close a second before midnight. */
const DELETION_TIME = 3_600_000;
const DAY = 86_400_000;

type Consent = {
  readonly kind: "person" | "organisation";
  readonly checked: boolean | undefined;
  readonly errors: readonly FieldError[];
};

/** The consent notice word for word, whose digest the version carries, and a box that nobody ticked. */
export function consentSection(say: Say, statement: StatementView, { kind, checked, errors }: Consent): Html {
  return html`<section class="consent" aria-labelledby="consent-heading">
    <h3 id="consent-heading">${say("sign.consent")}</h3>
    <div class="consent-notice">${each(noticeLines(statement), (line) => html`<p>${line}</p>`)}</div>
    ${when(deletionDay(statement), (day) => html`<p class="muted">${say("sign.deletionBy", { day: say.day(day) })}</p>`)}
    ${checkbox(say, { name: "consent", label: agreement(say, statement, kind), checked, errors })}
  </section>`;
}

function noticeLines(statement: StatementView): string[] {
  return (statement.consentNotice ?? "").split("\n").filter((line) => line !== "");
}

/** When the mailbox is deleted at the latest, in milliseconds, if it is known when the statement closes. */
function deletionDay({ closes, terms }: StatementView): number | null {
  if (closes === null || terms === null) return null;
  return Date.parse(closes) + terms.retention.mailboxDays * DAY + DELETION_TIME;
}

function agreement(say: Say, statement: StatementView, kind: Consent["kind"]): string {
  const age = statement.terms?.minimumAge ?? 0;
  if (kind === "organisation") {
    return age > 0 ? say("sign.agreeOrganisationAge", { age }) : say("sign.agreeOrganisation");
  }
  return age > 0 ? say("sign.agreeAge", { age }) : say("sign.agree");
}
