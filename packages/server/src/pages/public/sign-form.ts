import { textDirection } from "@undersigned/core/statement/language.ts";
import { html } from "hono/html";
import { listCountries } from "../../depositary/countries.ts";
import type { StatementView, TextView } from "../../depositary/statements.ts";
import { statementPath } from "../../views/address.ts";
import { askedWords } from "../../views/asks.ts";
import { consentSection } from "../../views/consent.ts";
import { notedBlocks } from "../../views/corrections.ts";
import type { Choice, FieldError } from "../../views/form.ts";
import { checkbox, errorSummary, hidden, inputField, radioGroup, selectField, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { languageAttributes, languageName, languageSwitch } from "../../views/language.ts";
import { initiatorsLine } from "../../views/letter.ts";
import { technicians } from "../../views/technicians.ts";
import { inlines } from "../../views/text.ts";
import type { Say } from "../../words/speak.ts";
import type { Typed } from "./sign-input.ts";
import { asksNamed, languagesOf, nameField } from "./sign-input.ts";

export type SignForm = {
  readonly statement: StatementView;
  readonly text: TextView;
  readonly key: string | undefined;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
};

/** Limits of the form's fields, in characters; the depositary's own are the ones that count. */
const NAME_LIMIT = 200;
const MAILBOX_LIMIT = 254;
const RESERVATION_LIMIT = 2000;

/** First the words, then the form: what is signed stands above the name, as on paper. */
export function signBody(say: Say, form: SignForm): Html {
  return html`<h1>${say("sign.heading")}</h1>
    ${errorSummary(say, form.errors)}
    ${when(form.errors.length > 0, () => html`<p>${say("sign.nothingChanged")} <a href="#form">${say("sign.toForm")}</a></p>`)}
    ${whatIsSigned(say, form)}
    ${form.typed.kind === "organisation" ? organisationForm(say, form) : personForm(say, form)}`;
}

function whatIsSigned(say: Say, { statement, text, key, typed }: SignForm): Html {
  const languages = (statement.version?.texts ?? []).map((one) => one.lang);
  const opened = say.day(statement.version?.openedAt ?? 0);
  return html`<section class="to-sign" aria-label="${say("sign.read")}">
    <p>${say("sign.read")} <a href="#form">${say("sign.toForm")}</a></p>
    ${languageSwitch({
      label: say("sign.otherLanguage"),
      languages,
      current: text.lang,
      href: (lang) => statementPath(statement, "sign", key, { lang, as: typed.kind }),
    })}
    <div class="sheet" dir="${textDirection(text.lang)}">
      ${initiatorsLine(statement)}
      <div class="words" ${languageAttributes(text.lang)}>
        <h2 class="title">${inlines(text.text.title)}</h2>
        ${notedBlocks(say, statement, text)}
      </div>
    </div>
    <p>${say.rich("sign.readIn", { language: languageName(text.lang) })} ${say("sign.version", { day: opened })}</p>
    ${technicians(say, { ...statement, log: null }, text, say("sign.technicians"))}
  </section>`;
}

function personForm(say: Say, form: SignForm): Html {
  const { typed, errors, statement } = form;
  return formAround(
    say,
    form,
    html`${inputField(say, { name: "name", label: say("sign.name"), hint: say("sign.nameHint"), value: typed.name, errors, autocomplete: "name", maxlength: NAME_LIMIT, dirAuto: true })}
    ${inputField(say, { name: "mailbox", type: "email", label: say("sign.mailbox"), hint: say("sign.mailboxHint"), value: typed.mailbox, errors, autocomplete: "email", maxlength: MAILBOX_LIMIT })}
    ${inputField(say, { name: "place", label: say("sign.place"), hint: say("sign.placeHint"), value: typed.place, errors, optional: true, autocomplete: "address-level2", maxlength: NAME_LIMIT, dirAuto: true })}
    ${inputField(say, { name: "role", label: say("sign.role"), value: typed.role, errors, optional: true, autocomplete: "organization-title", maxlength: NAME_LIMIT, dirAuto: true })}
    ${inputField(say, { name: "organisation", label: say("sign.organisation"), hint: say("sign.organisationHint"), value: typed.organisation, errors, optional: true, autocomplete: "organization", maxlength: NAME_LIMIT, dirAuto: true })}
    ${radioGroup(say, {
      name: "capacity",
      label: say("sign.capacity"),
      value: typed.capacity,
      errors,
      choices: [
        { value: "personal", label: say("sign.capacityPersonal"), hint: say("sign.capacityPersonalHint") },
        {
          value: "institutional",
          label: say("sign.capacityInstitutional"),
          hint: say("sign.capacityInstitutionalHint"),
        },
      ],
    })}
    ${reservationField(say, form)}
    ${asksNamed(statement, "person") ? namedChoice(say, form) : html`<p class="notice">${say("sign.namedOnly")}</p>`}`,
  );
}

/** Without a default: to show one's name or not is nobody else's choice (GDPR article 9). */
function namedChoice(say: Say, { typed, errors }: SignForm): Html {
  return radioGroup(say, {
    name: "named",
    label: say("sign.named"),
    value: typed.named,
    errors,
    choices: [
      { value: "false", label: say("sign.unnamedChoice") },
      { value: "true", label: say("sign.namedChoice"), hint: say("sign.namedChoiceHint") },
    ],
  });
}

function organisationForm(say: Say, form: SignForm): Html {
  const { typed, errors } = form;
  return formAround(
    say,
    form,
    html`${inputField(say, { name: "name", label: say("sign.organisationName"), hint: say("sign.organisationNameHint"), value: typed.name, errors, autocomplete: "organization", maxlength: NAME_LIMIT, dirAuto: true })}
    ${namesFields(say, form)}
    ${inputField(say, { name: "authority", label: say("sign.authority"), hint: say("sign.authorityHint"), value: typed.authority, errors, autocomplete: "organization-title", maxlength: NAME_LIMIT, dirAuto: true })}
    ${inputField(say, { name: "representative", label: say("sign.representative"), hint: say("sign.representativeHint"), value: typed.representative, errors, optional: true, autocomplete: "name", maxlength: NAME_LIMIT, dirAuto: true })}
    ${checkbox(say, { name: "showRepresentative", label: say("sign.showRepresentative"), checked: typed.showRepresentative, optional: true })}
    ${inputField(say, { name: "mailbox", type: "email", label: say("sign.mailbox"), hint: say("sign.organisationMailboxHint"), value: typed.mailbox, errors, autocomplete: "email", maxlength: MAILBOX_LIMIT })}
    ${inputField(say, { name: "place", label: say("sign.place"), hint: say("sign.placeHint"), value: typed.place, errors, optional: true, maxlength: NAME_LIMIT, dirAuto: true })}
    ${selectField(say, { name: "country", label: say("sign.country"), value: typed.country ?? "", errors, optional: true, choices: countries(say) })}
    ${noDomainField(say, form)}
    ${reservationField(say, form)}`,
  );
}

/** Under a statement in several languages: the name by which readers of each see it. */
function namesFields(say: Say, { statement, typed, errors }: SignForm): Html {
  const languages = languagesOf(statement);
  if (languages.length < 2) return NOTHING;
  return html`<details class="names" ${typed.names === undefined ? "" : "open"}><summary>${say("sign.names")}</summary>
    <p class="hint">${say("sign.namesHint")}</p>
    ${each(languages, (lang) =>
      inputField(say, {
        name: nameField(lang),
        label: languageName(lang),
        value: typed.names?.[lang],
        errors,
        optional: true,
        maxlength: NAME_LIMIT,
        dirAuto: true,
      }),
    )}
  </details>`;
}

function countries(say: Say): Choice[] {
  const known = listCountries(say.lang).map(({ code, name }) => ({ value: code, label: name }));
  return [{ value: "", label: say("sign.countryNone") }, ...known];
}

/** For those that have none: asked where one can be signed without it. */
function noDomainField(say: Say, { statement, typed, errors }: SignForm): Html {
  if ((statement.terms?.leastLevel.organisation ?? 1) > 1) return NOTHING;
  const field = { name: "noDomain", label: say("sign.noDomain"), hint: say("sign.noDomainHint"), optional: true };
  return checkbox(say, { ...field, checked: typed.noDomain, errors });
}

function reservationField(say: Say, { statement, typed, errors }: SignForm): Html {
  if (!statement.terms?.reservations) return NOTHING;
  return textArea(say, {
    name: "reservation",
    label: say("sign.reservation"),
    hint: say("sign.reservationHint"),
    value: typed.reservation,
    errors,
    optional: true,
    rows: 3,
    maxlength: RESERVATION_LIMIT,
    dirAuto: true,
  });
}

function formAround(say: Say, form: SignForm, fields: Html): Html {
  const { statement, text, key, typed } = form;
  return html`<section id="form">
    <h2>${say("sign.formHeading")}</h2>
    ${kindSwitch(say, form)}
    ${whatIsAsked(say, form)}
    <form method="post" action="${statementPath(statement, "sign", key)}">
      ${hidden("kind", typed.kind)}${hidden("lang", text.lang)}${hidden("version", statement.version?.digest)}
      ${fields}
      ${consentSection(say, statement, { kind: typed.kind, checked: typed.consent, errors: form.errors })}
      <p class="actions"><button>${say("sign.submit")}</button></p>
      <p class="muted">${say("sign.next")}</p>
    </form>
  </section>`;
}

/** What comes after the mail, before anything is typed. */
function whatIsAsked(say: Say, { statement, typed }: SignForm): Html {
  const words = statement.terms === null ? [] : askedWords(say, statement.terms, typed.kind);
  return html`${each(words, (sentence) => html`<p class="notice">${sentence}</p>`)}`;
}

function kindSwitch(say: Say, { statement, text, key, typed }: SignForm): Html {
  const isPerson = typed.kind === "person";
  const other = isPerson ? "organisation" : "person";
  const href = `${statementPath(statement, "sign", key, { lang: text.lang, as: other })}#form`;
  return html`<p>${isPerson ? say("sign.asPerson") : say("sign.asOrganisation")} ${when(
    statement.terms?.who.includes(other),
    () => html`<a href="${href}">${isPerson ? say("sign.switchToOrganisation") : say("sign.switchToPerson")}</a>`,
  )}</p>`;
}
