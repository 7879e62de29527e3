import type { Receipt } from "@undersigned/core/verify/receipt.ts";

export type Receipts = {
  /**
   * @param id a pending id, or a statement's id, a dot and the index of an entry
   * @param token the mailed token, of the confirmation or of managing, that opens the same signature
   * @returns null while the publish round that holds it is under way
   */
  get(id: string, token: string): Promise<Receipt | null>;
};
