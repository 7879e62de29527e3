import { encodeHex, sha256 } from "../bytes.ts";
import { VerificationError } from "../errors.ts";
import { parseOrigin } from "../log/origin.ts";
import type { Hex } from "../signature/entry.ts";
import type { Manifest } from "../statement/manifest.ts";
import { MANIFEST_LIMIT, parseManifest } from "../statement/manifest.ts";
import { checkManifestTexts } from "../statement/manifest-texts.ts";
import type { Text } from "../statement/text.ts";
import { parseText, TEXT_LIMIT } from "../statement/text.ts";
import type { Description } from "./bundle.ts";
import { consentNoticeFile, manifestFile, textFile } from "./bundle.ts";
import type { Inventory } from "./inventory.ts";
import type { BundleFindings } from "./report.ts";

/** Greatest length of a consent notice, in bytes. */
export const CONSENT_NOTICE_LIMIT = 65_536;

/** A version as far as it could be read: `manifest` is null when it could not, and `texts` holds those that could. */
export type ReadVersion = {
  readonly number: number;
  readonly digest: Hex;
  readonly manifest: Manifest | null;
  readonly texts: ReadonlyMap<string, Text>;
};

/** Reads and checks every version: digests, manifests and their chain, consent notices, texts. */
export async function readVersions(
  inventory: Inventory,
  findings: BundleFindings,
  description: Description,
): Promise<ReadVersion[]> {
  const versions: ReadVersion[] = [];
  for (const { number, digest } of description.versions) {
    const manifest = await readManifest(inventory, findings, { number, digest });
    if (manifest === null) {
      inventory.excuse(`versions/${number}/`);
      versions.push({ number, digest, manifest, texts: new Map() });
      continue;
    }
    findings.attempt("versions", manifestFile(number), () => checkPlace(manifest, description, number));
    await checkConsentNotice(inventory, findings, number, manifest);
    versions.push({ number, digest, manifest, texts: await readTexts(inventory, findings, number, manifest) });
  }
  findings.done("versions");
  return versions;
}

async function readManifest(
  inventory: Inventory,
  findings: BundleFindings,
  { number, digest }: { number: number; digest: Hex },
): Promise<Manifest | null> {
  const name = manifestFile(number);
  const bytes = await inventory.read(name, MANIFEST_LIMIT);
  if (bytes === null) {
    findings.leave("versions", `${name} could not be read.`);
    return null;
  }
  findings.attempt("versions", name, () => checkDigestOf(bytes, digest, "bundle.json"));
  return findings.attempt("versions", name, () => parseManifest(bytes));
}

/** That the manifest is of this statement, has this number, and names the version before it. */
function checkPlace(manifest: Manifest, { origin, versions }: Description, number: number): void {
  const { statement } = parseOrigin(origin);
  if (manifest.statement !== statement) {
    throw new VerificationError("wrong_origin", `it is of statement ${manifest.statement}, not of ${statement}`);
  }
  if (manifest.number !== number) {
    throw new VerificationError("digest_mismatch", `it is of version ${manifest.number}, not of version ${number}`);
  }
  const before = versions[number - 2]?.digest ?? null;
  if (manifest.previous !== before) {
    throw new VerificationError(
      "digest_mismatch",
      `the version before it is ${manifest.previous}, where ${before} was expected`,
    );
  }
}

async function checkConsentNotice(
  inventory: Inventory,
  findings: BundleFindings,
  number: number,
  manifest: Manifest,
): Promise<void> {
  const name = consentNoticeFile(number);
  const bytes = await inventory.read(name, CONSENT_NOTICE_LIMIT);
  if (bytes === null) findings.leave("versions", `${name} could not be read.`);
  else findings.attempt("versions", name, () => checkDigestOf(bytes, manifest.terms.consentNotice, "the manifest"));
}

/** The texts of a version that could be read, by language. */
async function readTexts(
  inventory: Inventory,
  findings: BundleFindings,
  number: number,
  manifest: Manifest,
): Promise<Map<string, Text>> {
  const files = new Map<string, Uint8Array>();
  const texts = new Map<string, Text>();
  for (const { lang, sha256: digest } of manifest.texts) {
    const name = textFile(number, lang);
    const bytes = await inventory.read(name, TEXT_LIMIT);
    if (bytes === null) {
      findings.leave("versions", `${name} could not be read.`);
      continue;
    }
    files.set(lang, bytes);
    const text = findings.attempt("versions", name, () => {
      checkDigestOf(bytes, digest, "the manifest");
      return parseText(bytes);
    });
    if (text !== null) texts.set(lang, text);
  }
  // Each text by itself is right; now that they are one version.
  if (texts.size === manifest.texts.length) {
    findings.attempt("versions", manifestFile(number), () => checkManifestTexts(manifest, files));
  }
  return texts;
}

function checkDigestOf(bytes: Uint8Array, expected: Hex, by: string): void {
  const found = encodeHex(sha256(bytes));
  if (found === expected) return;
  throw new VerificationError(
    "digest_mismatch",
    `this is not the file that ${by} names: its SHA-256 is ${found}, and ${expected} was expected`,
  );
}
