import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { formatCanonicalJson, parseCanonicalJson } from "../json.ts";
import { parseVerifierKey } from "../log/note.ts";
import { isDomain } from "../statement/domain.ts";
import { checkWords } from "../statement/repertoire.ts";
import { checkAccount } from "./account.ts";
import { digestPart } from "./commitment.ts";
import { checkDateTime } from "./date.ts";
import type { Hex } from "./entry.ts";
import type { JsonObject } from "./members.ts";
import { checkDigest, checkDomain, checkMembers, checkString } from "./members.ts";
import { findNamed, NAMING_LABEL } from "./naming-record.ts";
import { NAME_LIMIT } from "./part.ts";
import type { ResolverAnswer } from "./resolver-answer.ts";
import { checkResolverAnswers } from "./resolver-answer.ts";
import { checkStatementOrigin, parseSignatureNote, verifyKeySignature } from "./signature-note.ts";
import { readWebAddress } from "./web-address.ts";

/** The `format` member of every observation of this edition. */
export const OBSERVATION_FORMAT = "undersigned/observation@v1";

/** Greatest length of an observation, in bytes of its canonical JSON. */
export const OBSERVATION_LIMIT = 65_535;
/** Greatest length of the words of one who vouches, in code points. */
export const VOUCH_LIMIT = 2_000;

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
      readonly of: (typeof MAY_GO)[number];
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
  const statement = checkString(any.statement, "statement");
  checkStatementOrigin(statement, "statement");
  const time = checkString(any.time, "time");
  checkDateTime(time, "time");
  const base: Base = { format: OBSERVATION_FORMAT, statement, version: checkDigest(any.version, "version"), time };
  return { ...base, ...readSeen(any, base) };
}

function readSeen(any: JsonObject, base: Base): Seen {
  const kind = checkString(any.kind, "kind");
  const take = (required: readonly string[], optional: readonly string[] = []) =>
    checkMembers(any, `${WHAT} of kind ${kind}`, [...BASE, ...required], optional);
  switch (kind) {
    case "dns":
      return readDns(take(["domain", "name", "names", "record", "resolvers"]), base);
    case "well-known":
      return readWellKnown(take(["domain", "url", "names", "sha256"]));
    case "web-page":
      return readWebPage(take(["domain", "url", "link", "sha256"]));
    case "key":
      return readKey(take(["domain", "vkey", "note"]), base);
    case "approval": {
      const from = take(["domain"], ["role"]);
      const domain = checkDomain(from.domain, "domain");
      return from.role === undefined ? { kind, domain } : { kind, domain, role: readWords(from, "role", NAME_LIMIT) };
    }
    case "openid": {
      const { issuer = null, subject = null } = take(["issuer", "subject"]);
      return { kind, ...checkAccount({ issuer, subject }) };
    }
    case "vouch": {
      const from = take(["by", "words"]);
      return { kind, by: readVouching(from.by), words: readWords(from, "words", VOUCH_LIMIT) };
    }
    case "named":
      return { kind, by: readVouching(take(["by"]).by) };
    case "gone":
      return readGone(take(["domain", "of", "resolvers"]));
    default:
      throw new MalformedError("unsupported", `an observation of kind "${kind.slice(0, 40)}" is not known here`);
  }
}

function readDns(from: JsonObject, base: Base): Seen {
  const domain = checkDomain(from.domain, "domain");
  const name = checkString(from.name, "name");
  if (name !== `${NAMING_LABEL}.${domain}`) refuse(`name is not ${NAMING_LABEL}.${domain}`);
  const names = readNaming(from);
  const record = checkString(from.record, "record");
  const named = findNamed(record);
  if (names === "version" && !(named !== null && "version" in named && named.version === base.version)) {
    refuse(`record does not name the version ${base.version}`);
  }
  if (names === "key" && !(named !== null && "key" in named && named.key.name === domain)) {
    refuse(`record does not name a key of ${domain}`);
  }
  const resolvers = checkResolverAnswers(from.resolvers);
  if (resolvers.length === 0) refuse("no resolver was asked");
  const other = resolvers.find(({ records }) => !records.includes(record));
  if (other !== undefined) refuse(`the resolver ${other.resolver} did not answer with the record`);
  return { kind: "dns", domain, name, names, record, resolvers };
}

function readWellKnown(from: JsonObject): Seen {
  const domain = checkDomain(from.domain, "domain");
  const url = checkString(from.url, "url");
  if (url !== `https://${domain}/.well-known/undersigned.json`) {
    refuse(`url is not https://${domain}/.well-known/undersigned.json`);
  }
  return { kind: "well-known", domain, url, names: readNaming(from), sha256: checkDigest(from.sha256, "sha256") };
}

function readWebPage(from: JsonObject): Seen {
  const domain = checkDomain(from.domain, "domain");
  const url = checkString(from.url, "url");
  const page = readWebAddress(url, "url");
  if (page.protocol !== "https:" || page.href !== url) {
    refuse("url is not an https:// address as a browser writes it");
  }
  if (!isDomain(page.hostname) || (page.hostname !== domain && !page.hostname.endsWith(`.${domain}`))) {
    refuse(`url is not on ${domain}, nor on a domain below it`);
  }
  const link = checkString(from.link, "link");
  readWebAddress(link, "link");
  return { kind: "web-page", domain, url, link, sha256: checkDigest(from.sha256, "sha256") };
}

function readKey(from: JsonObject, { statement, version }: Base): Seen {
  const domain = checkDomain(from.domain, "domain");
  const vkey = checkString(from.vkey, "vkey");
  const key = parseVerifierKey(vkey);
  if (key.name !== domain) refuse(`vkey is not a key of ${domain}: its name is "${key.name.slice(0, 80)}"`);
  const note = checkString(from.note, "note");
  if (
    parseSignatureNote(note).signatures.length !== 1 ||
    verifyKeySignature(note, key, { statement, version }) !== note
  ) {
    refuse("note holds other lines than the one by vkey");
  }
  return { kind: "key", domain, vkey, note };
}

function readGone(from: JsonObject): Seen {
  const domain = checkDomain(from.domain, "domain");
  const of = MAY_GO.find((kind) => kind === from.of) ?? refuse(`of is not one of ${MAY_GO.join(", ")}`);
  const resolvers = checkResolverAnswers(from.resolvers);
  if (of === "dns" && resolvers.length === 0) refuse("no resolver was asked");
  if ((of === "vouch" || of === "named") && resolvers.length > 0) refuse(`of ${of}, and yet resolvers were asked`);
  return { kind: "gone", domain, of, resolvers };
}

function readVouching(value: JsonValue | undefined): Vouching {
  const by = checkMembers(value, "member by", ["name", "domain"], ["index"]);
  const vouching = { name: readWords(by, "name", NAME_LIMIT), domain: checkDomain(by.domain, "domain") };
  const { index } = by;
  if (index === undefined) return vouching;
  if (typeof index !== "number" || !Number.isSafeInteger(index) || index < 0)
    refuse("index is not a whole number from 0");
  return { ...vouching, index };
}

function readNaming(from: JsonObject): Naming {
  return from.names === "version" || from.names === "key" ? from.names : refuse("names is neither version nor key");
}

function readWords(from: JsonObject, member: string, limit: number): string {
  const words = checkString(from[member], member);
  checkWords(words, limit, member);
  return words;
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
  return digestPart(salt, observation);
}
