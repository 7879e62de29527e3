import type { Confirmed } from "./signing.ts";

/** What a signatory decides when it consents again; who it is, and its mailbox, stay what they were. */
export type AgainInput = {
  /** Index of the consent that this one takes the place of, as it was shown. */
  replaces: number;
  named: boolean;
  consent: boolean;
  /** Language it was read in. */
  lang: string;
  /** Digest of the version that was shown. */
  version: string;
  reservation?: string | undefined;
};

export type Resigning = {
  /**
   * Signs the open version, in the place of what this signatory signed before: a new text, or the same one with other
   * particulars. A second time answers the same. `wait`: milliseconds to wait for the receipt, 3000 unless told.
   */
  resign(token: string, input: AgainInput, options?: { wait?: number }): Promise<Confirmed>;
  /**
   * Stays with the earlier version, and is not reminded of the open one.
   * @param version digest of the open version, as it was shown
   */
  stay(token: string, version: string): Promise<void>;
};
