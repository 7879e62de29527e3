import { responseFile, translationFile } from "@undersigned/core/verify/bundle.ts";
import { findDocument, listAdditions } from "@undersigned/store/additions.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { viewAdditions } from "./addition-views.ts";

/**
 * The files that additions bring into a bundle whose log has `size` entries (spec/bundle.md, *Answers and translations*).
 * What was added later must not be in it; what was lost with a database may be missing.
 */
export async function* additionFiles(
  store: Store,
  statementId: string,
  size: number,
): AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array }> {
  const rows = (await listAdditions(store, statementId)).filter(({ entry_index }) => entry_index < size);
  const { responses, translations } = viewAdditions(rows);
  for (const digest of new Set(responses.map(({ sha256 }) => sha256))) {
    const found = await findDocument(store, statementId, digest, "response");
    if (found !== null) yield { name: responseFile(digest, found.format), bytes: found.bytes };
  }
  for (const { version, lang, sha256 } of translations.filter(({ stands }) => stands)) {
    const found = await findDocument(store, statementId, sha256, "translation");
    if (found !== null) yield { name: translationFile(version, lang), bytes: found.bytes };
  }
}
