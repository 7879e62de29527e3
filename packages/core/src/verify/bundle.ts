import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { formatCanonicalJson, parseCanonicalJson } from "../json.ts";
import { parseVerifierKey } from "../log/note.ts";
import { parseOrigin } from "../log/origin.ts";
import { formatTilePath, tileWidth } from "../log/tile.ts";
import { isTreeSize } from "../log/tree-size.ts";
import type { Hex } from "../signature/entry.ts";
import { checkDigest, checkMembers, checkString } from "../signature/members.ts";
import { VERSION_LIMIT } from "../signature/transition.ts";
import type { DocumentFormat } from "../statement/document.ts";

/** The `format` member of every bundle of this edition of the format (spec/bundle.md). */
export const BUNDLE_FORMAT = "undersigned/bundle@v1";
/** Greatest length of bundle.json, in bytes. */
export const DESCRIPTION_LIMIT = 262_144;

/** What bundle.json says of the rest. Every member repeats what other files prove: it helps to read, and proves nothing. */
export type Description = {
  readonly format: typeof BUNDLE_FORMAT;
  /** Origin of the statement's log, `HOST/s/ID`. */
  readonly origin: string;
  /** Entries in the statement's log, from 1. */
  readonly size: number;
  /** SHA-256 of verify.html; null when the bundle has none. */
  readonly verifier: Hex | null;
  /** All versions that were opened, numbered from 1, each with the SHA-256 of its manifest. */
  readonly versions: readonly { readonly number: number; readonly digest: Hex }[];
  /** C2SP verifier key of the depositary's log of heads, `HOST+…`. A hint: a forger would write another. */
  readonly vkey: string;
};

/**
 * The files of a bundle, however they are kept. A verifier reads each once at most, a few at a time, so that a million
 * signatures never are in memory at once; what compares it with a receipt reads the entries once more.
 */
export type BundleFiles = {
  /** Every file, without folders. */
  names(): readonly string[];
  /**
   * @param limit greatest length in bytes that the format allows this file
   * @throws {MalformedError} `too_large` beyond the limit, `malformed` when the file is damaged
   */
  read(name: string, limit: number): Promise<Uint8Array>;
};

export const README_FILE = "README.txt";
export const POLICY_FILE = "policy.txt";
export const VERIFIER_FILE = "verify.html";
/** Greatest length of verify.html, in bytes. */
export const VERIFIER_LIMIT = 4_194_304;
export const DESCRIPTION_FILE = "bundle.json";
export const CHECKPOINT_FILE = "log/checkpoint";
export const HEAD_FILE = "heads/head.json";
export const HEAD_PROOF_FILE = "heads/proof.tlog-proof";

/** A hand-over of the depositary's key, numbered from 1, and its log proof (spec/identity.md). */
export function identityFile(number: number): string {
  return `identity/${number}.json`;
}

export function identityProofFile(number: number): string {
  return `identity/${number}.tlog-proof`;
}

export function manifestFile(version: number): string {
  return `versions/${version}/manifest.json`;
}

export function consentNoticeFile(version: number): string {
  return `versions/${version}/consent-notice.txt`;
}

export function textFile(version: number, lang: string): string {
  return `versions/${version}/text.${lang}.md`;
}

/** Where the documents are in which addressees answered. */
export const RESPONSES = "responses/";

export function responseFile(digest: Hex, format: DocumentFormat): string {
  return `${RESPONSES}${digest}.${format}`;
}

/** Where the translations are that nobody signed. */
export const TRANSLATIONS = "translations/";

export function translationFile(version: number, lang: string): string {
  return `${TRANSLATIONS}${version}/text.${lang}.md`;
}

/** The entries `index * 256` and the 255 after it, fewer at the end: an entry bundle under its C2SP tlog-tiles path. */
export function entriesFile(index: number, size: number): string {
  return `log/${formatTilePath({ level: "entries", index, width: tileWidth("entries", index, size) })}`;
}

/** The openings that belong to the entries of `entriesFile(index, size)`. */
export function openingsFile(index: number, size: number): string {
  return linesFile("openings/", index, size);
}

function linesFile(folder: string, index: number, size: number): string {
  return `${folder}${entriesFile(index, size).slice("log/tile/entries/".length)}.jsonl`;
}

/** Where the observations are, beside the openings. */
export const OBSERVATIONS = "observations/";

/** The observations to which entries of `entriesFile(index, size)` commit. */
export function observationsFile(index: number, size: number): string {
  return linesFile(OBSERVATIONS, index, size);
}

/** Where organisations' own signatures are. */
export const SIGNATURES = "signatures/";

/** A note over a version by keys of organisations, numbered from 1 (spec/signature.md). */
export function signatureNoteFile(version: number, number: number): string {
  return `${SIGNATURES}${version}/${number}.note`;
}

/** The bytes of bundle.json. @throws {MalformedError} as parseDescription does */
export function formatDescription(description: Description): Uint8Array {
  const { format, origin, size, verifier, versions, vkey } = description;
  const listed = versions.map(({ number, digest }) => ({ number, digest }));
  const bytes = formatCanonicalJson({ format, origin, size, verifier, versions: listed, vkey });
  parseDescription(bytes);
  return bytes;
}

/**
 * Reads bundle.json: canonical JSON, exactly these members, and its parts agreeing with each other.
 * @throws {MalformedError} `unsupported` for a later edition of the format, `malformed`, `not_canonical`, `too_large`
 */
export function parseDescription(bytes: Uint8Array): Description {
  const value = parseCanonicalJson(bytes, DESCRIPTION_LIMIT);
  checkFormat(value);
  const read = checkMembers(value, "bundle", ["format", "origin", "size", "verifier", "versions", "vkey"], []);
  const { size, versions } = read;
  const origin = checkString(read.origin, "origin");
  const vkey = checkString(read.vkey, "vkey");
  const { host, statement } = parseOrigin(origin);
  if (statement === null) {
    throw new MalformedError("malformed", "origin is that of the log of heads, where HOST/s/ID was expected");
  }
  if (parseVerifierKey(vkey).name !== host) {
    throw new MalformedError("malformed", `vkey is not a key of ${host}, the host that origin names`);
  }
  if (!isTreeSize(size) || size < 1) throw new MalformedError("malformed", "size is not a whole number from 1");
  if (!Array.isArray(versions) || versions.length < 1 || versions.length > VERSION_LIMIT) {
    throw new MalformedError("malformed", `versions is not a list of 1 to ${VERSION_LIMIT}`);
  }
  const verifier = read.verifier === null ? null : checkDigest(read.verifier, "verifier");
  return { format: BUNDLE_FORMAT, origin, size, verifier, versions: versions.map(checkVersion), vkey };
}

function checkFormat(value: JsonValue): void {
  const format = typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
  if (format === BUNDLE_FORMAT) return;
  if (typeof format === "string" && /^undersigned\/bundle@v[1-9][0-9]{0,3}$/.test(format)) {
    throw new MalformedError("unsupported", `this is ${format}, and only ${BUNDLE_FORMAT} is read here`);
  }
  throw new MalformedError("malformed", `format is not ${BUNDLE_FORMAT}`);
}

function checkVersion(value: JsonValue, at: number): Description["versions"][number] {
  const { number, digest } = checkMembers(value, "version", ["number", "digest"], []);
  if (number !== at + 1) throw new MalformedError("malformed", "versions are not numbered 1, 2, 3 and so on");
  return { number: at + 1, digest: checkDigest(digest, "digest") };
}
