import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { fingerprintText } from "@undersigned/core/compare/fingerprints.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { formatManifest } from "@undersigned/core/statement/manifest.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import { insertFingerprints } from "@undersigned/store/fingerprints.ts";
import { noteInitiators } from "@undersigned/store/organisations.ts";
import { insertVersion } from "@undersigned/store/versions.ts";
import type { DraftText } from "./drafts.ts";

/** A version as it is opened for signature. */
export type OpenedVersion = {
  /** As the initiator gave them, in this order. */
  readonly texts: readonly DraftText[];
  readonly manifest: Manifest;
  readonly digest: string;
  readonly consentNotice: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  /** Index of its `open` in the statement's log. */
  readonly index: number;
};

/** Keeps a version for ever, and makes copies of it findable, in the transaction that appends its `open`. */
export async function keepVersion(
  tx: Transaction,
  { texts, manifest, digest, consentNotice, openedAt, index }: OpenedVersion,
): Promise<void> {
  const version = {
    statement_id: manifest.statement,
    number: manifest.number,
    digest,
    manifest: formatManifest(manifest),
    consent_notice: consentNotice,
    opened_at: openedAt,
    opened_index: index,
  };
  const rows = texts.map(({ lang, markdown }, position) => ({
    lang,
    sha256: manifest.texts.find((text) => text.lang === lang)?.sha256 ?? "",
    bytes: encodeUtf8(markdown),
    position,
  }));
  await insertVersion(tx, version, rows);
  for (const { lang, markdown } of texts) {
    const pieces = fingerprintText(parseText(markdown));
    await insertFingerprints(tx, { statementId: manifest.statement, version: manifest.number, lang }, pieces);
  }
  const domains = manifest.initiators.flatMap(({ domain }) => domain ?? []);
  await noteInitiators(tx, manifest.statement, domains, openedAt);
}
