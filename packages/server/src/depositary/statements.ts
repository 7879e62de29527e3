import type { Reconciliation } from "@undersigned/core/signature/reconcile.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import type { AdditionsView } from "./addition-views.ts";
import type { ObservationView } from "./evidence.ts";

export type CountsView = {
  total: number;
  organisations: number;
  people: number;
  named: number;
  unnamed: number;
  /** How many stand at level 1, 2, 3 (and 4 for organisations), in that order. */
  levels: { organisation: number[]; person: number[] };
  /** Standing signatures whose latest consent names an earlier version. */
  earlier: number;
};

/** What became of every signature ever given: signed - withdrawn - removed - erased - disputed = standing. */
export type ReconciliationView = Reconciliation & {
  /** Every version opened for signature, and when, in milliseconds since the epoch. */
  opened: { number: number; openedAt: number }[];
};

export type VersionView = {
  number: number;
  digest: string;
  /** When it was opened for signature, milliseconds since the epoch; null while it is a draft. */
  openedAt: number | null;
  texts: { lang: string; sha256: string; blocks: number; authentic: boolean; prevails: boolean; title: string }[];
};

export type StatementView = {
  id: string;
  slug: string;
  url: string;
  state: "draft" | "open" | "closed";
  title: string;
  visibility: "public" | "link";
  /** RFC 3339, when a link-only statement becomes public. */
  publishes: string | null;
  /** Opens a link-only statement: on administrators' pages only. */
  linkKey: string | null;
  /** When its first version was opened. */
  openedAt: number | null;
  closes: string | null;
  closedAt: number | null;
  initiators: { name: string; domain?: string }[];
  demands: { block: number; addressees: string[] }[];
  terms: Manifest["terms"] | null;
  consentNotice: string | null;
  /** Of a draft: what would be frozen if it were opened now, or null while there are problems. */
  version: VersionView | null;
  counts: CountsView;
  /** Null until it is opened. */
  reconciliation: ReconciliationView | null;
  additions: AdditionsView;
  /** Null until it is opened. `size` and `root` are the last published ones. */
  log: { origin: string; vkey: string; size: number; root: string } | null;
};

export type TextView = {
  lang: string;
  bytes: Uint8Array;
  sha256: string;
  text: Text;
  authentic: boolean;
  prevails: boolean;
};

/** What the list shows of an observation. */
export type ShownObservation = Pick<ObservationView, "observation" | "index" | "seenAgain">;

/** A logo as a page shows it, in pixels. `sha256`: by which it is asked for. */
export type LogoView = { readonly sha256: string; readonly width: number; readonly height: number };

export type SignatoryView = {
  index: number;
  kind: "organisation" | "person";
  capacity: "institutional" | "personal";
  level: number;
  name: string;
  organisation?: string;
  role?: string;
  place?: string;
  /** Of an organisation: its name by language tag. */
  names?: Readonly<Record<string, string>>;
  /** Of an organisation: ISO 3166-1 alpha-2. */
  country?: string;
  /** Of an organisation: the role of whoever declared authority to sign for it. */
  authority?: string;
  /** Of an organisation: the domain of the mailbox that confirmed, unless it is a mail service's. */
  domain?: string;
  lang: string;
  /** YYYY-MM-DD */
  date: string;
  reservation?: string;
  version: number;
  logo?: LogoView;
  /** What was observed beyond the mailbox, in the order in which it was. */
  observations: readonly ShownObservation[];
};

export type Access = {
  /** From `?key=` on the pages of a link-only statement. */
  linkKey?: string | undefined;
  administrator?: boolean | undefined;
};

export type Statements = {
  /** Null when there is none, when it is link-only and `access` does not suffice, or a draft and not an administrator's look. */
  find(idOrSlug: string, access?: Access): Promise<StatementView | null>;
  /** Newest first. Public and published ones only, unless for an administrator. */
  list(filter: {
    administrator?: boolean;
    /** Only what is assigned to this account. */
    assignedTo?: string | undefined;
    cursor?: string | undefined;
    limit?: number | undefined;
  }): Promise<{ items: StatementView[]; next: string | null }>;
  /** A text of the open version (of a draft: when it parses), or null. */
  text(id: string, lang: string): Promise<TextView | null>;
  /** Exact bytes of the manifest of the open version. */
  manifest(id: string): Promise<Uint8Array | null>;
  /** Exact bytes of a file of any version, by its name in a bundle, such as `manifest.json`; null when there is none. */
  versionFile(id: string, number: number, name: string): Promise<Uint8Array | null>;
  counts(id: string): Promise<CountsView>;
  /** The named, standing signatory at this index; null when the list shows none there. */
  signatory(id: string, index: number): Promise<SignatoryView | null>;
  /** Named, standing signatories in the order they signed. `limit` 1 to 200, 50 unless told. */
  signatories(
    id: string,
    query: {
      q?: string | undefined;
      kind?: "organisation" | "person" | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    },
  ): Promise<{ items: SignatoryView[]; next: string | null }>;
};
