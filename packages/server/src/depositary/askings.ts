import type { Vouching } from "@undersigned/core/signature/observation.ts";
import type { SignedInput } from "./signing.ts";
import type { StatementView } from "./statements.ts";

/** What somebody else is asked: to approve as second representative, to vouch, or whether they are one of its people. */
export type AskingKind = "approval" | "vouch" | "naming";

/** `agreed`: by a person who is named and did not sign yet. `taken-back`: what was granted no longer holds. */
export type AskingState = "asked" | "agreed" | "granted" | "declined" | "taken-back";

/** A question, as whoever asked it sees it. */
export type AskingView = {
  readonly id: string;
  readonly kind: AskingKind;
  readonly state: AskingState;
  /** Of whom was asked; null where it was deleted since. */
  readonly mailbox: string | null;
  /** The organisation that was asked, of a vouch. */
  readonly of: Vouching | null;
  readonly askedAt: number;
  readonly answeredAt: number | null;
  /** Until when it can be answered. */
  readonly expires: number;
};

/** What a signatory may ask of others, and did. */
export type AskingDesk = {
  readonly statement: StatementView;
  readonly kind: "person" | "organisation";
  readonly name: string;
  /** Whether its name is shown. */
  readonly named: boolean;
  /** Of the organisation; null of a person, and where it has none. */
  readonly domain: string | null;
  /** Which questions make sense here. */
  readonly may: readonly AskingKind[];
  readonly askings: readonly AskingView[];
  /** Organisations that can vouch: confirmed from their own domain under this statement. */
  readonly vouchers: readonly Vouching[];
  /** Providers of OpenID Connect, and which of them confirmed already; empty of an organisation. */
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly issuer: string;
    readonly isOrcid: boolean;
    readonly confirmed: boolean;
  }[];
};

/** A question, as whoever is asked sees it. */
export type AskedView = {
  readonly kind: AskingKind;
  readonly state: AskingState;
  readonly statement: StatementView;
  /** What the one who asks signs. */
  readonly input: SignedInput;
  /** Of the organisation that asks for approval, or names: its own. */
  readonly domain: string | null;
  /** The organisation that is asked to vouch. */
  readonly of: Vouching | null;
  readonly expires: number;
};

/** A link in a mail; or, typed by hand, the mailbox that was asked and the code of its mail. */
export type AskedBy =
  | { readonly token: string }
  | { readonly statement: string; readonly mailbox: string; readonly code: string };

export type AskingAnswer = {
  readonly yes: boolean;
  /** Of a second representative, if it may be shown. */
  readonly role?: string | undefined;
  /** Of a vouch. */
  readonly words?: string | undefined;
};

/** Who else says so: others are asked about a signatory, each by mail, and answer by a button. */
export type Askings = {
  /** By the token of a confirm or manage link. `token_invalid` */
  desk(token: string): Promise<AskingDesk>;
  /** A colleague is asked to approve. Field `mailbox`. A question that was not answered is replaced. */
  askApproval(token: string, mailbox: string): Promise<void>;
  /** An organisation is asked to vouch: by its index in the log, or its domain. Field `voucher`. */
  askVouch(token: string, voucher: string): Promise<void>;
  /** An organisation names one of its people. Field `person`. */
  askNaming(token: string, mailbox: string): Promise<void>;
  /** Takes back a question, or a naming that was granted. What is over already stays as it is. */
  cancel(token: string, id: string): Promise<void>;
  /** What a mail asks. `token_invalid`, `token_expired`; of a code `code_invalid`, `attempts_exhausted`. */
  find(by: AskedBy): Promise<AskedView>;
  /** Answers it; a second time the same changes nothing. Whoever vouched or agreed may take it back by a no. */
  answer(by: AskedBy, answer: AskingAnswer): Promise<AskedView>;
  /** A signature was confirmed: what its mailbox agreed to is added. Answers whether there was anything. */
  settle(statementId: string, pendingId: string): Promise<boolean>;
};
