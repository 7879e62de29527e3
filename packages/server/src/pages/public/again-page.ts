import { textDirection } from "@undersigned/core/statement/language.ts";
import { html } from "hono/html";
import type { AgainView, SignedInput } from "../../depositary/signing.ts";
import type { StatementView, TextView } from "../../depositary/statements.ts";
import type { VersionChanges } from "../../depositary/version-changes.ts";
import { withQuery } from "../../views/address.ts";
import { changesView, headingAt } from "../../views/changes.ts";
import { consentSection } from "../../views/consent.ts";
import { notedBlocks } from "../../views/corrections.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, radioGroup, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { NOTHING, when } from "../../views/html.ts";
import { languageAttributes, languageSwitch } from "../../views/language.ts";
import { signatoryName } from "../../views/signatory.ts";
import { technicians } from "../../views/technicians.ts";
import { inlines } from "../../views/text.ts";
import type { Say } from "../../words/speak.ts";
import { asksNamed } from "./sign-input.ts";

/** The form as typed. */
export type AgainTyped = { readonly named: boolean; readonly reservation: string; readonly consent: boolean };

export type Again = {
  readonly statement: StatementView;
  readonly again: AgainView;
  /** What is signed so far. */
  readonly input: SignedInput;
  /** The open version's, in the language at hand. */
  readonly text: TextView;
  /** From the version that was signed to the open one; null when they are the same. */
  readonly changes: VersionChanges | null;
  readonly token: string;
  readonly typed: AgainTyped;
  readonly errors: readonly FieldError[];
};

const RESERVATION_LIMIT = 2000;

/** Of a new text: what changed, then the three ways. Of the same one: what of the signature may be shown otherwise. */
export function againPage(say: Say, page: Again): Html {
  return page.changes === null ? shownOtherwise(say, page) : newText(say, page, page.changes);
}

function newText(say: Say, page: Again, changes: VersionChanges): Html {
  const { statement, again, input, token, errors } = page;
  const day = say.day(again.version.openedAt);
  const lead = input.named ? "again.changedLead" : "again.changedLeadUnnamed";
  const mayResign = statement.terms?.who.includes(input.kind) ?? false;
  return html`<h1>${say("again.changedTitle")}</h1>
    ${errorSummary(say, errors)}
    <p class="lead">${say(lead, { day, title: statement.title })}</p>
    ${when(again.stays, () => html`<p class="notice">${say("again.stays")}</p>`)}
    <section class="three-ways" aria-label="${say("again.ways")}">
      <p>${say("again.seeChanges", { count: changes.count })}</p>
      <div class="actions">
        ${mayResign ? html`<a class="button" href="#sign">${say("again.waySign")}</a>` : NOTHING}
        ${stayForm(say, page)}
        <a class="button quiet" href="${withQuery("/manage/withdraw", { token })}">${say("again.wayGo")}</a>
      </div>
    </section>
    <section id="changes">
      <h2>${say("again.changesHeading", { count: changes.count })}</h2>
      ${languageSwitch({
        label: say("again.language"),
        languages: changes.common,
        current: page.text.lang,
        href: (lang) => withQuery("/manage/again", { token, lang }),
      })}
      ${changesView(say, changes, "h3")}
    </section>
    ${wholeText(say, page, say("again.wholeText"))}
    ${
      mayResign
        ? html`<section id="sign"><h2>${say("again.signHeading")}</h2><p>${say("again.signText")}</p>${againForm(say, page, say("again.submit"))}</section>`
        : html`<p class="notice" id="sign">${say(`again.notFor_${input.kind}`)}</p>`
    }
    <section><h2>${say("again.stayHeading")}</h2>
      <p>${say("again.stayText")}</p>
      <div class="actions">${stayForm(say, page)}</div>
      <p>${say("again.goText")} <a href="${withQuery("/manage/withdraw", { token })}">${say("again.go")}</a></p>
    </section>`;
}

/** A decision, and so a button that posts: nothing is decided by opening a link. */
function stayForm(say: Say, { statement, token }: Again): Html {
  return html`<form method="post" action="/manage/stay">${hidden("token", token)}${hidden("version", statement.version?.digest)}
    <button class="quiet">${say("again.wayStay")}</button></form>`;
}

function shownOtherwise(say: Say, page: Again): Html {
  const { statement, errors } = page;
  return html`<h1>${say("again.shownTitle")}</h1>
    ${errorSummary(say, errors)}
    <p class="lead">${say("again.shownLead", { title: statement.title })}</p>
    ${wholeText(say, page, say("again.wholeTextSame"))}
    ${againForm(say, page, say("again.shownSubmit"))}
    <p class="muted">${say("again.shownCopies")}</p>`;
}

function wholeText(say: Say, { statement, text }: Again, words: string): Html {
  return html`<details class="reread"><summary>${words}</summary>
    <div class="sheet" dir="${textDirection(text.lang)}"><div class="words" ${languageAttributes(text.lang)}>
      <h2 class="title">${inlines(text.text.title)}</h2>
      ${notedBlocks(say, statement, text)}
    </div></div>
    ${technicians(say, { ...statement, log: null }, text, say("sign.technicians"))}</details>`;
}

function againForm(say: Say, page: Again, submit: string): Html {
  const { statement, again, text, token, input, typed, errors } = page;
  return html`<form method="post" action="/manage/again">
    ${hidden("token", token)}${hidden("replaces", String(again.consentIndex))}${hidden("version", statement.version?.digest)}${hidden("lang", text.lang)}
    ${headingAt(page.changes === null ? "h2" : "h3", say("again.shownHeading"))}
    ${asksNamed(statement, input.kind) ? namedChoice(say, page) : html`<div class="will-show"><p>${say("again.shownAs")}</p><p class="who">${signatoryName(say, input)}</p></div>`}
    ${when(input.kind === "person" && !asksNamed(statement, input.kind), () => html`<p class="notice">${say("again.namedOnly")}</p>`)}
    ${when(statement.terms?.reservations, () =>
      textArea(say, {
        name: "reservation",
        label: say("sign.reservation"),
        hint: say("sign.reservationHint"),
        value: typed.reservation,
        errors,
        optional: true,
        rows: 3,
        maxlength: RESERVATION_LIMIT,
        dirAuto: true,
      }),
    )}
    ${consentSection(say, statement, { kind: input.kind, checked: typed.consent, errors })}
    <p class="actions"><button>${submit}</button></p>
  </form>`;
}

function namedChoice(say: Say, { input, typed, errors }: Again): Html {
  return radioGroup(say, {
    name: "named",
    label: say("sign.named"),
    value: String(typed.named),
    errors,
    choices: [
      { value: "false", label: say("sign.unnamedChoice"), hint: input.named ? undefined : say("again.unnamedNow") },
      {
        value: "true",
        label: html`${say("sign.namedChoice")}: ${signatoryName(say, input)}`,
        hint: html`${when(input.named, () => html`${say("again.namedNow")} `)}${say("sign.namedChoiceHint")}`,
      },
    ],
  });
}
