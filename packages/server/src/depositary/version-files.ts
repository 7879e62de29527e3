import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { findText, findVersion } from "@undersigned/store/versions.ts";

const TEXT_FILE = /^text\.([A-Za-z0-9-]{2,35})\.md$/;

/**
 * One of the files that a version is made of, byte for byte, by the name that it has in a bundle (spec/bundle.md):
 * `manifest.json`, `consent-notice.txt`, `text.LANG.md`. Null when there is no such file.
 */
export async function readVersionFile(
  store: Store,
  statementId: string,
  number: number,
  name: string,
): Promise<Uint8Array | null> {
  const lang = TEXT_FILE.exec(name)?.[1];
  if (lang !== undefined) return (await findText(store, statementId, number, lang))?.bytes ?? null;
  if (name !== "manifest.json" && name !== "consent-notice.txt") return null;
  const version = await findVersion(store, statementId, number);
  if (version === null) return null;
  return name === "manifest.json" ? version.manifest : encodeUtf8(version.consent_notice);
}
