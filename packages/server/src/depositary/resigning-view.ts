import type { Store } from "@undersigned/store/engine.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { listVersionNumbers } from "@undersigned/store/versions.ts";
import type { AgainView } from "./signing.ts";
import type { StatementView } from "./statements.ts";

/** What a signatory may consent to again; null while the statement takes no consent, or nobody knows whose it would be. */
export async function viewAgain(
  { store }: { readonly store: Store },
  row: SignatureRow,
  statement: StatementView,
): Promise<AgainView | null> {
  if (statement.state !== "open" || row.status !== "standing" || row.private_sealed === null) return null;
  const signed = (await listVersionNumbers(store, statement.id)).find(({ digest }) => digest === row.version);
  if (signed === undefined || statement.version === null) return null;
  return {
    version: { number: signed.number, openedAt: signed.opened_at },
    isEarlier: row.version !== statement.version.digest,
    stays: row.stayed_version !== null && row.stayed_version >= statement.version.number,
    consentIndex: row.consent_index,
  };
}
