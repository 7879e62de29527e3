import type { Generated } from "kysely";

/** Tables of what was destroyed. See schema.ts for the conventions. */

/** What is kept of a consent that its signatory gave again since: the digests of its openings, which are destroyed. */
export type FormerConsentTable = {
  statement_id: string;
  /** Index of that `sign` or `resign`. */
  consent_index: number;
  /** Index of the signature's `sign`. */
  idx: number;
  public_digest: Uint8Array;
  private_digest: Uint8Array;
};

/** Signatures whose openings are destroyed: numbers only, so that a restored backup can be made to forget them again. */
export type ErasureTable = {
  statement_id: string;
  /** Index of the act that ended the signature. */
  entry_index: number;
  signature_index: number;
  /** When the openings were destroyed. */
  erased_at: number;
  /** How far the database let go of the old bytes too: SWEPT in erasures.ts. */
  swept: number;
  /** 1 once it is in the journal outside the database too. */
  journaled: Generated<number>;
};
