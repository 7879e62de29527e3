import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { formatCanonicalJson, parseCanonicalJson } from "../json.ts";
import type { OpenedNote, Signer, VerifierKey } from "../log/note.ts";
import { openNote, parseVerifierKey, signNote } from "../log/note.ts";
import { isDomain } from "../statement/domain.ts";
import { checkWords } from "../statement/repertoire.ts";
import { checkAccount } from "./account.ts";
import { digestPartBytes } from "./commitment.ts";
import { checkDateTime } from "./date.ts";
import type { Hex } from "./entry.ts";
import { checkDigest, checkMembers } from "./members.ts";
import { findNamed, NAMING_LABEL } from "./naming-record.ts";
import { NAME_LIMIT } from "./part.ts";
import { checkStatementOrigin, parseSignatureNote, verifyKeySignature } from "./signature-note.ts";
import { readWebAddress } from "./web-address.ts";

/** The `format` member of every observation of this edition. */
export const OBSERVATION_FORMAT = "undersigned/observation@v1";

/** Greatest length of an observation, in bytes of its canonical JSON. */
export const OBSERVATION_LIMIT = 65_535;
/** Most resolvers of one observation. */
export const RESOLVERS_LIMIT = 16;
/** Greatest length of a resolver's name, in characters, all of them visible ASCII. */
export const RESOLVER_LIMIT = 100;
/** Most TXT records in one resolver's answer, and the greatest length of each in UTF-16 units. */
export const RECORDS_LIMIT = 32;
export const RECORD_LIMIT = 4_096;
/** Greatest length of the words of one who vouches, in code points. */
export const VOUCH_LIMIT = 2_000;

/** What one resolver answered. */
export type ResolverAnswer = {
  /** `ADDRESS:PORT` of the resolver, or a name that says whose it is. */
  readonly resolver: string;
  /** The texts of the TXT records, in the order given; empty: it said that there are none. */
  readonly records: readonly string[];
};

/** What is named by the domain: this version, or the organisation's own verifier key. */
export type Naming = "version" | "key";

type Base = {
  readonly format: typeof OBSERVATION_FORMAT;
  /** Origin of the statement's log. */
  readonly statement: string;
  /** Digest of the version that the signatory signs. */
  readonly version: Hex;
  /** When it was seen, in UTC, to the second. */
  readonly time: string;
};

/** What an outside check has shown, by kind. Domains are in lower-case ASCII, as in the DNS. */
export type Seen =
  /** A TXT record at `name` (`_undersigned.DOMAIN`), the same by every resolver that was asked. */
  | {
      readonly kind: "dns";
      readonly domain: string;
      readonly name: string;
      readonly names: Naming;
      readonly record: string;
      readonly resolvers: readonly ResolverAnswer[];
    }
  /** `https://DOMAIN/.well-known/undersigned.json`. `sha256`: of the bytes that came. */
  | {
      readonly kind: "well-known";
      readonly domain: string;
      readonly url: string;
      readonly names: Naming;
      readonly sha256: Hex;
    }
  /** A page on the organisation's website that links to the address of the version. `link`: as it stands there. */
  | {
      readonly kind: "web-page";
      readonly domain: string;
      readonly url: string;
      readonly link: string;
      readonly sha256: Hex;
    }
  /** A note over the version (signature-note.ts), with the one line that is by the key `vkey`, which the domain names. */
  | { readonly kind: "key"; readonly domain: string; readonly vkey: string; readonly note: string }
  /** A second representative, by a mailbox at the organisation's own domain, approved. `role`: if it may be shown. */
  | { readonly kind: "approval"; readonly domain: string; readonly role?: string }
  /** An OpenID Connect provider vouched for an account. `subject` is shown as it is only where that is its purpose (an ORCID iD). */
  | { readonly kind: "openid"; readonly issuer: string; readonly subject: string }
  /** An organisation of level 3 says, in words, that one without a domain of its own is what it says. */
  | { readonly kind: "vouch"; readonly by: Vouching; readonly words: string }
  /** An organisation of level 3 names a person as its own. */
  | { readonly kind: "named"; readonly by: Vouching }
  /**
   * Looked for again, and not there any more; of what others said: taken back, by the organisation at `domain` or by whom it was
   * said of. `of`: what it was.
   */
  | {
      readonly kind: "gone";
      readonly domain: string;
      readonly of: "dns" | "well-known" | "web-page" | "vouch" | "named";
      readonly resolvers: readonly ResolverAnswer[];
    };

export type Vouching = {
  readonly name: string;
  readonly domain: string;
  /** Index of its own `sign` in this statement's log, where it signed the same statement. */
  readonly index?: number;
};

/** A dated observation, to whose salted digest an `attest` commits. */
export type Observation = Base & Seen;

const WHAT = "observation";
const BASE = ["format", "statement", "version", "time", "kind"];
const MAY_GO = ["dns", "well-known", "web-page", "vouch", "named"] as const;

type JsonObject = { readonly [member: string]: JsonValue };

/**
 * Checks an observation, every member of it: spec/observation.md. Whether it was ever seen is not asked; only what it says of itself
 * must fit together, and of kind `key` its signature must verify.
 * @throws MalformedError `malformed`, `too_large`, `text_refused`, `unsupported`
 * @throws VerificationError as `verifyKeySignature` does, of kind `key`
 */
export function checkObservation(value: JsonValue): Observation {
  const observation = readObservation(value);
  const { length } = formatCanonicalJson(observation);
  if (length <= OBSERVATION_LIMIT) return observation;
  throw new MalformedError("too_large", `an observation has at most ${OBSERVATION_LIMIT} bytes, not ${length}`);
}

function readObservation(value: JsonValue): Observation {
  const any = checkMembers(value, WHAT, BASE, Object.keys(value ?? {}));
  if (any.format !== OBSERVATION_FORMAT) {
    throw new MalformedError("unsupported", `the format of the observation is not ${OBSERVATION_FORMAT}`);
  }
  const statement = readString(any, "statement");
  checkStatementOrigin(statement, "statement");
  const time = readString(any, "time");
  checkDateTime(time, "time");
  const base: Base = { format: OBSERVATION_FORMAT, statement, version: checkDigest(any.version, "version"), time };
  return { ...base, ...readSeen(any, base) };
}

function readSeen(any: JsonObject, base: Base): Seen {
  const kind = readString(any, "kind");
  const take = (...names: string[]) => checkMembers(any, `${WHAT} of kind ${kind}`, [...BASE, ...names], []);
  switch (kind) {
    case "dns":
      return readDns(take("domain", "name", "names", "record", "resolvers"), base);
    case "well-known":
      return readWellKnown(take("domain", "url", "names", "sha256"));
    case "web-page":
      return readWebPage(take("domain", "url", "link", "sha256"));
    case "key":
      return readKey(take("domain", "vkey", "note"), base);
    case "approval": {
      const from = checkMembers(any, `${WHAT} of kind ${kind}`, [...BASE, "domain"], ["role"]);
      const domain = readDomain(from, "domain");
      return from.role === undefined ? { kind, domain } : { kind, domain, role: readWords(from, "role", NAME_LIMIT) };
    }
    case "openid": {
      const { issuer, subject } = take("issuer", "subject");
      return { kind, ...checkAccount({ issuer: issuer ?? null, subject: subject ?? null }) };
    }
    case "vouch": {
      const from = take("by", "words");
      return { kind, by: readVouching(from.by), words: readWords(from, "words", VOUCH_LIMIT) };
    }
    case "named":
      return { kind, by: readVouching(take("by").by) };
    case "gone":
      return readGone(take("domain", "of", "resolvers"));
    default:
      throw new MalformedError("unsupported", `an observation of kind "${kind.slice(0, 40)}" is not known here`);
  }
}

function readDns(from: JsonObject, base: Base): Seen {
  const domain = readDomain(from, "domain");
  const name = readString(from, "name");
  if (name !== `${NAMING_LABEL}.${domain}`) refuse(`name is not ${NAMING_LABEL}.${domain}`);
  const names = readNaming(from);
  const record = readString(from, "record");
  const named = findNamed(record);
  if (names === "version" && !(named !== null && "version" in named && named.version === base.version)) {
    refuse(`record does not name the version ${base.version}`);
  }
  if (names === "key" && !(named !== null && "key" in named && named.key.name === domain)) {
    refuse(`record does not name a key of ${domain}`);
  }
  const resolvers = readResolvers(from.resolvers);
  if (resolvers.length === 0) refuse("no resolver was asked");
  const other = resolvers.find(({ records }) => !records.includes(record));
  if (other !== undefined) refuse(`the resolver ${other.resolver} did not answer with the record`);
  return { kind: "dns", domain, name, names, record, resolvers };
}

function readWellKnown(from: JsonObject): Seen {
  const domain = readDomain(from, "domain");
  const url = readString(from, "url");
  if (url !== `https://${domain}/.well-known/undersigned.json`) {
    refuse(`url is not https://${domain}/.well-known/undersigned.json`);
  }
  return { kind: "well-known", domain, url, names: readNaming(from), sha256: checkDigest(from.sha256, "sha256") };
}

function readWebPage(from: JsonObject): Seen {
  const domain = readDomain(from, "domain");
  const url = readString(from, "url");
  const page = readWebAddress(url, "url");
  if (page.protocol !== "https:" || page.href !== url) {
    refuse("url is not an https:// address as a browser writes it");
  }
  if (!isDomain(page.hostname) || (page.hostname !== domain && !page.hostname.endsWith(`.${domain}`))) {
    refuse(`url is not on ${domain}, nor on a domain below it`);
  }
  const link = readString(from, "link");
  readWebAddress(link, "link");
  return { kind: "web-page", domain, url, link, sha256: checkDigest(from.sha256, "sha256") };
}

function readKey(from: JsonObject, { statement, version }: Base): Seen {
  const domain = readDomain(from, "domain");
  const vkey = readString(from, "vkey");
  const key = parseVerifierKey(vkey);
  if (key.name !== domain) refuse(`vkey is not a key of ${domain}: its name is "${key.name.slice(0, 80)}"`);
  const note = readString(from, "note");
  if (
    parseSignatureNote(note).signatures.length !== 1 ||
    verifyKeySignature(note, key, { statement, version }) !== note
  ) {
    refuse("note holds other lines than the one by vkey");
  }
  return { kind: "key", domain, vkey, note };
}

function readGone(from: JsonObject): Seen {
  const domain = readDomain(from, "domain");
  const of = MAY_GO.find((kind) => kind === from.of) ?? refuse(`of is not one of ${MAY_GO.join(", ")}`);
  const resolvers = readResolvers(from.resolvers);
  if (of === "dns" && resolvers.length === 0) refuse("no resolver was asked");
  if ((of === "vouch" || of === "named") && resolvers.length > 0) refuse(`of ${of}, and yet resolvers were asked`);
  return { kind: "gone", domain, of, resolvers };
}

function readResolvers(value: JsonValue | undefined): ResolverAnswer[] {
  const answers = readList(value, RESOLVERS_LIMIT, "resolvers").map((each) => {
    const answer = checkMembers(each, "answer of a resolver", ["resolver", "records"], []);
    const resolver = readString(answer, "resolver");
    if (resolver.length > RESOLVER_LIMIT || !/^[!-~]+$/.test(resolver)) {
      refuse(`resolver is not 1 to ${RESOLVER_LIMIT} characters of visible ASCII`);
    }
    return { resolver, records: readList(answer.records, RECORDS_LIMIT, "records").map(readRecord) };
  });
  if (new Set(answers.map(({ resolver }) => resolver)).size < answers.length) refuse("one resolver is there twice");
  return answers;
}

/** Whoever holds the domain writes its records, and anything at all may stand there. */
function readRecord(record: JsonValue): string {
  if (typeof record !== "string") return refuse("a record is not a string");
  if (record.length > RECORD_LIMIT) {
    throw new MalformedError("too_large", `a record is longer than ${RECORD_LIMIT} characters`);
  }
  return record;
}

function readVouching(value: JsonValue | undefined): Vouching {
  const by = checkMembers(value, "member by", ["name", "domain"], ["index"]);
  const vouching = { name: readWords(by, "name", NAME_LIMIT), domain: readDomain(by, "domain") };
  const { index } = by;
  if (index === undefined) return vouching;
  if (typeof index !== "number" || !Number.isSafeInteger(index) || index < 0)
    refuse("index is not a whole number from 0");
  return { ...vouching, index };
}

function readNaming(from: JsonObject): Naming {
  return from.names === "version" || from.names === "key" ? from.names : refuse("names is neither version nor key");
}

function readDomain(from: JsonObject, member: string): string {
  const domain = readString(from, member);
  return isDomain(domain) ? domain : refuse(`${member} is not a domain in lower case, such as reading.example`);
}

function readWords(from: JsonObject, member: string, limit: number): string {
  const words = readString(from, member);
  checkWords(words, limit, member);
  return words;
}

function readString(from: JsonObject, member: string): string {
  const value = from[member];
  return typeof value === "string" ? value : refuse(`${member} is not a string`);
}

function readList(value: JsonValue | undefined, most: number, what: string): readonly JsonValue[] {
  if (!Array.isArray(value)) return refuse(`${what} is not a list`);
  if (value.length > most) throw new MalformedError("too_large", `${what} has more than ${most} members`);
  return value;
}

function refuse(what: string): never {
  throw new MalformedError("malformed", `the observation: ${what}`);
}

/** The canonical JSON (RFC 8785) of an observation, UTF-8. @throws as checkObservation does */
export function formatObservation(observation: Observation): Uint8Array {
  return formatCanonicalJson(checkObservation(observation));
}

/**
 * Reads an observation. Strict: canonical JSON, and nothing that `formatObservation` would not write.
 * @throws MalformedError `too_large`, `not_canonical`, and as checkObservation does
 */
export function parseObservation(bytes: Uint8Array): Observation {
  return checkObservation(parseCanonicalJson(bytes, OBSERVATION_LIMIT));
}

/**
 * What an `attest` carries: HMAC-SHA-256 of the observation's canonical JSON under its salt, 32 bytes, as a part's digest in
 * spec/commitment.md.
 * @param salt exactly 32 random bytes, of this observation alone
 */
export function digestObservation(salt: Uint8Array, observation: Observation): Uint8Array {
  return digestPartBytes(salt, formatObservation(observation));
}

/** Signs an observation: a note of the format's name and the observation on one line. @throws as checkObservation does */
export function formatObservationNote(observation: Observation, signer: Signer): Uint8Array {
  return signNote(`${OBSERVATION_FORMAT}\n${decodeUtf8(formatObservation(observation))}\n`, [signer]);
}

/** An observation that a known key has signed. */
export type SignedObservation = { readonly observation: Observation; readonly note: OpenedNote };

/**
 * Reads the depositary's signed note over an observation.
 * @param keys the depositary's verifier keys, under its host as name
 * @throws MalformedError as parseNote and parseObservation do
 * @throws VerificationError `signature_invalid` or `signature_missing`
 */
export function openObservationNote(note: Uint8Array | string, keys: readonly VerifierKey[]): SignedObservation {
  const opened = openNote(note, keys);
  const [format, line = "", ...rest] = opened.text.split("\n");
  if (format !== OBSERVATION_FORMAT || rest.length !== 1 || rest[0] !== "") {
    throw new MalformedError("malformed", "the note is not over an observation: its text must be two lines");
  }
  return { observation: parseObservation(encodeUtf8(line)), note: opened };
}
