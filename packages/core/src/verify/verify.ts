import { equalBytes } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import type { HandedOver } from "../log/identity-chain.ts";
import { formatVerifierKey, parseVerifierKey } from "../log/note.ts";
import { parseOrigin } from "../log/origin.ts";
import { summarise } from "../signature/replay.ts";
import { plainText } from "../statement/inline.ts";
import type { BundleFiles, Description } from "./bundle.ts";
import { DESCRIPTION_FILE, DESCRIPTION_LIMIT, HEAD_PROOF_FILE, parseDescription } from "./bundle.ts";
import { Findings, judge } from "./findings.ts";
import { checkHints } from "./hints.ts";
import { readIdentity } from "./identity-links.ts";
import { Inventory } from "./inventory.ts";
import type { Lineage } from "./lineage.ts";
import { checkReign, findLineage, reportHandOvers } from "./lineage.ts";
import type { ReadLog } from "./log-reading.ts";
import { readLog } from "./log-reading.ts";
import type { PublishedHead } from "./publication.ts";
import { checkTree, readCheckpoint, readHead } from "./publication.ts";
import type { BundleFindings, Report, ReportedVersion } from "./report.ts";
import { BUNDLE_CHECKS } from "./report.ts";
import type { TileReading } from "./tile-queue.ts";
import { readTilesHere } from "./tile-queue.ts";
import { formatTime } from "./time.ts";
import type { LogKeys, Trust } from "./trust.ts";
import { checkKeyHint, checkKeyName, knownChain, nameKeys, trustedKeys } from "./trust.ts";
import { listTrusted } from "./trusted.ts";
import type { ReadVersion } from "./versions.ts";
import { readVersions } from "./versions.ts";
import type { Freshness, Witnessed } from "./witnesses.ts";
import { checkWitnesses } from "./witnesses.ts";

export type VerifyOptions = {
  /** How old the cosignatures may be that the policy asks for; null, as by default: as old as the bundle. */
  readonly freshness?: Freshness | null;
  /** Told after each file of entries: how many were read, and of how many. */
  readonly onProgress?: (read: number, size: number) => void;
  /** Who reads the entries and openings; by default this thread. */
  readonly reading?: TileReading;
};

/**
 * Verifies a bundle (spec/bundle.md), offline and whole: it goes on after a problem, where that makes sense, to tell of
 * all. Everything in the bundle may come from an attacker; `trust` is the caller's own. Memory does not grow with the
 * size of the log but for four bytes an entry.
 * @returns a report; nothing about the bundle makes this throw
 * @throws what `files` throws, other than an UndersignedError, and whatever `reading` throws
 */
export async function verifyBundle(files: BundleFiles, trust: Trust, options: VerifyOptions = {}): Promise<Report> {
  const findings = new Findings(BUNDLE_CHECKS);
  const inventory = new Inventory(files, findings);
  const description = await readDescription(inventory, findings);
  if (description === null) return reportUnread(findings);
  const chain = await readIdentity(inventory, findings, parseVerifierKey(description.vkey));
  const { keys, lineage } = chooseKeys(findings, description, trust, chain);
  await checkHints(inventory, findings, description);
  const versions = await readVersions(inventory, findings, description);
  const { origin, size } = description;
  const reading = options.reading ?? readTilesHere(files);
  const log = await readLog({ inventory, findings, origin, size, versions, reading }, options.onProgress);
  const checkpoint = await readCheckpoint(inventory, findings, keys);
  checkTree(findings, checkpoint, log.entries.tree, size);
  const published = await readHead(inventory, findings, keys, checkpoint);
  if (lineage !== null && published !== null) {
    findings.attempt("key", HEAD_PROOF_FILE, () => checkReign(lineage, published.size));
  }
  const witnessed = askWitnesses(findings, published, trust, options);
  inventory.close();
  return makeReport(findings, { description, versions, trust, keys, lineage, published, witnessed, ...log });
}

/** Bundle.json; null with a problem on record, or, for a later edition of the format, with a note. */
async function readDescription(inventory: Inventory, findings: BundleFindings): Promise<Description | null> {
  const bytes = await inventory.read(DESCRIPTION_FILE, DESCRIPTION_LIMIT);
  if (bytes === null) return null;
  try {
    return parseDescription(bytes);
  } catch (error) {
    if (error instanceof UndersignedError && error.code === "unsupported") {
      findings.leave("files", `${DESCRIPTION_FILE}: ${error.message}.`);
    } else {
      findings.fail("files", DESCRIPTION_FILE, error);
    }
    return null;
  }
}

type Chosen = { readonly keys: LogKeys; readonly lineage: Lineage | null };

/** The key that the bundle hints at, when a trusted one is that or leads there; else a trusted one, which will not fit. */
function chooseKeys(
  findings: BundleFindings,
  { origin, vkey }: Description,
  trust: Trust,
  chain: readonly HandedOver[],
): Chosen {
  const parsed = parseOrigin(origin);
  const hint = parseVerifierKey(vkey);
  const trusted = findings.attempt("key", DESCRIPTION_FILE, () => trustedKeys(trust, parsed, chain)) ?? [];
  const lineage = findLineage(trusted, hint, parsed.statement, [chain, knownChain(trust)]);
  const [key] = trusted;
  if (key === undefined) {
    findings.leave("key", "the only key is the one that came with the bundle.");
    return { keys: nameKeys(hint.publicKey, parsed), lineage };
  }
  findings.done("key");
  if (lineage !== null) return { keys: nameKeys(hint.publicKey, parsed), lineage };
  findings.attempt("key", DESCRIPTION_FILE, () => checkKeyName(key, parsed));
  findings.attempt("key", DESCRIPTION_FILE, () => checkKeyHint(key, hint));
  return { keys: nameKeys(key.publicKey, parsed), lineage };
}

/** What the witnesses say that the policy names; null without a policy, and then nothing is asked of any. */
function askWitnesses(
  findings: BundleFindings,
  published: PublishedHead | null,
  trust: Trust,
  { freshness = null }: VerifyOptions,
): Witnessed | null {
  const policy = trust?.policy ?? null;
  if (policy === null) {
    findings.omit("witnesses");
    return null;
  }
  const { note, head } = published ?? { note: null, head: null };
  return checkWitnesses(findings, HEAD_PROOF_FILE, note, head, policy, freshness);
}

type Material = ReadLog & {
  readonly description: Description;
  readonly versions: readonly ReadVersion[];
  readonly trust: Trust;
  readonly keys: LogKeys;
  readonly lineage: Lineage | null;
  readonly published: PublishedHead | null;
  readonly witnessed: Witnessed | null;
};

function makeReport(findings: BundleFindings, material: Material): Report {
  const { description, trust, keys, lineage, published, witnessed, entries, names, additions, observations } = material;
  const checks = findings.checks();
  const state = entries.replay.statement();
  const holds = entries.complete && (["entries", "tree", "checkpoint"] as const).every((name) => findings.holds(name));
  const counts = holds ? { ...summarise(state), tallies: state.counts.tallies } : null;
  const found = {
    origin: description.origin,
    key: {
      vkey: formatVerifierKey(keys.heads),
      source: sourceOf(trust, keys, lineage),
      handOvers: reportHandOvers(lineage),
    },
    asOf: published === null ? null : formatTime(published.head.time),
    witnessed,
    size: description.size,
    status: holds && state.status !== "empty" ? state.status : null,
    closes: holds ? state.closes : null,
    versions: material.versions.map((version) => ({
      ...describeVersion(version, holds ? (state.counts.versions[version.digest]?.total ?? 0) : null),
      translations: holds ? additions.translations.list(version.digest) : [],
    })),
    responses: holds ? additions.responses.list() : [],
    evidence: holds && findings.holds("observations") ? observations.report() : null,
    counts,
    names: holds && findings.holds("openings") ? names.count(entries.replay) : null,
  } as const;
  return { ...judge(checks), checks, ...found, trusted: listTrusted(found) };
}

/** Where the key is from that was used: a policy without a key for this host leaves only the bundle's own. */
function sourceOf(trust: Trust, { heads }: LogKeys, lineage: Lineage | null): NonNullable<Report["key"]>["source"] {
  if (trust === null) return "bundle";
  if (trust.key !== null) return trust.source;
  const isKnown = lineage !== null || trust.policy.logs.some(({ key }) => equalBytes(key.publicKey, heads.publicKey));
  return isKnown ? "policy" : "bundle";
}

function describeVersion(
  { number, digest, manifest, texts }: ReadVersion,
  total: number | null,
): Omit<ReportedVersion, "translations"> {
  const described = (manifest?.texts ?? []).flatMap(({ lang, sha256, authentic, prevails }) => {
    const text = texts.get(lang);
    return text === undefined ? [] : [{ lang, sha256, title: plainText(text.title), authentic, prevails }];
  });
  return { number, digest, total, texts: described };
}

/**
 * The report on something that cannot be opened as a bundle at all, such as a damaged zip.
 * @param error why
 */
export function reportUnreadable(error: UndersignedError): Report {
  const findings: BundleFindings = new Findings(BUNDLE_CHECKS);
  findings.fail("files", "the bundle", error);
  return reportUnread(findings);
}

/** The report on a bundle that does not even say what it is. */
function reportUnread(findings: BundleFindings): Report {
  findings.omit("witnesses");
  findings.omit("identity");
  findings.omit("observations");
  for (const { name, status } of findings.checks()) {
    if (status === "not_checked") findings.leave(name, "The bundle does not say what it is of.");
  }
  const checks = findings.checks();
  const nothing = { key: null, asOf: null, witnessed: null, counts: null, names: null, evidence: null } as const;
  return {
    ...judge(checks),
    checks,
    ...nothing,
    origin: null,
    size: null,
    status: null,
    closes: null,
    versions: [],
    responses: [],
    trusted: listTrusted(nothing),
  };
}
