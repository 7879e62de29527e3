/** Tables of who else says so. See schema.ts for the conventions. */

/** Somebody was sent to a provider of OpenID Connect and is to come back. */
export type OpenIdFlowTable = {
  /** "" where it is about no statement. */
  statement_id: string;
  /** SHA-256 of the state that comes back with the answer, hexadecimal. */
  id: string;
  /** What is to be done with the answer, and what makes it believable. */
  flow_sealed: Uint8Array;
  /** 1 once it was answered: kept until it expires, so that whoever loads the page again is told so. */
  used: number;
  expires_at: number;
};

/** Which signature of a statement an account of OpenID Connect confirms. */
export type OpenIdAccountTable = {
  statement_id: string;
  /** Of issuer and subject. */
  account_mac: Uint8Array;
  /** The pending signature that was, or will be, confirmed. */
  pending_id: string;
};

/** Somebody is asked about a signatory: to approve, to vouch, or whether they are one of an organisation's people. */
export type AskingTable = {
  statement_id: string;
  id: string;
  kind: "approval" | "vouch" | "naming";
  /** Pending id of the signature whose signatory asks. */
  asked_by: string;
  /** Pending id of the signature that the answer is evidence of; "" of a person who is named and did not sign yet. */
  about: string;
  /** Of whom is asked, as in `pending`. */
  mailbox_mac: Uint8Array;
  asking_sealed: Uint8Array;
  /** `agreed`: by a person who is named and did not sign yet. `taken-back`: what was granted no longer holds. */
  state: "asked" | "agreed" | "granted" | "declined" | "taken-back";
  /** Wrong codes typed so far. */
  attempts: number;
  asked_at: number;
  answered_at: number | null;
  expires_at: number;
};
