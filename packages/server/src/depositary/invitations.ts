import type { InvitationState } from "@undersigned/store/invitations.ts";
import type { Encoding } from "../invite/decode-list.ts";
import type { InviteRow } from "../invite/invite-rows.ts";
import type { Columns } from "../invite/match-columns.ts";
import type { Delimiter } from "../invite/read-list.ts";
import type { Doer } from "./doer.ts";
import type { StatementView } from "./statements.ts";

/** Reminders that an invitation is followed by, at most. */
export const REMINDERS = 2;
/** Days from one mail to the next, at least. */
export const REMINDER_DAYS = 3;
/** Mails of one statement's invitations a minute, so that they hold no confirmation up. */
export const MAILS_A_MINUTE = 60;
/** Days after closing when invitations are deleted. */
export const INVITATION_DAYS = 30;
/** Invitations by one call at most. */
export const INVITED_AT_ONCE = 500;

/** Whom an initiator asks to sign. */
export type GivenInvitation = {
  readonly mailbox: string;
  /** The organisation's. */
  readonly name: string;
  /** Of the text that is read first; the statement's own where absent. */
  readonly lang?: string | undefined;
  readonly contact?: string | undefined;
};

/** What became of one. Whoever was invited before, has signed or wants no invitation is not written to. */
export type InvitationOutcome = {
  readonly outcome: "invited" | "already" | "signed" | "opted-out";
  /** Of the invitation that there is now; null where there is none. */
  readonly id: string | null;
};

export type InvitationView = {
  readonly id: string;
  readonly name: string;
  /** "" once the organisation wants no more mail. */
  readonly mailbox: string;
  readonly contact?: string | undefined;
  readonly lang: string;
  readonly state: InvitationState;
  /** Milliseconds since the epoch, as are the other times. */
  readonly decidingUntil: number | null;
  readonly reminders: number;
  /** When the last mail was put on its way. */
  readonly mailedAt: number | null;
  readonly createdAt: number;
  readonly changedAt: number;
  /** From when a reminder may be sent; null where none may. */
  readonly remindableAt: number | null;
};

export type InvitationCounts = Readonly<Record<InvitationState, number>>;

/** A row of a list, and what is known here of its mailbox. */
export type ReviewedRow = InviteRow & { readonly known: "already" | "signed" | "opted-out" | null };

/** A list that was handed in, as it is looked at before anybody is written to. */
export type ListReview = {
  readonly id: string;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly columns: Columns;
  /** The first row, for naming the columns. */
  readonly firstRow: readonly string[];
  /** Some rows after it as they came, to know the columns by. */
  readonly samples: readonly (readonly string[])[];
  readonly rows: readonly ReviewedRow[];
  /** How many would be invited. */
  readonly count: number;
  /** Of exactly those who would be: sending does nothing else. */
  readonly digest: string;
};

/** An invitation as the organisation itself sees it. */
export type InvitedView = {
  readonly statement: StatementView;
  readonly invitation: InvitationView;
  /** The organisation's own domain, which is shown beside its name; null at a mail service. */
  readonly domain: string | null;
  /** Opens the sheet, and nothing else. */
  readonly sheetToken: string;
};

/** What the sheet tells whoever decides: no mailbox, and nothing that signs. */
export type SheetView = {
  readonly statement: StatementView;
  readonly name: string;
  readonly lang: string;
};

/** Lists of organisations, between being handed in and being sent. Sealed, and deleted once sent or after a day. */
export type InvitationLists = {
  /** @throws MalformedError for what is no list, or beyond the limits. @returns its id */
  keep(idOrSlug: string, bytes: Uint8Array): Promise<string>;
  review(idOrSlug: string, listId: string): Promise<ListReview | null>;
  /** Reads its columns otherwise. */
  choose(idOrSlug: string, listId: string, columns: Columns): Promise<void>;
  /** Invites those whom the review showed. @throws RefusedError `wrong_state` when it would be others by now */
  send(idOrSlug: string, listId: string, digest: string, by: Doer): Promise<{ readonly invited: number }>;
  discard(idOrSlug: string, listId: string): Promise<void>;
};

/** Organisations are asked to sign; an invitation never is a signature, and never becomes one by itself. */
export type Invitations = {
  /** Once per mailbox: doing it again writes to nobody. Mails follow one after another. */
  invite(idOrSlug: string, given: readonly GivenInvitation[], by: Doer): Promise<InvitationOutcome[]>;
  list(
    idOrSlug: string,
    query: {
      readonly state?: InvitationState | undefined;
      /** Whole, as typed. */
      readonly mailbox?: string | undefined;
      readonly cursor?: string | undefined;
      readonly limit?: number | undefined;
    },
  ): Promise<{ items: InvitationView[]; next: string | null; counts: InvitationCounts }>;
  find(idOrSlug: string, id: string): Promise<InvitationView | null>;
  /** Reminds these, or all (null) who may be reminded by now. @returns how many are */
  remind(idOrSlug: string, ids: readonly string[] | null, by: Doer): Promise<number>;
  /** Deletes an invitation; its link opens nothing any more. */
  withdraw(idOrSlug: string, id: string, by: Doer): Promise<void>;
  readonly lists: InvitationLists;
  /** By the token in the mail. @throws RefusedError `token_invalid` */
  invited(token: string): Promise<InvitedView>;
  /** By the token of the sheet. @throws RefusedError `token_invalid` */
  sheet(token: string): Promise<SheetView>;
  /** A person looked at it. */
  open(token: string): Promise<void>;
  /** @param until a day to come, milliseconds since the epoch */
  decide(token: string, until: number): Promise<void>;
  decline(token: string): Promise<void>;
  /** No mail to this mailbox any more: about this statement, or about any. */
  optOut(token: string, from: "statement" | "depositary"): Promise<void>;
};
