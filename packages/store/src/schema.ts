import type { RemovalReason } from "@undersigned/core/signature/entry.ts";
import type { DocumentFormat } from "@undersigned/core/statement/document.ts";
import type { Generated } from "kysely";
import type {
  AccountActTable,
  AccountInvitationTable,
  AccountTable,
  ApiTokenTable,
  AssignmentTable,
  DoerColumns,
  FormerRepresentativeTable,
  ManageResetTable,
  OpenIdLoginTable,
  PasskeyChallengeTable,
  PasskeyTable,
  SessionTable,
  SignInCodeTable,
  TextImportTable,
} from "./account-tables.ts";
import type { AskingTable, OpenIdAccountTable, OpenIdFlowTable } from "./asking-tables.ts";
import type { DisputeTable } from "./dispute-table.ts";
import type { FingerprintTable, KeptCheckTable, SearchedTextTable } from "./fingerprint-tables.ts";
import type { ErasureTable, FormerConsentTable } from "./former-tables.ts";
import type { ObservationTable } from "./observation-table.ts";
import type { InitiatorTable, LogoTable } from "./organisation-tables.ts";

/**
 * The tables, as Kysely sees them, the same on both engines. Conventions: times are integers, milliseconds since the
 * epoch; booleans are the integers 0 and 1; `*_mac` is an HMAC-SHA-256 under the depositary's own key (a value that need
 * be compared, never read); `*_sealed` is AES-256-GCM under its seal key (a value that must be read again). Every table
 * that grows with signatures has the statement's id first in its key, so that PostgreSQL can be spread by it.
 */
export type Database = {
  setting: SettingTable;
  account: AccountTable;
  account_invitation: AccountInvitationTable;
  assignment: AssignmentTable;
  account_act: AccountActTable;
  passkey: PasskeyTable;
  passkey_challenge: PasskeyChallengeTable;
  openid_login: OpenIdLoginTable;
  former_representative: FormerRepresentativeTable;
  manage_reset: ManageResetTable;
  session: SessionTable;
  sign_in_code: SignInCodeTable;
  api_token: ApiTokenTable;
  text_import: TextImportTable;
  idempotency: IdempotencyTable;
  rate: RateTable;
  job: JobTable;
  outbox: OutboxTable;
  statement: StatementTable;
  version: VersionTable;
  text: TextTable;
  initiator: InitiatorTable;
  pending: PendingTable;
  addition: AdditionTable;
  document: DocumentTable;
  signature: SignatureTable;
  logo: LogoTable;
  dispute: DisputeTable;
  former_consent: FormerConsentTable;
  signatory_word: SignatoryWordTable;
  invitation: InvitationTable;
  invitation_opt_out: InvitationOptOutTable;
  invitation_upload: InvitationUploadTable;
  observation: ObservationTable;
  erasure: ErasureTable;
  recorded_act: RecordedActTable;
  anonymising: AnonymisingTable;
  log: LogTable;
  entry: EntryTable;
  tile: TileTable;
  unpublished: UnpublishedTable;
  publication: PublicationTable;
  identity_act: IdentityActTable;
  openid_flow: OpenIdFlowTable;
  openid_account: OpenIdAccountTable;
  asking: AskingTable;
  lease: LeaseTable;
  witness: WitnessTable;
  cosigned: CosignedTable;
  cosignature: CosignatureTable;
  searched_text: SearchedTextTable;
  fingerprint: FingerprintTable;
  kept_check: KeptCheckTable;
};

/** One row per setting of the depositary itself (origin, key fingerprint, organisation as JSON). */
export type SettingTable = { name: string; value: string };

/** What was answered to an idempotency key, so that the same request can be answered the same again. */
export type IdempotencyTable = {
  key_hash: Uint8Array;
  request_hash: Uint8Array;
  status: number;
  body: string;
  expires_at: number;
};

/** Acts counted in a window, per bucket; a bucket is an HMAC so that no address is kept. */
export type RateTable = { bucket: Uint8Array; count: number; resets_at: number };

export type JobTable = {
  id: Generated<number>;
  kind: string;
  /** At most one job of a kind and key waits at a time. */
  key: string;
  payload: string;
  run_at: number;
  /** Until when a worker has it; 0 when none has. */
  lease_until: number;
  /** When it was asked for again while a worker had it; null otherwise. */
  again_at: number | null;
  attempts: number;
  /** Why the last attempt failed. */
  error: string | null;
};

/**
 * Ids tell what a mail belongs to, so that it can be forgotten with it: that of a pending signature, "STATEMENT.INDEX" of
 * an act in the log, or "STATEMENT.INDEX~…" of a signature that is written about again.
 */
export type OutboxTable = {
  /** "" for mail that belongs to no statement (an administrator's code). */
  statement_id: string;
  id: string;
  template: string;
  /** Recipient and parameters with tokens while it waits; once sent, sealed again without tokens. Null once past retention. */
  mail_sealed: Uint8Array | null;
  state: "waiting" | "sent" | "failed";
  attempts: number;
  next_at: number;
  lease_until: number;
  error: string | null;
  created_at: number;
  sent_at: number | null;
};

export type StatementTable = {
  id: string;
  slug: string;
  state: "draft" | "open" | "closed";
  /** The draft as typed, JSON: of the first version, then of the one to come. "{}" while none is being written. */
  draft: string;
  /** Title of the first authentic text, for lists. */
  title: string;
  visibility: "public" | "link";
  link_key: string;
  /** When a link-only statement becomes public, or null. */
  publishes_at: number | null;
  created_at: number;
  opened_at: number | null;
  closes_at: number | null;
  closed_at: number | null;
  /** Number of the version now open for signature; 0 for a draft. */
  version: number;
  /** Signatures with an index below this are in the search index. */
  indexed_to: number;
  /** 1 until its mailboxes are deleted, as was promised for some days after closing. */
  mailboxes_kept: number;
  /** Signatures with an index below this were told of the open version; null when everybody was, or nobody need be. */
  told_to: number | null;
};

export type VersionTable = {
  statement_id: string;
  number: number;
  digest: string;
  manifest: Uint8Array;
  consent_notice: string;
  opened_at: number;
  /** Index of its `open` in the statement's log. */
  opened_index: number;
};

export type TextTable = {
  statement_id: string;
  version: number;
  lang: string;
  sha256: string;
  bytes: Uint8Array;
  /** Order in which the initiator gave the languages. */
  position: number;
};

/** What came after a version was opened, and nobody signed. Its entry in the log says the rest. */
export type AdditionTable = {
  statement_id: string;
  entry_index: number;
  act: "response" | "correction" | "translation";
  /** Number of the version that it is about; null of a response. */
  version: number | null;
  /** Of its document; null of a correction. */
  sha256: string | null;
  added_at: number;
  /** Of a correction: signatures with an index below this were told of it; null when everybody was. */
  told_to: number | null;
};

/** Files that entries name: answers, and translations (format md). */
export type DocumentTable = {
  statement_id: string;
  sha256: string;
  format: DocumentFormat;
  /** In bytes. */
  size: number;
  bytes: Uint8Array;
};

export type PendingTable = {
  statement_id: string;
  id: string;
  /** The signature as submitted, with mailbox and consent; null once confirmed, empty where only a mail was asked for. */
  input_sealed: Uint8Array | null;
  /** Wrong codes typed so far. The code itself is an HMAC of the id, so it is not kept. */
  attempts: number;
  identity_mac: Uint8Array;
  mailbox_mac: Uint8Array;
  created_at: number;
  expires_at: number;
  /** Index of the `sign` entry once confirmed. */
  confirmed_index: number | null;
  /** When its mailbox was confirmed, of one that waited for more, or waits still; then it is kept until `expires_at`. */
  confirmed_at: Generated<number | null>;
  /** When the initiator let it in, where names are reviewed. */
  admitted_at: Generated<number | null>;
};

export type SignatureTable = {
  statement_id: string;
  /** Index of its `sign`, by which it is known for good. */
  idx: number;
  /** Index of the latest consent: of its `sign`, or of its last `resign`. What follows, down to the level, is of that one. */
  consent_index: number;
  kind: "organisation" | "person";
  capacity: "institutional" | "personal";
  named: number;
  level: number;
  version: string;
  status: "standing" | "disputed" | "withdrawn" | "removed" | "erased" | "anonymised";
  /** Of a removal. */
  reason: RemovalReason | null;
  /** Who signed (mailbox and name), to refuse a second signature; null once it no longer stands, or is forgotten. */
  identity_mac: Uint8Array | null;
  /** The pending signature that it was confirmed from. */
  pending_id: string;
  /** Index of the act that ended it (withdraw, remove, erase, anonymise), for its receipt; null while it stands. */
  ended_index: number | null;
  /** Empty, like `private_digest` and `pending_id`, where only the entry could be restored, and not what it commits to. */
  public_digest: Uint8Array;
  /** JCS of the public part; null once destroyed. */
  public_part: string | null;
  public_salt: Uint8Array | null;
  private_digest: Uint8Array;
  private_sealed: Uint8Array | null;
  signed_at: number;
  /** When its openings are destroyed, of a removed signature whose removal the signatory may still object to. */
  forget_at: number | null;
  /** Number of the newest version that its signatory, asked whether to sign it, chose to stay out of; null otherwise. */
  stayed_version: number | null;
};

/** Which administrator did what, with the statement or with a signature. Nothing in it tells who signed. */
export type RecordedActTable = DoerColumns & {
  statement_id: string;
  entry_index: number;
  act:
    | "remove"
    | "erase"
    | "anonymise"
    | "dispute"
    | "uphold"
    | "open"
    | "extend"
    | "close"
    | "response"
    | "correction"
    | "translation";
  /** Null of an act on the statement as a whole. */
  signature_index: number | null;
  /** Of a removal. */
  reason: RemovalReason | null;
  done_at: number;
};

/** Closed statements all of whose people are to be anonymised, and how far that is. */
export type AnonymisingTable = DoerColumns & {
  statement_id: string;
  ordered_at: number;
  /** Signatures below this index are done. */
  next_index: number;
  done_at: number | null;
};

/** Folded words of named signatories, for search by the beginning of a word. */
export type SignatoryWordTable = { statement_id: string; word: string; idx: number };

/** An organisation that was asked to sign, by its mailbox. */
export type InvitationTable = {
  statement_id: string;
  /** Begins with the time and its place among those invited together, so that they list in that order. */
  id: string;
  /** As that of a pending signature: it differs from statement to statement. */
  mailbox_mac: Uint8Array;
  /** The organisation's name. */
  name_sealed: Uint8Array;
  /** The mailbox, and to whom there; null once it is not to be written to. */
  mailbox_sealed: Uint8Array | null;
  /** Language of the text that its link opens. */
  lang: string;
  state: "waiting" | "invited" | "opened" | "deciding" | "signed" | "declined" | "opted-out";
  /** Until when the organisation says that it decides; null where it says nothing. */
  deciding_until: number | null;
  /** Reminders written so far. */
  reminders: number;
  /** Since when a mail is to be written: the invitation while it waits, then a reminder. Null when none is. */
  mail_due: number | null;
  /** When the last mail was put into the outbox. */
  mailed_at: number | null;
  created_at: number;
  /** When it came into its state. */
  changed_at: number;
};

/** Mailboxes that want no invitation: what is kept of them is this, and only this. */
export type InvitationOptOutTable = {
  /** The one statement that it is about, or "" for every one: then the MAC is of the whole depositary. */
  statement_id: string;
  mailbox_mac: Uint8Array;
  opted_at: number;
};

/** A list that was handed in, until its invitations are sent, or a day is over. */
export type InvitationUploadTable = {
  statement_id: string;
  id: string;
  file_sealed: Uint8Array;
  created_at: number;
};

export type LogTable = {
  log_id: string;
  size: number;
  root: Uint8Array;
  /** Replay state (JSON) of a statement's log; "" for the log of heads. */
  state: string;
};

export type EntryTable = { log_id: string; idx: number; bytes: Uint8Array };

/** Full tiles only: 256 hashes of 32 bytes, and their root, which is one hash of the tile above. */
export type TileTable = { log_id: string; level: number; idx: number; root: Uint8Array; hashes: Uint8Array };

/** Logs whose committed size is ahead of their published one. */
export type UnpublishedTable = { log_id: string; size: number };

export type PublicationTable = {
  log_id: string;
  size: number;
  root: Uint8Array;
  /** Signed note. */
  checkpoint: Uint8Array;
  /** Index of this publication's head in the log of heads; null for the log of heads itself. */
  head_index: number | null;
  published_at: number;
};

/** Work that one process at a time does for as long as it says so. */
export type LeaseTable = { name: string; holder: string; lease_until: number };

/** How it stands with a witness of the log of heads. */
export type WitnessTable = {
  /** C2SP verifier key of type 4: a witness with another key is another witness. */
  vkey: string;
  /** Size of the log of heads that it cosigned last, as far as we know; 0 at first. */
  confirmed_size: number;
  condition: string;
  /** What it said or did, in a few words for technicians; null when all is well. */
  detail: string | null;
  /** Since when it is in this condition. */
  since: number;
  /** When it cosigned last. */
  cosigned_at: number | null;
};

/** Checkpoints of the log of heads that a witness cosigned: the newest few, and the newest with enough cosignatures. */
export type CosignedTable = {
  size: number;
  root: Uint8Array;
  /** Signed note, without cosignatures. */
  checkpoint: Uint8Array;
};

export type CosignatureTable = {
  size: number;
  vkey: string;
  /** C2SP tlog-cosignature behind the key id: time in 8 bytes, Ed25519 signature in 64. */
  signature: Uint8Array;
};

/** A hand-over of the depositary's key or host: spec/identity.md. Numbered from 1. */
export type IdentityActTable = {
  number: number;
  /** Bytes of the act in the log of heads. */
  entry: Uint8Array;
  /** Its log proof, whose checkpoint both keys have signed. */
  proof: Uint8Array;
};
