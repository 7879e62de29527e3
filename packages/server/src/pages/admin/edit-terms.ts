import { html } from "hono/html";
import type { Draft, DraftTerms } from "../../depositary/drafts.ts";
import type { Choice, FieldError } from "../../views/form.ts";
import { checkboxGroup, inputField, radioGroup } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { NOTHING } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite } from "./admin-site.ts";
import { consentWords } from "./consent-words.ts";
import type { DraftAtHand } from "./draft-step.ts";
import type { EditStep } from "./edit-step.ts";
import type { Typed } from "./typed.ts";
import { oneLine, ticked } from "./typed.ts";

/** The third step: the terms under which one signs. Fields are named as in the API. */
export const editTerms: EditStep = {
  name: "terms",
  typedOf: ({ terms }) =>
    new Map<string, readonly string[]>([
      ["terms.who", terms.who],
      ["terms.unnamed", [terms.unnamed ? "yes" : "no"]],
      ["terms.reservations", [terms.reservations ? "yes" : "no"]],
      ["terms.minimumAge", [String(terms.minimumAge)]],
      ["terms.leastLevel.organisation", [String(terms.leastLevel.organisation)]],
      ["terms.leastLevel.person", [String(terms.leastLevel.person)]],
      ["terms.invited", [terms.invited ? "yes" : "no"]],
      ["terms.review", [terms.review ? "yes" : "no"]],
      ["terms.controller.name", [terms.controller.name]],
      ["terms.controller.contact", [terms.controller.contact]],
      ["terms.retention.unconfirmedDays", [String(terms.retention.unconfirmedDays)]],
      ["terms.retention.mailboxDays", [String(terms.retention.mailboxDays)]],
    ]),
  read: readTerms,
  fields: (site, at, typed, errors) => html`
    <p class="lead">${site.say("adminTerms.lead")}</p>
    ${signing(site.say, typed, errors)}
    ${data(site.say, typed, errors)}
    ${consent(site.say, at)}`,
};

function readTerms(site: AdminSite, typed: Typed, before: Draft): { draft: Draft; errors: FieldError[] } {
  const errors: FieldError[] = [];
  function whole(name: string): number {
    const value = oneLine(typed, name);
    if (/^[0-9]{1,9}$/.test(value)) return Number(value);
    errors.push({ field: name, message: site.say("adminEdit.numberRefused") });
    return 0;
  }
  const terms: DraftTerms = {
    who: WHO.filter((kind) => ticked(typed, "terms.who").includes(kind)),
    leastLevel: {
      organisation:
        ORGANISATION_LEVELS.find((level) => String(level) === oneLine(typed, "terms.leastLevel.organisation")) ??
        before.terms.leastLevel.organisation,
      person:
        PERSON_LEVELS.find((level) => String(level) === oneLine(typed, "terms.leastLevel.person")) ??
        before.terms.leastLevel.person,
    },
    reservations: oneLine(typed, "terms.reservations") === "yes",
    unnamed: oneLine(typed, "terms.unnamed") === "yes",
    minimumAge: whole("terms.minimumAge"),
    controller: { name: oneLine(typed, "terms.controller.name"), contact: oneLine(typed, "terms.controller.contact") },
    retention: {
      unconfirmedDays: whole("terms.retention.unconfirmedDays"),
      mailboxDays: whole("terms.retention.mailboxDays"),
    },
    ...(oneLine(typed, "terms.invited") === "yes" ? { invited: true } : {}),
    ...(oneLine(typed, "terms.review") === "yes" ? { review: true } : {}),
  };
  return { draft: { ...before, terms }, errors };
}

const WHO = ["organisation", "person"] as const;
const ORGANISATION_LEVELS = [1, 2, 3, 4] as const;
const PERSON_LEVELS = [1, 2, 3] as const;

function signing(say: Say, typed: Typed, errors: readonly FieldError[]): Html {
  const one = (name: string) => oneLine(typed, name) || undefined;
  return html`
    ${checkboxGroup(say, {
      name: "terms.who",
      label: say("adminTerms.who"),
      values: ticked(typed, "terms.who"),
      choices: [
        { value: "organisation", label: say("adminTerms.organisations") },
        { value: "person", label: say("adminTerms.people") },
      ],
      errors,
    })}
    ${radioGroup(say, {
      name: "terms.unnamed",
      label: say("adminTerms.unnamed"),
      value: one("terms.unnamed"),
      choices: [
        { value: "yes", label: say("adminTerms.unnamedYes"), hint: say("adminTerms.unnamedYesHint") },
        { value: "no", label: say("adminTerms.unnamedNo") },
      ],
      errors,
    })}
    ${radioGroup(say, {
      name: "terms.reservations",
      label: say("adminTerms.reservations"),
      value: one("terms.reservations"),
      choices: [
        { value: "yes", label: say("adminTerms.reservationsYes") },
        { value: "no", label: say("adminTerms.reservationsNo") },
      ],
      errors,
    })}
    ${levels(say, "terms.leastLevel.organisation", say("adminTerms.levels"), organisationLevels(say), typed, errors)}
    ${levels(say, "terms.leastLevel.person", say("adminTerms.personLevel"), personLevels(say), typed, errors)}
    ${admission(say, typed, errors)}
    ${inputField(say, { name: "terms.minimumAge", label: say("adminTerms.minimumAge"), hint: say("adminTerms.minimumAgeHint"), value: oneLine(typed, "terms.minimumAge"), short: true, inputmode: "numeric", errors })}`;
}

function levels(
  say: Say,
  name: string,
  label: string,
  choices: readonly Choice[],
  typed: Typed,
  errors: readonly FieldError[],
): Html {
  return radioGroup(say, { name, label, value: oneLine(typed, name) || undefined, choices, errors });
}

/** Who is let in besides, and who looks first. */
function admission(say: Say, typed: Typed, errors: readonly FieldError[]): Html {
  const value = (name: string) => oneLine(typed, name) || undefined;
  return html`${radioGroup(say, {
    name: "terms.invited",
    label: say("adminTerms.invited"),
    value: value("terms.invited"),
    choices: [
      { value: "no", label: say("adminTerms.invitedNo") },
      { value: "yes", label: say("adminTerms.invitedYes"), hint: say("adminTerms.invitedYesHint") },
    ],
    errors,
  })}
  ${radioGroup(say, {
    name: "terms.review",
    label: say("adminTerms.review"),
    value: value("terms.review"),
    choices: [
      { value: "no", label: say("adminTerms.reviewNo") },
      { value: "yes", label: say("adminTerms.reviewYes"), hint: say("adminTerms.reviewYesHint") },
    ],
    errors,
  })}`;
}

function organisationLevels(say: Say): Choice[] {
  return ORGANISATION_LEVELS.map((level) => ({
    value: String(level),
    label: say(`adminTerms.level${level}`),
    hint: say(`adminTerms.level${level}Hint`),
  }));
}

function personLevels(say: Say): Choice[] {
  return PERSON_LEVELS.map((level) => ({
    value: String(level),
    label: say(`adminTerms.personLevel${level}`),
    hint: say(`adminTerms.personLevel${level}Hint`),
  }));
}

function data(say: Say, typed: Typed, errors: readonly FieldError[]): Html {
  const field = (name: string) => ({ name, value: oneLine(typed, name), errors });
  return html`
    <h3>${say("adminTerms.data")}</h3>
    <p>${say("adminTerms.dataLead")}</p>
    ${inputField(say, { ...field("terms.controller.name"), label: say("adminTerms.controller"), dirAuto: true })}
    ${inputField(say, { ...field("terms.controller.contact"), label: say("adminTerms.contact"), hint: say("adminTerms.contactHint"), dirAuto: true })}
    <h3>${say("adminTerms.deletion")}</h3>
    ${inputField(say, { ...field("terms.retention.unconfirmedDays"), label: say("adminTerms.unconfirmedDays"), hint: say("adminTerms.unconfirmedDaysHint"), short: true, inputmode: "numeric" })}
    ${inputField(say, { ...field("terms.retention.mailboxDays"), label: say("adminTerms.mailboxDays"), hint: say("adminTerms.mailboxDaysHint"), short: true, inputmode: "numeric" })}`;
}

/** The consent notice as it stands now: it follows from the terms. */
function consent(say: Say, at: DraftAtHand): Html {
  const notice = at.check.consentNotice;
  return html`<h3>${say("adminTerms.consent")}</h3>
    <p>${say(notice === null ? "adminTerms.consentLater" : "adminTerms.consentLead")}</p>
    ${notice === null ? NOTHING : consentWords(notice)}`;
}
