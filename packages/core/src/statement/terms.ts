import type { JsonValue } from "../json.ts";
import type { Problem } from "./manifest-shape.ts";
import {
  findWordsProblem,
  readArray,
  readBoolean,
  readChoice,
  readInteger,
  readObject,
  readString,
  readTrue,
} from "./manifest-shape.ts";

/** Greatest length of the controller's name and contact, in code points. */
export const CONTROLLER_NAME_LIMIT = 200;
export const CONTROLLER_CONTACT_LIMIT = 300;

/** Greatest number of days for which the terms may keep anything: ten years. */
export const RETENTION_LIMIT_DAYS = 3_650;

/** Greatest minimum age, in years. */
export const MINIMUM_AGE_LIMIT = 99;

export type SignatoryKind = "organisation" | "person";

/** What one signs under; part of what is signed. */
export type Terms = {
  /** Who may sign: sorted, one or both. */
  who: SignatoryKind[];
  /** The least level at which a signature is accepted; a kind that may not sign has a level all the same. */
  leastLevel: { organisation: 1 | 2 | 3 | 4; person: 1 | 2 | 3 };
  /** Whether a signatory may declare what it does not join. */
  reservations: boolean;
  /** Whether people may be counted without their name. */
  unnamed: boolean;
  /** Only who was invited may sign. Absent when anybody may: `false` is not written, so that the terms have one spelling. */
  invited?: true;
  /** The initiator looks at each name before it is shown and counted. Absent when not. */
  review?: true;
  /** Years. */
  minimumAge: number;
  /** Who answers for the personal data (GDPR article 4, point 7), and where to write. */
  controller: { name: string; contact: string };
  retention: {
    /** Days after which a signature that nobody confirmed is deleted. */
    unconfirmedDays: number;
    /** Days after closing at which mailboxes are deleted. */
    mailboxDays: number;
  };
  /** Hexadecimal SHA-256 of the consent notice's UTF-8 bytes. */
  consentNotice: string;
};

const TERMS = [
  ["who", "leastLevel", "reservations", "unnamed", "minimumAge"],
  ["controller", "retention", "consentNotice"],
].flat();
/** Written when they are true, and only then. */
const RESTRICTIONS = ["invited", "review"] as const;

/** Reads the `terms` member of a manifest. @throws MalformedError malformed where the shape is another */
export function readTerms(value: JsonValue | undefined): Terms {
  const terms = readObject(value, "terms", TERMS, RESTRICTIONS);
  const least = readObject(terms.leastLevel, "terms.leastLevel", ["organisation", "person"]);
  const controller = readObject(terms.controller, "terms.controller", ["name", "contact"]);
  const retention = readObject(terms.retention, "terms.retention", ["unconfirmedDays", "mailboxDays"]);
  return {
    who: readArray(terms.who, "terms.who", (each, field) =>
      readChoice(each, field, ["organisation", "person"] as const),
    ),
    leastLevel: {
      organisation: readChoice(least.organisation, "terms.leastLevel.organisation", [1, 2, 3, 4] as const),
      person: readChoice(least.person, "terms.leastLevel.person", [1, 2, 3] as const),
    },
    reservations: readBoolean(terms.reservations, "terms.reservations"),
    unnamed: readBoolean(terms.unnamed, "terms.unnamed"),
    ...(terms.invited === undefined ? {} : { invited: readTrue(terms.invited, "terms.invited") }),
    ...(terms.review === undefined ? {} : { review: readTrue(terms.review, "terms.review") }),
    minimumAge: readInteger(terms.minimumAge, "terms.minimumAge"),
    controller: {
      name: readString(controller.name, "terms.controller.name"),
      contact: readString(controller.contact, "terms.controller.contact"),
    },
    retention: {
      unconfirmedDays: readInteger(retention.unconfirmedDays, "terms.retention.unconfirmedDays"),
      mailboxDays: readInteger(retention.mailboxDays, "terms.retention.mailboxDays"),
    },
    consentNotice: readString(terms.consentNotice, "terms.consentNotice"),
  };
}

/** Every rule of spec/version.md, "Terms", that `terms` breaks. */
export function findTermsProblems(terms: Terms): Problem[] {
  const problems: Problem[] = [];
  const { minimumAge, controller, retention } = terms;
  const who = terms.who.join(" ");
  if (who !== "organisation" && who !== "person" && who !== "organisation person") {
    problems.push({ field: "terms.who", message: "say who may sign: organisation, person, or both in this order" });
  }
  for (const member of RESTRICTIONS) {
    if (Object.hasOwn(terms, member) && terms[member] !== true) {
      problems.push({ field: `terms.${member}`, message: "write true, or leave it out" });
    }
  }
  if (!isWithin(minimumAge, 0, MINIMUM_AGE_LIMIT)) {
    problems.push({ field: "terms.minimumAge", message: `write years from 0 to ${MINIMUM_AGE_LIMIT}` });
  }
  problems.push(...findWordsProblem(controller.name, CONTROLLER_NAME_LIMIT, "terms.controller.name"));
  problems.push(...findWordsProblem(controller.contact, CONTROLLER_CONTACT_LIMIT, "terms.controller.contact"));
  if (!isWithin(retention.unconfirmedDays, 1, RETENTION_LIMIT_DAYS)) {
    problems.push({
      field: "terms.retention.unconfirmedDays",
      message: `write days from 1 to ${RETENTION_LIMIT_DAYS}`,
    });
  }
  if (!isWithin(retention.mailboxDays, 0, RETENTION_LIMIT_DAYS)) {
    problems.push({ field: "terms.retention.mailboxDays", message: `write days from 0 to ${RETENTION_LIMIT_DAYS}` });
  }
  if (!/^[0-9a-f]{64}$/.test(terms.consentNotice)) {
    problems.push({
      field: "terms.consentNotice",
      message: "expected a SHA-256 digest: 64 lower-case hexadecimal digits",
    });
  }
  return problems;
}

function isWithin(value: number, least: number, greatest: number): boolean {
  return Number.isInteger(value) && value >= least && value <= greatest;
}
