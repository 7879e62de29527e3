import type { Account, From, Session } from "./administrators.ts";
import type { Doer } from "./doer.ts";

/** A signature of the organisation, for whoever looks after it. */
export type OwnSignatureView = {
  readonly statement: string;
  readonly title: string;
  readonly index: number;
  readonly level: number;
  readonly status: "standing" | "disputed";
  readonly signedAt: number;
};

export type FormerView = { readonly id: string; readonly domain: string; readonly named: string; readonly at: number };

export type RepresentedView = {
  /** Registrable, lower-case ASCII. */
  readonly domain: string;
  readonly signed: readonly OwnSignatureView[];
  readonly former: readonly FormerView[];
  /** Whether the domain itself said, for one of these signatures, that it is the organisation's. */
  readonly mayRevoke: boolean;
};

/**
 * Who speaks for an organisation: whoever reads a mailbox at its own domain, until the mailbox is revoked. The organisation
 * is its domain; decision 26 says what that can and cannot mean.
 */
export type Representatives = {
  /** Mails a code to any mailbox at a domain of one's own: whether anything was signed from there, nobody learns by asking. */
  requestCode(mailbox: string, from: From): Promise<void>;
  /** Makes an account where there is none. @throws RefusedError `code_invalid`, `attempts_exhausted` */
  signIn(mailbox: string, code: string, from: From): Promise<Session>;
  /** Null where the account's mailbox speaks for no organisation (any more). */
  view(account: Account): Promise<RepresentedView | null>;
  /** A token that opens the manage pages of a signature of the account's own organisation. @throws RefusedError `not_found` */
  manageToken(account: Account, statementId: string, index: number): Promise<string>;
  former(): Promise<readonly FormerView[]>;
  /**
   * A mailbox no longer speaks for a domain: its session ends, and the links that it was mailed open none of the
   * organisation's signatures. The signatures stay.
   * @throws RefusedError `invalid_field` where the mailbox is not at that domain
   */
  revoke(domain: string, mailbox: string, by: Doer): Promise<void>;
  restore(id: string, by: Doer): Promise<void>;
};
