import type { DocumentFormat } from "@undersigned/core/statement/document.ts";
import type { Doer } from "./doer.ts";

/** A document as it is given: what it is follows from its bytes, and only for text from its name. */
export type GivenDocument = { readonly bytes: Uint8Array; readonly name?: string | undefined };

/** An addressee's answer. */
export type ResponseView = {
  /** Of its entry in the statement's log. */
  index: number;
  addressee: string;
  sha256: string;
  /** Null where the document was lost with a database. */
  document: { format: DocumentFormat; size: number } | null;
  /** When it was recorded, milliseconds since the epoch. */
  addedAt: number;
  /** Whether it is the last of this addressee's. */
  stands: boolean;
};

/** What came after the opening and nobody signed. */
export type AdditionsView = {
  /** In the order in which they were recorded. */
  responses: ResponseView[];
};

export const NO_ADDITIONS: AdditionsView = { responses: [] };

/** What was done, and where it stands in the log. */
export type Added = {
  readonly statement: string;
  readonly index: number;
  /** Of the document. */
  readonly sha256: string;
  /** It stood there already, and nothing was done now. */
  readonly repeated: boolean;
};

/** At most so many are added to one statement. */
export const ADDITION_LIMIT = 1_000;

/** What administrators add to a statement that was opened. Every addition is an entry in its log. */
export type Additions = {
  /** An addressee answered. The same answer again, while it stands, does nothing. */
  respond(
    statementId: string,
    response: { readonly addressee: string; readonly document: GivenDocument },
    by: Doer,
  ): Promise<Added>;
  /** Makes sure of an answer without recording it: what it is, and its digest. Refuses as `respond` does. */
  readResponse(response: { readonly addressee: string; readonly document: GivenDocument }): {
    addressee: string;
    sha256: string;
    format: DocumentFormat;
  };
  /** A document in which an addressee answered, by its SHA-256 and ending; null when there is none. */
  document(statementId: string, sha256: string, format: string): Promise<Uint8Array | null>;
};
