import type { Copy } from "@undersigned/core/compare/copy.ts";
import type { Extracted, SourceKind } from "./extracted.ts";

/** What is known of a source besides its bytes. */
export type SourceHints = {
  readonly name?: string;
  /** As a header says: `text/html; charset=utf-8`. */
  readonly type?: string;
  readonly url?: string;
  /** What whoever brought it says it is. A PDF or Word file stays one, whatever is said. */
  readonly kind?: SourceKind;
  /** Words of linked style sheets by address, as `styleSheetsOf` names them. */
  readonly styles?: ReadonlyMap<string, string>;
  /** It broke off before its end on its way here. */
  readonly truncated?: boolean;
};

/** What the reader of one kind finds: everything but the bytes themselves. */
export type ExtractedWords = Copy & Pick<Extracted, "lang" | "links" | "metadata" | "warnings">;
