import type { Generated } from "kysely";

/** A text that copies are looked for by: of a version, or a translation that came later. */
export type SearchedTextTable = {
  id: Generated<number>;
  statement_id: string;
  /** Number of the version, as a later one has the same words under the earlier. */
  version: number;
  lang: string;
};

/** A fingerprint (core, compare/fingerprints.ts) and where it stands. A statement has each once in a language. */
export type FingerprintTable = {
  /** Below 2^53. */
  hash: number;
  /** Id of the searched text times 16,384, and the number of its piece. */
  place: number;
};

/** A copy that was checked. Nothing of it can be read without the token of its link, unless it was published. */
export type KeptCheckTable = {
  /** SHA-256 of the token. */
  id: Uint8Array;
  /** All that was found, JSON, compressed and sealed under a key that follows from the token. */
  sealed: Uint8Array;
  made_at: number;
  /** When it is deleted; null while it is published. */
  expires_at: number | null;
  /** By which anybody finds it, and the same as in `sealed`, for anybody to read: once it is published. */
  public_id: string | null;
  public_body: Uint8Array | null;
  published_at: number | null;
};
