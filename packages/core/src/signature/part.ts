import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { checkLanguageTag } from "../statement/language.ts";
import { checkWords } from "../statement/repertoire.ts";
import type { Account } from "./account.ts";
import { checkAccount } from "./account.ts";
import { checkDate, checkDateTime } from "./date.ts";
import type { Hex } from "./entry.ts";
import type { JsonObject } from "./members.ts";
import { checkDigest, checkDomain, checkMembers, checkObject, checkString } from "./members.ts";

/** Greatest length of a name, organisation, role or place, in code points. */
export const NAME_LIMIT = 200;
/** Greatest length of a mailbox, in code points (RFC 5321 section 4.5.3.1: 64, an at sign, 255). */
export const MAILBOX_LIMIT = 320;
/** Greatest length of a reservation, in code points. */
export const RESERVATION_LIMIT = 2_000;

/** Most names in other languages. */
export const NAMES_LIMIT = 20;

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
  /** Of a named organisation: its name by language tag (BCP 47), where it goes by several. */
  readonly names?: { readonly [lang: string]: string };
  /** Of a named signatory: where it is, as a code of ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** Of a named organisation: the role of whoever declared authority to sign for it. */
  readonly authority?: string;
  /** Of a named organisation: SHA-256 of the bytes of its logo. */
  readonly logo?: Hex;
  /** Of a named person who chose to show it: an account that a provider knows, such as an ORCID iD. */
  readonly identity?: Account;
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

/** @throws MalformedError `malformed`, `too_large` or `text_refused` unless `value` is a public part and nothing more */
export function checkPublicPart(value: JsonValue): PublicPart {
  const part = checkMembers(value, "public part", ["lang", "date"], [...IDENTITY, ...BESIDE, "reservation"]);
  const lang = checkString(part.lang, "lang");
  checkLanguageTag(lang);
  const date = checkString(part.date, "date");
  checkDate(date, "date");
  return {
    ...readIdentity(part),
    ...(part.domain === undefined ? {} : { domain: checkDomain(part.domain, "domain") }),
    ...(part.names === undefined ? {} : { names: checkNames(part.names) }),
    ...(part.country === undefined ? {} : { country: checkCountry(checkString(part.country, "country")) }),
    ...readWords(part, "authority", NAME_LIMIT),
    ...(part.logo === undefined ? {} : { logo: checkDigest(part.logo, "logo") }),
    ...(part.identity === undefined ? {} : { identity: checkAccount(part.identity) }),
    lang,
    date,
    ...readWords(part, "reservation", RESERVATION_LIMIT),
  };
}

function checkNames(value: JsonValue): { readonly [lang: string]: string } {
  const names = checkObject(value, "names");
  const langs = Object.keys(names);
  if (langs.length === 0) throw new MalformedError("malformed", "names is empty: leave it out");
  if (langs.length > NAMES_LIMIT) throw new MalformedError("too_large", `names has more than ${NAMES_LIMIT} languages`);
  for (const lang of langs) {
    checkLanguageTag(lang);
    checkWords(checkString(names[lang], lang), NAME_LIMIT, `the name in ${lang}`);
  }
  return names as { readonly [lang: string]: string };
}

/** Which codes are assigned is not asked: countries come and go, and what was signed stays as it was read. */
function checkCountry(country: string): string {
  if (/^[A-Z]{2}$/.test(country)) return country;
  throw new MalformedError("malformed", "country is not two letters in upper case, as ISO 3166-1 has them, such as KE");
}

/** @throws MalformedError `malformed`, `too_large` or `text_refused` unless `value` is a private part and nothing more */
export function checkPrivatePart(value: JsonValue): PrivatePart {
  const part = checkMembers(value, "private part", ["mailbox", "evidence", "consent"], [...IDENTITY, "representative"]);
  const mailbox = checkString(part.mailbox, "mailbox");
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
  const time = checkString(record.time, "time");
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
  const name = checkString(representative.name, "name");
  checkWords(name, NAME_LIMIT, "name");
  return { name, ...readWords(representative, "role", NAME_LIMIT) };
}

const IDENTITY = ["name", "organisation", "role", "place"] as const satisfies readonly (keyof Identity)[];
/** What stands beside who signed, in a public part alone. */
const BESIDE = ["domain", "names", "country", "authority", "logo", "identity"] as const;

function readIdentity(part: JsonObject): Identity {
  const identity: { -readonly [member in keyof Identity]: Identity[member] } = {};
  for (const member of IDENTITY) Object.assign(identity, readWords(part, member, NAME_LIMIT));
  return identity;
}

/** The member as an object of one, or of none when it is absent: absent and empty must not be mixed up under a digest. */
function readWords<Name extends string>(part: JsonObject, name: Name, limit: number): { [member in Name]?: string } {
  if (part[name] === undefined) return {};
  const words = checkString(part[name], name);
  checkWords(words, limit, name);
  return { [name]: words } as { [member in Name]?: string };
}
