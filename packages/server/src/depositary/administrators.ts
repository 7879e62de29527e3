import type { WayIn } from "@undersigned/store/account-tables.ts";
import type { By } from "./account-acts.ts";
import type { Role } from "./roles.ts";

/** Whoever signs in. */
export type Account = { id: string; name: string; mailbox: string; role: Role };
export type Organisation = { name: string; domain?: string | undefined; contact: string };
/** `expires`: when it ends at the latest, in milliseconds since the epoch; unused, it ends after 12 hours. */
export type Session = { token: string; expires: number };
/** Where an attempt to sign in comes from. `browser`: coarse, to tell sessions apart by, such as "Firefox on Linux". */
export type From = { address: string; browser?: string | undefined };
/** A session in use. */
export type SessionAtHand = {
  account: Account;
  csrf: string;
  id: string;
  way: WayIn;
  /** Milliseconds since the epoch. */
  begunAt: number;
};
/** Who sends a bearer token. `account`: whose it is; null of one made at the server, which may what administrators may. */
export type TokenAtHand = { id: string; label: string; account: Account | null };

export type Administrators = {
  /** The one-time set-up token; null once an administrator exists. */
  setupToken(): Promise<string | null>;
  /** `password` may be left out: then codes are mailed. Fields at fault: name, mailbox, password, organisation.name … */
  setUp(
    token: string,
    input: { name: string; mailbox: string; password?: string | undefined; organisation: Organisation },
    from?: From,
  ): Promise<Session>;
  organisation(): Promise<Organisation | null>;
  signInWithPassword(mailbox: string, password: string, from: From): Promise<Session>;
  /** Mails a code if the mailbox is an account's; the answer is the same either way. */
  requestCode(mailbox: string, from: From): Promise<void>;
  signInWithCode(mailbox: string, code: string, from: From): Promise<Session>;
  session(token: string): Promise<SessionAtHand | null>;
  signOut(token: string): Promise<void>;
  /** A bearer token for the API, shown once: the account's by whom it is made, or an administrator's, made at the server. */
  createToken(label: string, by?: Account | null): Promise<string>;
  checkToken(bearer: string): Promise<TokenAtHand | null>;
  /** Of one account, or all. */
  listTokens(accountId?: string): Promise<{ id: string; label: string; createdAt: number; accountId: string | null }[]>;
  revokeToken(id: string, by?: By): Promise<void>;
};
