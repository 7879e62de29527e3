import type { Copy } from "@undersigned/core/compare/copy.ts";

/** What kind of thing was brought. Pasted rich text is `html`. */
export type SourceKind = "text" | "markdown" | "html" | "docx" | "pdf";

/** What a file, a page or something pasted holds, as a reader would see it. Both bringing in and checking begin with it. */
export type Extracted = Copy & {
  readonly source: { readonly kind: SourceKind; readonly sha256: string; readonly bytes: number };
  /** As it says itself (BCP 47), null when it does not. */
  readonly lang: string | null;
  /** Title, author, dates and canonical address as the file's own metadata says. */
  readonly metadata: {
    readonly title: string | null;
    readonly author: string | null;
    readonly site: string | null;
    readonly published: string | null;
    readonly canonical: string | null;
  };
  /** Where links stand in the text and where they lead, in order; only addresses that a text can hold (https:, mailto:). */
  readonly links?: readonly { readonly start: number; readonly end: number; readonly href: string }[];
  /** What a person must be told or asked: tracked changes, comments, headers, what was left out. */
  readonly warnings: readonly ImportWarning[];
};

export type ImportWarning = {
  /** Closed in practice, snake_case: `tracked_changes`, `comments`, `running_head`, `columns`, `picture` … */
  readonly code: string;
  /** What it is, where, and what to do, to a tired person. */
  readonly message: string;
  readonly start?: number;
  readonly end?: number;
};
