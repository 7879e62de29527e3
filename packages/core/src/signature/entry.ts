import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { MalformedError, VerificationError } from "../errors.ts";
import { parseCanonicalJson } from "../json.ts";
import { checkLanguageTag } from "../statement/language.ts";
import { checkWords } from "../statement/repertoire.ts";
import { CanonicalScanner } from "./canonical-scanner.ts";
import { checkDateTime } from "./date.ts";

/** Greatest length of an entry in bytes: an entry bundle gives its length 16 bits (C2SP tlog-tiles). */
export const ENTRY_LIMIT = 65_535;
/** Greatest length of a correction's note, in code points. */
export const NOTE_LIMIT = 1_000;
/** Greatest length of an addressee's name, in code points. */
export const ADDRESSEE_LIMIT = 200;
/** Greatest length of a log's origin, in characters. */
export const ORIGIN_LIMIT = 400;

export const KINDS = ["organisation", "person"] as const;
export const CAPACITIES = ["institutional", "personal"] as const;
export const REMOVAL_REASONS = ["disputed", "duplicate", "forged", "ineligible", "legal", "mistaken"] as const;

/** A SHA-256 digest in 64 lower-case hexadecimal digits. */
export type Hex = string;
export type Kind = (typeof KINDS)[number];
export type Capacity = (typeof CAPACITIES)[number];
export type Level = 1 | 2 | 3 | 4;
export type RemovalReason = (typeof REMOVAL_REASONS)[number];

/** What a signatory consents to, and as what. */
export type Consent = {
  readonly version: Hex;
  readonly kind: Kind;
  readonly capacity: Capacity;
  readonly level: Level;
  readonly named: boolean;
  readonly commitment: Hex;
};

export type SignEntry = Consent & { readonly act: "sign" };
export type ResignEntry = Consent & { readonly act: "resign"; readonly of: number };
export type RemoveEntry = { readonly act: "remove"; readonly of: number; readonly reason: RemovalReason };
export type AttestEntry = {
  readonly act: "attest";
  readonly of: number;
  readonly level: Level;
  readonly observation: Hex;
};
/** An act on a signature that needs no more than the index of its `sign`. */
export type PlainAct = "withdraw" | "dispute" | "uphold" | "erase" | "anonymise";
export type PlainEntry = { readonly act: PlainAct; readonly of: number };
export type SignatureEntry = ResignEntry | AttestEntry | RemoveEntry | PlainEntry;

export type StatementEntry =
  | { readonly act: "open"; readonly version: Hex; readonly closes: string | null }
  | { readonly act: "extend"; readonly closes: string | null }
  | { readonly act: "close" }
  | {
      readonly act: "correction";
      readonly version: Hex;
      readonly lang: string;
      readonly block: number;
      readonly note: string;
    }
  | { readonly act: "translation"; readonly version: Hex; readonly lang: string; readonly sha256: Hex }
  | { readonly act: "response"; readonly addressee: string; readonly sha256: Hex }
  | { readonly act: "succeed"; readonly origin: string; readonly size: number; readonly root: Hex };

/** One act in a statement's log, as `spec/entry.md` describes it. */
export type Entry = SignEntry | SignatureEntry | StatementEntry;

const ACTS: ReadonlySet<string> = new Set<Entry["act"]>([
  ...(["open", "extend", "close", "sign", "resign", "attest", "withdraw", "dispute", "uphold", "remove"] as const),
  ...(["erase", "anonymise", "correction", "translation", "response", "succeed"] as const),
]);
const GREATEST = Number.MAX_SAFE_INTEGER;
const ACT_NAME = /^[a-z]{1,32}$/;
// C2SP signed-note forbids spaces and plus signs in a key's name, and a log's origin is one.
const ORIGIN = /^[!-*,-~]+$/;

/**
 * Reads an entry. Verified are its form and each member by itself; whether its log allows it is `step`'s to say.
 * @param bytes canonical JSON (RFC 8785), at most ENTRY_LIMIT bytes
 * @throws MalformedError `too_large`, `not_utf8`, `not_canonical`, `malformed`, `text_refused`
 * @throws VerificationError `unknown_entry` when it is well formed but its act is none of ours: nobody can then say what
 *   the log says from there on
 */
export function parseEntry(bytes: Uint8Array): Entry {
  if (bytes.length > ENTRY_LIMIT) {
    throw new MalformedError("too_large", `an entry of ${bytes.length} bytes where at most ${ENTRY_LIMIT} are allowed`);
  }
  const scanner = new CanonicalScanner(decodeUtf8(bytes));
  try {
    const entry = scanEntry(scanner);
    scanner.end();
    return entry;
  } catch (error) {
    throw explain(bytes, error);
  }
}

/** The scanner says only where it stopped. Look again, slowly, for the reason that a person would give. */
function explain(bytes: Uint8Array, error: unknown): unknown {
  const value = parseCanonicalJson(bytes, ENTRY_LIMIT);
  if (value === null || typeof value !== "object" || !("act" in value) || typeof value.act !== "string") {
    return new MalformedError("malformed", "an entry is a JSON object with the member act", { cause: error });
  }
  const act = value.act;
  if (ACTS.has(act)) return error;
  if (ACT_NAME.test(act)) return new VerificationError("unknown_entry", `the act "${act}" is not known here`);
  return new MalformedError("malformed", "an act is named by 1 to 32 lower-case letters", { cause: error });
}

/** Members are read in the order in which JCS writes them: `act` first, since no other member sorts before it. */
function scanEntry(from: CanonicalScanner): Entry {
  from.literal('{"act":');
  const act = from.name();
  switch (act) {
    case "sign":
      return {
        act,
        capacity: from.word("capacity", CAPACITIES),
        commitment: from.digest("commitment"),
        kind: from.word("kind", KINDS),
        level: scanLevel(from),
        named: from.boolean("named"),
        version: from.digest("version"),
      };
    case "resign":
      return {
        act,
        capacity: from.word("capacity", CAPACITIES),
        commitment: from.digest("commitment"),
        kind: from.word("kind", KINDS),
        level: scanLevel(from),
        named: from.boolean("named"),
        of: scanIndex(from),
        version: from.digest("version"),
      };
    case "attest":
      return { act, level: scanLevel(from), observation: from.digest("observation"), of: scanIndex(from) };
    case "withdraw":
    case "dispute":
    case "uphold":
    case "erase":
    case "anonymise":
      return { act, of: scanIndex(from) };
    case "remove":
      return { act, of: scanIndex(from), reason: from.word("reason", REMOVAL_REASONS) };
    case "open":
      return { act, closes: scanCloses(from), version: from.digest("version") };
    case "extend":
      return { act, closes: scanCloses(from) };
    case "close":
      return { act };
    default:
      return scanRareEntry(from, act);
  }
}

/** The acts that a log holds few of. */
function scanRareEntry(from: CanonicalScanner, act: string): Entry {
  switch (act) {
    case "correction":
      return {
        act,
        block: from.integer("block", 0, GREATEST),
        lang: scanLanguage(from),
        note: scanLine(from, "note", NOTE_LIMIT),
        version: from.digest("version"),
      };
    case "translation":
      return { act, lang: scanLanguage(from), sha256: from.digest("sha256"), version: from.digest("version") };
    case "response":
      return { act, addressee: scanLine(from, "addressee", ADDRESSEE_LIMIT), sha256: from.digest("sha256") };
    case "succeed":
      return {
        act,
        origin: scanOrigin(from),
        root: from.digest("root"),
        size: from.integer("size", 1, GREATEST),
      };
    default:
      throw new MalformedError("malformed", "the act is not known");
  }
}

function scanIndex(from: CanonicalScanner): number {
  return from.integer("of", 0, GREATEST);
}

function scanLevel(from: CanonicalScanner): Level {
  return from.integer("level", 1, 4) as Level;
}

function scanCloses(from: CanonicalScanner): string | null {
  const closes = from.stringOrNull("closes");
  if (closes !== null) checkDateTime(closes, "closes");
  return closes;
}

function scanLanguage(from: CanonicalScanner): string {
  const lang = from.string("lang");
  checkLanguageTag(lang);
  return lang;
}

function scanLine(from: CanonicalScanner, name: string, limit: number): string {
  const line = from.string(name);
  checkWords(line, limit, name);
  return line;
}

function scanOrigin(from: CanonicalScanner): string {
  const origin = from.string("origin");
  if (origin.length > ORIGIN_LIMIT || !ORIGIN.test(origin)) {
    throw new MalformedError("malformed", `origin is not 1 to ${ORIGIN_LIMIT} visible ASCII characters without a plus`);
  }
  return origin;
}

/**
 * The one encoding of an entry. What it writes is read again, so that nothing leaves here that `parseEntry` refuses.
 * @throws MalformedError as parseEntry does
 */
export function formatEntry(entry: Entry): Uint8Array {
  const bytes = encodeUtf8(writeEntry(entry));
  parseEntry(bytes);
  return bytes;
}

function writeEntry(e: Entry): string {
  switch (e.act) {
    case "sign":
      return `{"act":"sign",${writeConsentHead(e)},"version":"${e.version}"}`;
    case "resign":
      return `{"act":"resign",${writeConsentHead(e)},"of":${e.of},"version":"${e.version}"}`;
    case "attest":
      return `{"act":"attest","level":${e.level},"observation":"${e.observation}","of":${e.of}}`;
    case "withdraw":
    case "dispute":
    case "uphold":
    case "erase":
    case "anonymise":
      return `{"act":"${e.act}","of":${e.of}}`;
    case "remove":
      return `{"act":"remove","of":${e.of},"reason":"${e.reason}"}`;
    case "open":
      return `{"act":"open","closes":${JSON.stringify(e.closes)},"version":"${e.version}"}`;
    case "extend":
      return `{"act":"extend","closes":${JSON.stringify(e.closes)}}`;
    case "close":
      return '{"act":"close"}';
    case "correction":
      return `{"act":"correction","block":${e.block},"lang":"${e.lang}","note":${JSON.stringify(e.note)},"version":"${e.version}"}`;
    case "translation":
      return `{"act":"translation","lang":"${e.lang}","sha256":"${e.sha256}","version":"${e.version}"}`;
    case "response":
      return `{"act":"response","addressee":${JSON.stringify(e.addressee)},"sha256":"${e.sha256}"}`;
    case "succeed":
      return `{"act":"succeed","origin":${JSON.stringify(e.origin)},"root":"${e.root}","size":${e.size}}`;
  }
}

function writeConsentHead(e: Consent): string {
  return `"capacity":"${e.capacity}","commitment":"${e.commitment}","kind":"${e.kind}","level":${e.level},"named":${e.named}`;
}
