import type { RemovalReason } from "@undersigned/core/signature/entry.ts";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import type { Access, StatementView } from "./statements.ts";
import type { Waiting } from "./waiting.ts";

export type SignatureInput = {
  kind: "person" | "organisation";
  name: string;
  organisation?: string | undefined;
  role?: string | undefined;
  place?: string | undefined;
  /** Of an organisation: its name by language tag, where it goes by several. */
  names?: Readonly<Record<string, string>> | undefined;
  /** Of an organisation: ISO 3166-1 alpha-2. */
  country?: string | undefined;
  /** Of an organisation: the role in which whoever signs declares authority to do so. It is shown. */
  authority?: string | undefined;
  /** Of an organisation: the name of whoever signs for it. It is not shown, unless `role` says it too. */
  representative?: string | undefined;
  mailbox: string;
  capacity: "institutional" | "personal";
  named: boolean;
  consent: boolean;
  /** Language it was read in. */
  lang: string;
  /** Digest of the version that was shown. */
  version: string;
  reservation?: string | undefined;
  /** Of an organisation without a domain of its own: another one vouches for it. */
  noDomain?: boolean | undefined;
};

/** What will be, or is, signed: everything but the mailbox, of which an organisation shows the domain. */
export type SignedInput = Omit<SignatureInput, "mailbox" | "consent" | "noDomain"> & { domain?: string | undefined };

export type PendingView = {
  statement: StatementView;
  input: SignedInput;
  expires: number;
  /** Index in the statement's log once confirmed. */
  confirmedIndex: number | null;
  /** It is confirmed, and waits for what its statement asks for besides; else null. */
  waiting: Waiting | null;
};

export type ManagedView = {
  statement: StatementView;
  index: number;
  kind: "organisation" | "person";
  /** Null once withdrawn or forgotten. */
  input: SignedInput | null;
  status: "standing" | "disputed" | "withdrawn" | "removed" | "erased" | "anonymised";
  /** Of a removal. */
  reason: RemovalReason | null;
  /** YYYY-MM-DD, of the latest consent. */
  signedDate: string;
  /** What it takes to consent again, to the open version; null when that cannot be done. */
  again: AgainView | null;
  /** Of the latest consent, or once it was taken back, of that. */
  receiptUrl: string;
};

export type AgainView = {
  /** The version that was signed. */
  version: { number: number; openedAt: number };
  /** Whether another version is open now. */
  isEarlier: boolean;
  /** The signatory chose to stay with the earlier one. */
  stays: boolean;
  /** Index of the latest consent, which a new one takes the place of. */
  consentIndex: number;
};

export type Confirmed = {
  statement: string;
  index: number;
  /** Null while the publish round that holds it is under way. */
  receipt: Receipt | null;
  receiptUrl: string;
  manageUrl: string;
};

export type Signing = {
  /**
   * Keeps a pending signature and the mail that asks for its confirmation, durably, in one transaction. The answer is
   * the same whether or not this mailbox has signed: that is said in the mail only.
   * @param from a link-only statement is signed with its key, or by an administrator; else it is `not_found`
   */
  submit(statementId: string, input: SignatureInput, from: { address: string } & Access): Promise<{ pending: string }>;
  /** What a mailed token will sign. `token_invalid`, `token_expired`. */
  pending(token: string): Promise<PendingView>;
  /**
   * Appends to the log; a second time answers the same. Where the statement asks for more than the mailbox, WaitingError
   * until that is there. `wait`: milliseconds to wait for the receipt, 3000 unless told.
   */
  confirm(by: { token: string } | { pending: string; code: string }, options?: { wait?: number }): Promise<Confirmed>;
  /** "This wasn't me": the pending signature is wiped. */
  decline(token: string): Promise<void>;
  /** Takes the token of the manage mail, or of the confirmation mail once confirmed. */
  managed(token: string): Promise<ManagedView>;
  /** Takes the same tokens; for a person this also erases. A second time answers the same. */
  withdraw(token: string, options?: { wait?: number }): Promise<Confirmed>;
  /** "Forget me, but keep counting me": of a person, once the statement is closed. Takes the same tokens, answers alike. */
  anonymise(token: string, options?: { wait?: number }): Promise<Confirmed>;
  /** Mails the manage link if this mailbox signed; the answer is the same either way. */
  sendManageLink(statementId: string, mailbox: string, from: { address: string }): Promise<void>;
};
