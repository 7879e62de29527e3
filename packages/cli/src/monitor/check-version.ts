import { encodeHex, sha256 } from "@undersigned/core/bytes.ts";
import { UndersignedError, VerificationError } from "@undersigned/core/errors.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { MANIFEST_LIMIT, parseManifest } from "@undersigned/core/statement/manifest.ts";
import { checkManifestTexts } from "@undersigned/core/statement/manifest-texts.ts";
import { TEXT_LIMIT } from "@undersigned/core/statement/text.ts";
import type { OpenedVersion } from "./memory.ts";
import type { ReadFile } from "./mirror.ts";
import type { Visiting } from "./visiting.ts";
import { originOf, versionsMirror } from "./visiting.ts";

const NOTICE_LIMIT = 65_536;

/**
 * The manifest of an opened version: from the mirror, or else from the site, with its texts and consent notice, which are then
 * kept. Null when it is not to be had, or is not the one that was opened; that is told.
 * @throws RefusedError `unavailable`
 */
export async function readVersion(visiting: Visiting, id: string, version: OpenedVersion): Promise<Manifest | null> {
  const mirror = versionsMirror(visiting, id);
  const folder = `${version.number}`;
  const kept = await mirror.read(`${folder}/manifest.json`);
  if (kept !== null && encodeHex(sha256(kept)) === version.digest) return parseManifest(kept);
  const statement = originOf(visiting, id);
  const files = new Map<string, Uint8Array>();
  try {
    const manifest = await fetchVersion(visiting, id, version, files);
    if (manifest === null) {
      visiting.found(
        "version_missing",
        `${visiting.host} does not show what version ${version.number} of ${statement} is made of, so whether its signatures keep to its terms is not checked.`,
        { statement, about: version.digest },
      );
      return null;
    }
    for (const [name, bytes] of files) if (name !== "manifest.json") await mirror.write(`${folder}/${name}`, bytes);
    // Last: where it is, the others are.
    await mirror.write(`${folder}/manifest.json`, files.get("manifest.json") as Uint8Array);
    return manifest;
  } catch (error) {
    if (!(error instanceof UndersignedError) || error.code === "unavailable") throw error;
    await tellDiffers(visiting, statement, version, files, error);
    return null;
  }
}

async function fetchVersion(
  { site }: Visiting,
  id: string,
  { number, digest, previous }: OpenedVersion,
  files: Map<string, Uint8Array>,
): Promise<Manifest | null> {
  const read: (name: string, limit: number) => ReturnType<ReadFile> = async (name, limit) => {
    const bytes = await site.read(`/s/${id}/versions/${number}/${name}`, limit);
    if (bytes !== null) files.set(name, bytes);
    return bytes;
  };
  const bytes = await read("manifest.json", MANIFEST_LIMIT);
  if (bytes === null) return null;
  checkDigest("manifest.json", bytes, digest);
  const manifest = parseManifest(bytes);
  if (manifest.statement !== id || manifest.number !== number || manifest.previous !== previous) {
    throw new VerificationError(
      "digest_mismatch",
      "its manifest names another statement, another number, or another version before it",
    );
  }
  const notice = await read("consent-notice.txt", NOTICE_LIMIT);
  if (notice === null) return null;
  checkDigest("consent-notice.txt", notice, manifest.terms.consentNotice);
  const texts = new Map<string, Uint8Array>();
  for (const { lang } of manifest.texts) {
    const text = await read(`text.${lang}.md`, TEXT_LIMIT);
    if (text === null) return null;
    texts.set(lang, text);
  }
  checkManifestTexts(manifest, texts);
  return manifest;
}

function checkDigest(name: string, bytes: Uint8Array, expected: string): void {
  const found = encodeHex(sha256(bytes));
  if (found === expected) return;
  throw new VerificationError(
    "digest_mismatch",
    `the SHA-256 of ${name} is ${found}, and ${expected} is what was signed`,
  );
}

async function tellDiffers(
  visiting: Visiting,
  statement: string,
  { number, digest }: OpenedVersion,
  files: ReadonlyMap<string, Uint8Array>,
  error: UndersignedError,
): Promise<void> {
  const { host } = visiting;
  const record = {
    seen: visiting.now(),
    statement,
    version: digest,
    fault: error.message,
    files: Object.fromEntries([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")])),
  };
  const name = `${statement.replaceAll(/[^a-z0-9.-]/g, "_")}-version-${number}`;
  const evidence = await visiting.evidence.keepRecord(name, record);
  visiting.found(
    "version_differs",
    `${host} shows other words than were signed: version ${number} of ${statement}. ${error.message}.`,
    { statement, about: digest, evidence },
  );
}
