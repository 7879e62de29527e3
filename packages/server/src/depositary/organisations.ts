import type { SignatoryView, StatementView } from "./statements.ts";

/** A statement, as far as the page of an organisation tells of it. */
export type StatementTitle = Pick<StatementView, "id" | "slug" | "url" | "title"> & {
  /** Language of its title. */
  readonly lang: string | undefined;
};

export type SignedByDomain = {
  readonly statement: StatementTitle & { readonly version: number };
  readonly signatory: SignatoryView;
};

export type OrganisationView = {
  /** As in the DNS: lower-case ASCII. */
  readonly domain: string;
  /** What was signed from an address at this domain, newest first: public, and standing. */
  readonly signed: readonly SignedByDomain[];
  readonly next: string | null;
  /** Statements that name the domain as an initiator's, newest first; on the first page only. That is not checked. */
  readonly initiated: readonly StatementTitle[];
};

/** What organisations signed here, by domain. */
export type Organisations = {
  /** Null when nothing in the record that everyone may see is under this domain. `limit` 1 to 200, 50 unless told. */
  find(
    domain: string,
    query?: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
  ): Promise<OrganisationView | null>;
};
