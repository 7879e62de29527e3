import { RefusedError } from "@undersigned/core/errors.ts";
import { openPublic } from "@undersigned/core/signature/commitment.ts";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readEntries } from "@undersigned/store/log-reading.ts";
import { findPublicOpening } from "@undersigned/store/signatures.ts";
import type { ReceiptMaking } from "./make-receipts.ts";

export type NameProofs = {
  /**
   * The receipt of a signature that the list shows, its private half closed: for everybody who may see the list.
   * @param index of the signature, as the list gives it
   * @throws RefusedError `not_found` when the list does not show it, or no longer; `unavailable` until it is published
   */
  get(statementId: string, index: number): Promise<Receipt>;
};

/** A name is shown from the moment it is recorded, a little before it is published: so long, in milliseconds, it is waited for. */
const WAIT = 2_000;

export function makeNameProofs({ store, receipts }: { store: Store; receipts: ReceiptMaking }): NameProofs {
  return {
    async get(statementId, index) {
      const row = await findPublicOpening(store.db, statementId, index);
      const [entry] =
        row === null ? [] : await readEntries(store.db, statementId, row.consent_index, row.consent_index + 1);
      if (row === null || entry === undefined) {
        throw new RefusedError("not_found", "No name is shown at this place of the list, or it was taken off.");
      }
      const part = { salt: row.public_salt, part: JSON.parse(row.public_part) };
      const appended = { entry, opening: openPublic(part, row.private_digest) };
      const proof =
        (await receipts.find(statementId, row.consent_index, appended)) ??
        (await receipts.make(statementId, row.consent_index, WAIT, appended));
      if (proof !== null) return proof;
      throw new RefusedError("unavailable", "This signature is not published yet. Try again in a moment.");
    },
  };
}
