import type { WayIn } from "@undersigned/store/account-tables.ts";
import type { Account, From, Session } from "./administrators.ts";
import type { Doer } from "./doer.ts";
import type { Role } from "./roles.ts";

/** An account, with the statements that are assigned to it. */
export type AccountView = Account & {
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly statements: readonly { readonly id: string; readonly title: string }[];
};

export type AccountInvitationView = {
  readonly id: string;
  readonly name: string;
  readonly mailbox: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly expiresAt: number;
};

export type SessionView = {
  readonly id: string;
  readonly way: WayIn;
  /** Such as "Firefox on Linux"; "" where the browser did not say. */
  readonly browser: string;
  readonly begunAt: number;
  /** To the quarter of an hour. */
  readonly usedAt: number;
};

export type AccountInvitationInput = { readonly name: string; readonly mailbox: string; readonly role: Role };

/** Who has an account here, in which role, and where each is signed in. Every act is in the trail. */
export type Accounts = {
  list(): Promise<readonly AccountView[]>;
  find(id: string): Promise<AccountView | null>;
  invitations(): Promise<readonly AccountInvitationView[]>;
  /** Mails a link that makes the account. A mailbox that was invited before is invited anew. @throws FieldsRefusedError */
  invite(input: AccountInvitationInput, by: Doer): Promise<void>;
  revokeInvitation(id: string, by: Doer): Promise<void>;
  /** What a mailed link offers; null when it opens nothing (any more). */
  invitation(token: string): Promise<AccountInvitationView | null>;
  /** Makes the account, once, and signs it in. @throws RefusedError `token_invalid`; FieldsRefusedError for the password */
  accept(token: string, choice: { readonly password?: string | undefined }, from: From): Promise<Session>;
  /** @throws RefusedError `wrong_state` of the last administrator, `not_found` */
  changeRole(id: string, role: Role, by: Doer): Promise<void>;
  assign(id: string, statementId: string, by: Doer): Promise<void>;
  unassign(id: string, statementId: string, by: Doer): Promise<void>;
  /** Whether a statement, by id or slug, is assigned to an account. */
  isAssigned(id: string, statement: string): Promise<boolean>;
  /** Its sessions end and its keys stop working at once. @throws RefusedError `wrong_state` of the last administrator */
  remove(id: string, by: Doer): Promise<void>;
  sessions(id: string): Promise<readonly SessionView[]>;
  revokeSession(id: string, sessionId: string, by: Doer): Promise<void>;
  /** All but the one that asks. Returns how many were ended. */
  revokeOtherSessions(id: string, except: string, by: Doer): Promise<number>;
};
