import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { isDomain } from "../statement/domain.ts";
import { checkLanguageTag } from "../statement/language.ts";
import { checkWords } from "../statement/repertoire.ts";
import { checkDate, checkDateTime } from "./date.ts";
import type { Hex } from "./entry.ts";

/** Greatest length of a name, organisation, role or place, in code points. */
export const NAME_LIMIT = 200;
/** Greatest length of a mailbox, in code points (RFC 5321 section 4.5.3.1: 64, an at sign, 255). */
export const MAILBOX_LIMIT = 320;
/** Greatest length of a reservation, in code points. */
export const RESERVATION_LIMIT = 2_000;

/** Who signed: of a named signatory it is in the public part, of an unnamed one in the private part. */
export type Identity = {
  /** The person's name, or the organisation's. */
  readonly name?: string;
  /** The organisation that a person belongs to. */
  readonly organisation?: string;
  readonly role?: string;
  readonly place?: string;
};

/** What the list of signatories may show. */
export type PublicPart = Identity & {
  /** Of a named organisation: the domain of the mailbox that confirmed, unless anybody can have a mailbox there. */
  readonly domain?: string;
  /** The language in which the text was read: a BCP 47 tag. */
  readonly lang: string;
  /** The day of consent, in UTC: `YYYY-MM-DD`. */
  readonly date: string;
  readonly reservation?: string;
};

/** The record of consent. */
export type ConsentRecord = {
  /** The version agreed to. */
  readonly version: Hex;
  /** SHA-256 of the consent notice that was shown. */
  readonly notice: Hex;
  /** The age that the signatory declared to have reached, in years. */
  readonly age: number;
  /** When consent was given, in UTC. */
  readonly time: string;
};

/** What is never published by the depositary. */
export type PrivatePart = Identity & {
  readonly mailbox: string;
  /** What was observed when the signature was confirmed; its members depend on the level. */
  readonly evidence: { readonly [member: string]: JsonValue };
  readonly consent: ConsentRecord;
  /** Who acted for an organisation. */
  readonly representative?: { readonly name: string; readonly role?: string };
};

const DIGEST = /^[0-9a-f]{64}$/;

type JsonObject = { readonly [member: string]: JsonValue };

/** @throws MalformedError `malformed`, `too_large` or `text_refused` unless `value` is a public part and nothing more */
export function checkPublicPart(value: JsonValue): PublicPart {
  const part = checkMembers(value, "public part", ["lang", "date"], [...IDENTITY, "domain", "reservation"]);
  const lang = checkString(part, "lang");
  checkLanguageTag(lang);
  const date = checkString(part, "date");
  checkDate(date, "date");
  return {
    ...readIdentity(part),
    ...(part.domain === undefined ? {} : { domain: checkDomain(checkString(part, "domain")) }),
    lang,
    date,
    ...readWords(part, "reservation", RESERVATION_LIMIT),
  };
}

function checkDomain(domain: string): string {
  if (isDomain(domain)) return domain;
  throw new MalformedError("malformed", "domain is not a domain in lower case, such as reading.example");
}

/** @throws MalformedError `malformed`, `too_large` or `text_refused` unless `value` is a private part and nothing more */
export function checkPrivatePart(value: JsonValue): PrivatePart {
  const part = checkMembers(value, "private part", ["mailbox", "evidence", "consent"], [...IDENTITY, "representative"]);
  const mailbox = checkString(part, "mailbox");
  checkWords(mailbox, MAILBOX_LIMIT, "mailbox");
  if (!/^[^ @]+@[^ @]+$/.test(mailbox)) throw new MalformedError("malformed", "mailbox is not of the form name@domain");
  return {
    ...readIdentity(part),
    mailbox,
    evidence: checkObject(part.evidence, "evidence"),
    consent: checkConsent(part.consent),
    ...(part.representative === undefined ? {} : { representative: checkRepresentative(part.representative) }),
  };
}

function checkConsent(value: JsonValue | undefined): ConsentRecord {
  const record = checkMembers(value, "consent", ["version", "notice", "age", "time"], []);
  const time = checkString(record, "time");
  checkDateTime(time, "time");
  const { age } = record;
  if (typeof age !== "number" || !Number.isInteger(age) || age < 0 || age > 150) {
    throw new MalformedError("malformed", "age is not a whole number from 0 to 150");
  }
  return {
    version: checkDigest(record.version, "version"),
    notice: checkDigest(record.notice, "notice"),
    age,
    time,
  };
}

function checkRepresentative(value: JsonValue): { name: string; role?: string } {
  const representative = checkMembers(value, "representative", ["name"], ["role"]);
  const name = checkString(representative, "name");
  checkWords(name, NAME_LIMIT, "name");
  return { name, ...readWords(representative, "role", NAME_LIMIT) };
}

const IDENTITY = ["name", "organisation", "role", "place"] as const satisfies readonly (keyof Identity)[];

function readIdentity(part: JsonObject): Identity {
  const identity: { -readonly [member in keyof Identity]: Identity[member] } = {};
  for (const member of IDENTITY) Object.assign(identity, readWords(part, member, NAME_LIMIT));
  return identity;
}

/** The member as an object of one, or of none when it is absent: absent and empty must not be mixed up under a digest. */
function readWords<Name extends string>(part: JsonObject, name: Name, limit: number): { [member in Name]?: string } {
  if (part[name] === undefined) return {};
  const words = checkString(part, name);
  checkWords(words, limit, name);
  return { [name]: words } as { [member in Name]?: string };
}

function checkString(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value !== "string") throw new MalformedError("malformed", `${name} is not a string`);
  return value;
}

/** 64 lower-case hexadecimal digits. @throws MalformedError `malformed` */
export function checkDigest(value: JsonValue | undefined, what: string): Hex {
  if (typeof value !== "string" || !DIGEST.test(value)) {
    throw new MalformedError("malformed", `${what} is not 64 lower-case hexadecimal digits`);
  }
  return value;
}

/** @throws MalformedError `malformed` unless `value` is an object with all of `required` and nothing but these and `optional` */
export function checkMembers(
  value: JsonValue | undefined,
  what: string,
  required: readonly string[],
  optional: readonly string[],
): JsonObject {
  const object = checkObject(value, what);
  for (const name of required) {
    if (!Object.hasOwn(object, name)) throw new MalformedError("malformed", `the ${what} has no member ${name}`);
  }
  for (const name of Object.keys(object)) {
    if (!required.includes(name) && !optional.includes(name)) {
      throw new MalformedError("malformed", `the ${what} has a member that is not known: ${name.slice(0, 40)}`);
    }
  }
  return object;
}

function checkObject(value: JsonValue | undefined, what: string): JsonObject {
  if (value === null || typeof value !== "object" || isArray(value)) {
    throw new MalformedError("malformed", `the ${what} is not an object`);
  }
  return value;
}

/** Array.isArray does not narrow readonly arrays. */
function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
