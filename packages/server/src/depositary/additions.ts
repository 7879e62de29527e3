import type { DocumentFormat } from "@undersigned/core/statement/document.ts";
import type { Doer } from "./doer.ts";
import type { Draft, DraftCheck } from "./drafts.ts";
import type { TextView } from "./statements.ts";

/** A document as it is given: what it is follows from its bytes, and only for text from its name. */
export type GivenDocument = { readonly bytes: Uint8Array; readonly name?: string | undefined };

/** What was done, and where it stands in the log. */
export type Added = {
  readonly statement: string;
  readonly index: number;
  /** It stood there already, and nothing was done now. */
  readonly repeated: boolean;
};

/** With the SHA-256 of its document. */
export type AddedDocument = Added & { readonly sha256: string };

/** `version`: its number, the latest where it is left out. `block`: ¶, or 0 for the title. */
export type GivenCorrection = {
  readonly version?: number | undefined;
  readonly lang: string;
  readonly block: number;
  readonly note: string;
};

/** A text in the form that is signed (spec/text.md), of the latest version. */
export type GivenTranslation = { readonly lang: string; readonly markdown: string };

/** A translation beside the texts that it must be built like: as a draft with one text more, which stands at `index`. */
export type TranslationCheck = {
  /** The version that it is of. */
  readonly version: { readonly number: number; readonly digest: string };
  readonly draft: Draft;
  readonly check: DraftCheck;
  readonly index: number;
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
  /**
   * Adds a translation of the latest version, into a language that it has no text in; a better one takes its place. The same
   * again, while it stands, does nothing. `invalid_field` when it is not built like the texts that were signed.
   */
  translate(statementId: string, translation: GivenTranslation, by: Doer): Promise<AddedDocument>;
  /** What stands between a translation and its being added. */
  checkTranslation(statementId: string, translation: GivenTranslation): Promise<TranslationCheck>;
  /** The translation that stands, of a version (by its number) into a language; null when there is none. */
  translation(statementId: string, version: number, lang: string): Promise<TextView | null>;
  /** A document in which an addressee answered, by its SHA-256 and ending; null when there is none. */
  document(statementId: string, sha256: string, format: string): Promise<Uint8Array | null>;
};
