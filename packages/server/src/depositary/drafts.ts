import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import type { Account } from "./administrators.ts";
import type { Doer } from "./doer.ts";
import type { StatementView } from "./statements.ts";

export type DraftText = { lang: string; markdown: string; authentic?: boolean; prevails?: boolean };

export type DraftTerms = {
  who: ("organisation" | "person")[];
  leastLevel: { organisation: 1 | 2 | 3 | 4; person: 1 | 2 | 3 };
  reservations: boolean;
  unnamed: boolean;
  minimumAge: number;
  controller: { name: string; contact: string };
  retention: { unconfirmedDays: number; mailboxDays: number };
  /** Only who was invited may sign. */
  invited?: boolean;
  /** Names are looked at before they are shown. */
  review?: boolean;
};

/** A statement before it is frozen, as typed. */
export type Draft = {
  slug?: string;
  texts: DraftText[];
  initiators: { name: string; domain?: string }[];
  demands: { block: number; addressees: string[] }[];
  /** When it closes by itself: RFC 3339, or null. */
  closes: string | null;
  terms: DraftTerms;
  visibility: "public" | "link";
  /** When a link-only statement becomes public: RFC 3339, or null. */
  publishes: string | null;
};

/** `field` is spelled as in the API: "texts.0.markdown", "demands.1.block", "terms.controller.contact". */
export type DraftProblem = { field: string; message: string; line?: number | undefined; column?: number | undefined };

export type DraftCheck = {
  problems: DraftProblem[];
  /** One for each text of the draft, null where it does not parse. */
  texts: ({ text: Text; sha256: string } | null)[];
  /** What would be frozen; null while there are problems. */
  manifest: Manifest | null;
  consentNotice: string | null;
};

/** `by` is who does it, for the list of what was done; it is left out where no administrator stands behind it. */
export type Drafts = {
  /** Good defaults for a new statement: the organisation from set-up as initiator and controller. */
  defaults(): Promise<Draft>;
  check(draft: Draft): Promise<DraftCheck>;
  /** Keeps a draft as typed, problems and all: a person may come back to it. It is assigned to an initiator who begins it. */
  create(draft: Draft, by?: Account | null): Promise<StatementView>;
  /** `wrong_state` unless it is still a draft. */
  replace(id: string, draft: Draft): Promise<StatementView>;
  get(id: string): Promise<Draft>;
  /** Freezes the text and writes the `open` entry; `invalid_field` while there are problems. */
  open(id: string, by?: Doer): Promise<StatementView>;
  close(id: string, by?: Doer): Promise<StatementView>;
  /**
   * `closes`: RFC 3339, later than now and than the date that was said before, or null for no date. The same date again does
   * nothing.
   */
  extend(id: string, closes: string | null, by?: Doer): Promise<StatementView>;
  /** Drafts only. */
  discard(id: string): Promise<void>;
};
