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

/** A note beside a block, for a slip of the pen. */
export type CorrectionView = {
  /** Of its entry in the statement's log. */
  index: number;
  /** Number of the version that it is about. */
  version: number;
  lang: string;
  /** ¶, or 0 for the title. */
  block: number;
  note: string;
  addedAt: number;
  /** Until when those who had signed were given to object, milliseconds since the epoch. */
  objectUntil: number;
  /** Whether it is the last one of this block. */
  stands: boolean;
};

/** What came after the opening and nobody signed. */
export type AdditionsView = {
  /** In the order in which they were recorded. */
  responses: ResponseView[];
  corrections: CorrectionView[];
};

export const NO_ADDITIONS: AdditionsView = { responses: [], corrections: [] };

/** What was done, and where it stands in the log. */
export type Added = {
  readonly statement: string;
  readonly index: number;
  /** It stood there already, and nothing was done now. */
  readonly repeated: boolean;
};

/** With the SHA-256 of its document. */
export type AddedDocument = Added & { readonly sha256: string };

/** Days in which those who had signed can object to a correction. The terms say nothing of it: it is the same for all. */
export const CORRECTION_DAYS = 14;

/** `version`: its number, the latest where it is left out. `block`: ¶, or 0 for the title. */
export type GivenCorrection = {
  readonly version?: number | undefined;
  readonly lang: string;
  readonly block: number;
  readonly note: string;
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
  ): Promise<AddedDocument>;
  /** Makes sure of an answer without recording it: what it is, and its digest. Refuses as `respond` does. */
  readResponse(response: { readonly addressee: string; readonly document: GivenDocument }): {
    addressee: string;
    sha256: string;
    format: DocumentFormat;
  };
  /**
   * Notes a slip of the pen beside a block of a version. Its bytes stay; everybody who had signed that version and can be
   * written to is told, in the background. The same note again, while it stands, does nothing.
   */
  correct(statementId: string, correction: GivenCorrection, by: Doer): Promise<Added>;
  /** Makes sure of a correction without recording it: the words beside which it will stand. Refuses as `correct` does. */
  readCorrection(
    statementId: string,
    correction: GivenCorrection,
  ): Promise<{ version: number; lang: string; block: number; note: string; words: string }>;
  /** A document in which an addressee answered, by its SHA-256 and ending; null when there is none. */
  document(statementId: string, sha256: string, format: string): Promise<Uint8Array | null>;
};
