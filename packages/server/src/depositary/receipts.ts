import type { Opening } from "@undersigned/core/signature/commitment.ts";

/** What a signatory keeps: the entry, its opening, and the proofs that the logs hold it. See spec/receipt.md. */
export type Receipt = {
  format: "undersigned/receipt@v1";
  /** Exact bytes of the entry, base64. */
  entry: string;
  /** Null for an act that has none (a withdrawal). */
  opening: Opening | null;
  /** Exact bytes of the head that covers it, base64. */
  head: string;
  /** C2SP tlog-proofs: of the entry in the statement's log, of the head in the log of heads. */
  proofs: { statement: string; heads: string };
};

export type Receipts = {
  /**
   * @param id a pending id, or a statement's id, a dot and the index of an entry
   * @param token the mailed token, of the confirmation or of managing, that opens the same signature
   * @returns null while the publish round that holds it is under way
   */
  get(id: string, token: string): Promise<Receipt | null>;
};
