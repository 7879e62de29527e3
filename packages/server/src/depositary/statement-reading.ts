import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { parseManifest } from "@undersigned/core/statement/manifest.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import { findStatement } from "@undersigned/store/statements.ts";
import type { TextRow } from "@undersigned/store/versions.ts";
import { findVersion, listTexts } from "@undersigned/store/versions.ts";
import { createMemo } from "./memo.ts";
import type { TextView } from "./statements.ts";

/** A version as frozen; it never changes, so it is read once. */
export type Frozen = {
  readonly statementId: string;
  readonly number: number;
  readonly digest: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly manifest: Manifest;
  readonly manifestBytes: Uint8Array;
  readonly consentNotice: string;
  /** In the order in which the initiator gave them. */
  readonly texts: readonly (TextView & { readonly title: string })[];
};

export type StatementReading = {
  /** The row, at most a second old, so that a burst of requests asks the database once. */
  row(idOrSlug: string): Promise<StatementRow | null>;
  /** Forgets rows: one was just changed here. */
  forget(): void;
  /** A version of an opened statement. */
  frozen(statementId: string, number: number): Promise<Frozen | null>;
};

const ROW_AGE = 1_000;

export function makeStatementReading(store: Store): StatementReading {
  const newRows = () => createMemo<StatementRow>({ freshFor: ROW_AGE, limit: 1_000 });
  let rows = newRows();
  const versions = createMemo<Frozen>({ freshFor: Number.POSITIVE_INFINITY, limit: 100 });
  return {
    async row(idOrSlug) {
      const row = await rows.get(idOrSlug, () => findStatement(store, idOrSlug));
      // Another process may have opened it just now, and its first readers must not be told that there is nothing.
      return row?.state === "draft" ? await findStatement(store, idOrSlug) : row;
    },
    forget() {
      rows = newRows();
    },
    frozen: (statementId, number) =>
      versions.get(`${statementId}/${number}`, () => readFrozen(store, statementId, number)),
  };
}

async function readFrozen(store: Store, statementId: string, number: number): Promise<Frozen | null> {
  const version = await findVersion(store, statementId, number);
  if (!version) return null;
  const manifest = parseManifest(version.manifest);
  const texts = await listTexts(store, statementId, number);
  return {
    statementId,
    number,
    digest: version.digest,
    openedAt: version.opened_at,
    manifest,
    manifestBytes: version.manifest,
    consentNotice: version.consent_notice,
    texts: texts.map((row) => viewText(row, manifest)),
  };
}

function viewText({ lang, bytes, sha256 }: TextRow, manifest: Manifest): TextView & { title: string } {
  const listed = manifest.texts.find((text) => text.lang === lang);
  const text = parseText(bytes);
  return {
    lang,
    bytes,
    sha256,
    text,
    authentic: listed?.authentic ?? false,
    prevails: listed?.prevails ?? false,
    title: plainText(text.title),
  };
}
