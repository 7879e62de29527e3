import { sha256 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { formatCanonicalJson, parseCanonicalJson } from "../json.ts";
import { isDomain } from "./domain.ts";
import { checkLanguageTag } from "./language.ts";
import type { Problem } from "./manifest-shape.ts";
import {
  findWordsProblem,
  readArray,
  readBoolean,
  readChoice,
  readInteger,
  readObject,
  readString,
} from "./manifest-shape.ts";
import type { Terms } from "./terms.ts";
import { findTermsProblems, readTerms } from "./terms.ts";
import { BLOCKS_LIMIT } from "./text.ts";

/** Greatest length of a manifest, in bytes. */
export const MANIFEST_LIMIT = 262_144;
/** Greatest number of a version. */
export const VERSIONS_LIMIT = 9_999;
export const INITIATORS_LIMIT = 100;
export const TEXTS_LIMIT = 200;
export const DEMANDS_LIMIT = 1_000;
/** Greatest number of addressees of one demand. */
export const ADDRESSEES_LIMIT = 100;
/** Greatest length of the name of an initiator or addressee, in code points. */
export const PARTY_LIMIT = 200;

/** The `format` member of every manifest of this version of the format. */
export const MANIFEST_FORMAT = "undersigned/version@v1";

export type Initiator = { name: string; domain?: string };
export type ManifestText = { lang: string; sha256: string; authentic: boolean; prevails: boolean };
export type Demand = { block: number; addressees: string[] };

/** A version: what signatories sign, by the SHA-256 of this manifest (spec/version.md). */
export type Manifest = {
  format: typeof MANIFEST_FORMAT;
  /** Id of the statement. */
  statement: string;
  /** 1-based number of the version in its statement. */
  number: number;
  /** Hexadecimal digest of the version before, null for the first. */
  previous: string | null;
  initiators: Initiator[];
  /** Sorted by `lang`. */
  texts: ManifestText[];
  /** Sorted by `block`. */
  demands: Demand[];
  terms: Terms;
};

const DIGEST = /^[0-9a-f]{64}$/;
const NOT_A_DIGEST = "expected a SHA-256 digest: 64 lower-case hexadecimal digits";

/**
 * Parses a manifest. Canonical JSON (RFC 8785) and nothing else, no unknown member, every rule of spec/version.md.
 * @throws MalformedError too_large, not_utf8, not_canonical, or malformed with the member at fault in its message
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  const manifest = readManifest(parseCanonicalJson(bytes, MANIFEST_LIMIT));
  checkManifest(manifest);
  return manifest;
}

/**
 * The one spelling of a manifest, UTF-8.
 * @throws MalformedError too_large or malformed where parseManifest would refuse it
 */
export function formatManifest(manifest: Manifest): Uint8Array {
  checkManifest(manifest);
  const { format, statement, number, previous, initiators, texts, demands, terms } = manifest;
  const bytes = formatCanonicalJson({ format, statement, number, previous, initiators, texts, demands, terms });
  if (bytes.length <= MANIFEST_LIMIT) return bytes;
  throw new MalformedError("too_large", `a manifest has at most ${MANIFEST_LIMIT} bytes, not ${bytes.length}`);
}

/** Digest of a version: SHA-256 of its manifest's bytes, 32 bytes. This is what is signed. */
export function digestManifest(manifest: Manifest): Uint8Array {
  return sha256(formatManifest(manifest));
}

/** Refuses a manifest that breaks a rule of spec/version.md, naming the first. @throws MalformedError malformed */
export function checkManifest(manifest: Manifest): void {
  const [problem] = findManifestProblems(manifest);
  if (problem !== undefined) throw new MalformedError("malformed", `${problem.field}: ${problem.message}`);
}

function readManifest(value: JsonValue): Manifest {
  const members = ["format", "statement", "number", "previous", "initiators", "texts", "demands", "terms"];
  const manifest = readObject(value, "", members);
  return {
    format: readChoice(manifest.format, "format", [MANIFEST_FORMAT]),
    statement: readString(manifest.statement, "statement"),
    number: readInteger(manifest.number, "number"),
    previous: manifest.previous === null ? null : readString(manifest.previous, "previous"),
    initiators: readArray(manifest.initiators, "initiators", readInitiator),
    texts: readArray(manifest.texts, "texts", readText),
    demands: readArray(manifest.demands, "demands", readDemand),
    terms: readTerms(manifest.terms),
  };
}

function readInitiator(value: JsonValue, field: string): Initiator {
  const initiator = readObject(value, field, ["name"], ["domain"]);
  const name = readString(initiator.name, `${field}.name`);
  if (initiator.domain === undefined) return { name };
  return { name, domain: readString(initiator.domain, `${field}.domain`) };
}

function readText(value: JsonValue, field: string): ManifestText {
  const text = readObject(value, field, ["lang", "sha256", "authentic", "prevails"]);
  return {
    lang: readString(text.lang, `${field}.lang`),
    sha256: readString(text.sha256, `${field}.sha256`),
    authentic: readBoolean(text.authentic, `${field}.authentic`),
    prevails: readBoolean(text.prevails, `${field}.prevails`),
  };
}

function readDemand(value: JsonValue, field: string): Demand {
  const demand = readObject(value, field, ["block", "addressees"]);
  return {
    block: readInteger(demand.block, `${field}.block`),
    addressees: readArray(demand.addressees, `${field}.addressees`, readString),
  };
}

/**
 * Every rule of spec/version.md that a manifest of the right shape breaks, in the order of its members, so that a form
 * can show them all. Whether the texts exist and have these blocks is for checkManifestTexts.
 */
export function findManifestProblems(manifest: Manifest): Problem[] {
  return [
    ...findIdentityProblems(manifest),
    ...findInitiatorProblems(manifest.initiators),
    ...findTextProblems(manifest.texts),
    ...findDemandProblems(manifest.demands),
    ...findTermsProblems(manifest.terms),
  ];
}

function findIdentityProblems(manifest: Manifest): Problem[] {
  const problems: Problem[] = [];
  const { statement, number, previous } = manifest;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(statement)) {
    problems.push({ field: "statement", message: "an id has 1 to 64 lower-case letters, digits and inner hyphens" });
  }
  if (!Number.isInteger(number) || number < 1 || number > VERSIONS_LIMIT) {
    problems.push({ field: "number", message: `versions are numbered from 1 to ${VERSIONS_LIMIT}` });
  }
  if ((previous === null) !== (number === 1)) {
    problems.push({ field: "previous", message: "the first version has null here, every later one a digest" });
  } else if (previous !== null && !DIGEST.test(previous)) {
    problems.push({ field: "previous", message: NOT_A_DIGEST });
  }
  return problems;
}

function findInitiatorProblems(initiators: readonly Initiator[]): Problem[] {
  const problems = findCountProblem(initiators.length, 1, INITIATORS_LIMIT, "initiators");
  for (const [index, { name, domain }] of initiators.entries()) {
    const field = `initiators.${index}`;
    problems.push(...findWordsProblem(name, PARTY_LIMIT, `${field}.name`));
    if (domain !== undefined && !isDomain(domain)) {
      const message = "write a domain such as example.org, in lower case, with xn--… for other scripts";
      problems.push({ field: `${field}.domain`, message });
    }
    if (initiators.findIndex((other) => other.name === name && other.domain === domain) < index) {
      problems.push({ field, message: "this initiator is named twice: delete one" });
    }
  }
  return problems;
}

function findTextProblems(texts: readonly ManifestText[]): Problem[] {
  const problems = findCountProblem(texts.length, 1, TEXTS_LIMIT, "texts");
  for (const [index, text] of texts.entries()) {
    const field = `texts.${index}`;
    const before = texts[index - 1]?.lang;
    problems.push(...findLanguageProblem(text.lang, `${field}.lang`));
    if (before !== undefined && before >= text.lang) {
      problems.push({ field: `${field}.lang`, message: "languages are sorted, and each has one text" });
    }
    if (!DIGEST.test(text.sha256)) problems.push({ field: `${field}.sha256`, message: NOT_A_DIGEST });
    if (text.prevails && !text.authentic) {
      problems.push({ field: `${field}.prevails`, message: "only an authentic text can prevail" });
    }
  }
  if (!texts.some((text) => text.authentic)) {
    problems.push({ field: "texts", message: "at least one text is authentic: say which" });
  }
  if (texts.filter((text) => text.prevails).length > 1) {
    problems.push({ field: "texts", message: "at most one text prevails" });
  }
  return problems;
}

function findLanguageProblem(lang: string, field: string): Problem[] {
  try {
    checkLanguageTag(lang);
    return [];
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return [{ field, message: error.message }];
  }
}

function findDemandProblems(demands: readonly Demand[]): Problem[] {
  const problems = findCountProblem(demands.length, 0, DEMANDS_LIMIT, "demands");
  for (const [index, { block, addressees }] of demands.entries()) {
    const field = `demands.${index}`;
    const before = demands[index - 1]?.block;
    if (!Number.isInteger(block) || block < 1 || block > BLOCKS_LIMIT) {
      problems.push({ field: `${field}.block`, message: `blocks are numbered from 1 to ${BLOCKS_LIMIT}` });
    }
    if (before !== undefined && before >= block) {
      problems.push({ field: `${field}.block`, message: "demands are sorted by block, and each block makes one" });
    }
    problems.push(...findCountProblem(addressees.length, 0, ADDRESSEES_LIMIT, `${field}.addressees`));
    for (const [at, name] of addressees.entries()) {
      problems.push(...findWordsProblem(name, PARTY_LIMIT, `${field}.addressees.${at}`));
      if (addressees.indexOf(name) < at) {
        problems.push({ field: `${field}.addressees.${at}`, message: "this addressee is named twice: delete one" });
      }
    }
  }
  return problems;
}

function findCountProblem(count: number, least: number, greatest: number, field: string): Problem[] {
  if (count >= least && count <= greatest) return [];
  return [{ field, message: `expected from ${least} to ${greatest} of them, not ${count}` }];
}
