import type { Accounts } from "./accounts.ts";
import type { Acts } from "./acts.ts";
import type { Additions } from "./additions.ts";
import type { Administrators } from "./administrators.ts";
import type { Anchors } from "./anchor.ts";
import type { Askings } from "./askings.ts";
import type { Bundles } from "./bundles.ts";
import type { Checks } from "./checks.ts";
import type { Disputes } from "./disputes.ts";
import type { Drafts } from "./drafts.ts";
import type { Evidence } from "./evidence.ts";
import type { Identity } from "./identity.ts";
import type { Imports } from "./imports.ts";
import type { Invitations } from "./invitations.ts";
import type { Logos } from "./logos.ts";
import type { Logs } from "./logs.ts";
import type { Looking } from "./looking.ts";
import type { MailedReceipts } from "./mailed-receipts.ts";
import type { NameProofs } from "./name-proofs.ts";
import type { NextVersions } from "./next-versions.ts";
import type { OpenIdSignIn } from "./openid-sign-in.ts";
import type { OpenIdSigning } from "./openid-signing.ts";
import type { Organisations } from "./organisations.ts";
import type { Outbox } from "./outbox.ts";
import type { Passkeys } from "./passkeys.ts";
import type { Receipts } from "./receipts.ts";
import type { Representatives } from "./representatives.ts";
import type { Resigning } from "./resigning-acts.ts";
import type { Reviewing } from "./reviewing.ts";
import type { SignatureNotes } from "./signature-notes.ts";
import type { SignedOn } from "./signed-on.ts";
import type { Signing } from "./signing.ts";
import type { Statements } from "./statements.ts";
import type { Trail } from "./trail.ts";
import type { Versions } from "./versions.ts";
import type { Witnesses } from "./witnesses.ts";

/** Every act of the depositary, without HTTP. Pages and API call these and nothing below them. */
export type Depositary = {
  readonly identity: Identity;
  readonly drafts: Drafts;
  readonly nextVersions: NextVersions;
  /** Texts that are brought in and reviewed, until they are drafts. */
  readonly imports: Imports;
  readonly statements: Statements;
  /** What organisations signed, by domain. */
  readonly organisations: Organisations;
  readonly logos: Logos;
  readonly versions: Versions;
  /** Copies found elsewhere, held against what is deposited here. */
  readonly checks: Checks;
  /** Who had signed on a day. */
  readonly signedOn: SignedOn;
  readonly signing: Signing;
  /** What administrators do with signatures. */
  readonly acts: Acts;
  /** "We never signed this." */
  readonly disputes: Disputes;
  /** What administrators add to a statement that was opened. */
  readonly additions: Additions;
  /** How it is known who signed, beyond the mailbox. */
  readonly evidence: Evidence;
  /** An organisation shows by its own domain who it is. */
  readonly looking: Looking;
  /** What organisations signed with keys of their own. */
  readonly signatureNotes: SignatureNotes;
  /** Others who are asked about a signatory. */
  readonly askings: Askings;
  /** A person’s account elsewhere. */
  readonly openIdSigning: OpenIdSigning;
  /** What administrators do with signatures that wait. */
  readonly reviewing: Reviewing;
  readonly resigning: Resigning;
  /** Organisations that are asked to sign. */
  readonly invitations: Invitations;
  readonly receipts: Receipts;
  readonly nameProofs: NameProofs;
  readonly mailedReceipts: MailedReceipts;
  readonly logs: Logs;
  readonly bundles: Bundles;
  readonly witnesses: Witnesses;
  readonly administrators: Administrators;
  readonly accounts: Accounts;
  readonly passkeys: Passkeys;
  readonly openIdSignIn: OpenIdSignIn;
  readonly representatives: Representatives;
  readonly trail: Trail;
  readonly outbox: Outbox;
  /** What witnesses tell of the log of heads. */
  readonly anchors: Pick<Anchors, "seen">;
  /** Milliseconds since the epoch. */
  clock(): number;
  /** Why nothing is published and no signature is taken, in sentences for whoever runs this; null when all is well. */
  trouble(): string | null;
  /** Throws RefusedError `unavailable` when the database does not answer, or there is trouble. */
  ready(): Promise<void>;
  /** Finishes what is under way, then lets go of the database. */
  close(): Promise<void>;
};
