/** What an account may do: roles.ts of the depositary has the table. */
export type Role = "administrator" | "initiator" | "checker" | "representative";

/** Whoever signs in. */
export type AccountTable = {
  id: string;
  name: string;
  /** Canonical mailbox; accounts are few and must be reachable, so it is kept readable. */
  mailbox: string;
  /** `scrypt$N$r$p$salt$hash` in base64, or null when there is no password. */
  password: string | null;
  created_at: number;
  role: Role;
};

/** How a session was begun. */
export type WayIn = "set-up" | "password" | "code" | "invitation" | "passkey" | "openid";

export type SessionTable = {
  token_hash: Uint8Array;
  /** By which it is listed and revoked; opens nothing. */
  id: string;
  account_id: string;
  csrf: string;
  way: WayIn;
  /** Coarse, such as "Firefox on Linux"; no network address is kept. */
  browser: string;
  created_at: number;
  /** Written now and then. */
  used_at: number;
  expires_at: number;
};

export type SignInCodeTable = {
  account_id: string;
  code_mac: Uint8Array;
  attempts: number;
  expires_at: number;
};

/** Somebody who was asked by mail to have an account here, and has not confirmed yet. */
export type AccountInvitationTable = {
  id: string;
  token_hash: Uint8Array;
  /** Canonical. */
  mailbox: string;
  name: string;
  role: Role;
  /** Id of the account that invited. */
  invited_by: string;
  created_at: number;
  expires_at: number;
};

/** Which statements an initiator runs. */
export type AssignmentTable = { statement_id: string; account_id: string };

export type ApiTokenTable = {
  id: string;
  token_hash: Uint8Array;
  label: string;
  created_at: number;
  /** Whose it is: it may what the account may, and goes with it. Null of one made at the server: an administrator's. */
  account_id: string | null;
};

/** A text that an account brought in, until it is a draft, is thrown away, or its time is over. It goes with the account. */
export type TextImportTable = {
  account_id: string;
  id: string;
  /** What was brought, as it was read. Never changed. */
  source_sealed: Uint8Array;
  /** What was chosen about it so far. */
  choices_sealed: Uint8Array;
  created_at: number;
  /** Moves on with every change. */
  expires_at: number;
};

/** Whoever acts: an account, by the role it had, or a program with a token. */
export type DoerColumns = {
  doer_kind: Role | "token";
  doer_id: string;
  /** As it was then: of the account, or the label of the token. */
  doer_name: string;
};

/** What was done with accounts, sessions, passkeys, keys and settings. No mailbox, no network address. */
export type AccountActTable = {
  /** Random; of what is counted, the same for all of an hour. */
  id: string;
  act: string;
  /** Null of what nobody who is known did, such as failed attempts to sign in. */
  doer_kind: Role | "token" | "nobody";
  doer_id: string;
  doer_name: string;
  /** Whom or what it was done to, in words: the name of an account, the label of a key; null where there is nothing. */
  subject: string | null;
  detail: string | null;
  /** How often, where it is only counted: 1 otherwise. */
  count: number;
  done_at: number;
};

/** A device, or what syncs between devices, that signs an account in (WebAuthn). */
export type PasskeyTable = {
  /** Credential id, base64url. */
  id: string;
  account_id: string;
  /** COSE. */
  public_key: Uint8Array;
  /** As its authenticator said last; 0 for ever where it does not count. */
  counter: number;
  name: string;
  created_at: number;
  used_at: number | null;
};

/** What an authenticator is to sign, once, within minutes. */
export type PasskeyChallengeTable = {
  challenge_hash: Uint8Array;
  /** Who adds a passkey; null of signing in. */
  account_id: string | null;
  expires_at: number;
};

/** An account elsewhere that signs in one here. */
export type OpenIdLoginTable = {
  issuer: string;
  subject: string;
  account_id: string;
  /** As the provider was called then. */
  provider: string;
  created_at: number;
};

/** Whoever no longer speaks for the organisation of a domain. The mailbox is not kept readable. */
export type FormerRepresentativeTable = {
  /** Registrable, lower-case ASCII. */
  domain: string;
  mailbox_mac: Uint8Array;
  /** Enough of the mailbox for an administrator to know it again: its first letter and its domain. */
  named: string;
  revoked_at: number;
};

/** Signatures whose mailed links were replaced, because whoever had them no longer speaks for the organisation. */
export type ManageResetTable = {
  statement_id: string;
  /** Of the signature. */
  idx: number;
  /** How often. */
  generation: number;
};
