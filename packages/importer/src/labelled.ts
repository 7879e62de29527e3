import type { Extracted, ImportWarning } from "./extracted.ts";

/** What a block is within a publication of a statement. */
export type Role =
  | "kicker"
  | "headline"
  | "standfirst"
  | "byline"
  | "introduction"
  | "salutation"
  | "heading"
  | "body"
  | "demand-lead-in"
  | "demand"
  | "addressees"
  | "closing"
  | "signature-lead-in"
  | "signatory"
  | "footer";

/** A block with its role. */
export type LabelledBlock = {
  readonly role: Role;
  readonly text: string;
  /** Of a heading: 1 to 6; of an item: its depth. */
  readonly level?: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** The rule that gave the role, for whoever reviews it: `list-after-lead-in`. */
  readonly rule: string;
  /** UTF-16 offsets into the extracted text. */
  readonly start: number;
  readonly end: number;
};

/** What a source is, as far as rules can tell: what `undersigned import --json` prints, and what the review page shows. */
export type Labelled = {
  readonly source: Extracted["source"];
  readonly lang: string | null;
  readonly blocks: readonly LabelledBlock[];
  readonly title: string | null;
  readonly standfirst: string | null;
  /** Words of the publisher, never part of the statement. */
  readonly framing: readonly string[];
  readonly demands: readonly { readonly text: string; readonly addressees: readonly string[] }[];
  readonly initiators: readonly Named[];
  readonly signatories: readonly Named[];
  /** false when it says itself that there are more; null when it does not say. Never inferred from a count. */
  readonly signatoriesComplete: boolean | null;
  readonly dates: readonly ({ readonly text: string } & (
    | { readonly iso: string }
    | { readonly from: string; readonly to: string }
  ))[];
  readonly warnings: readonly ImportWarning[];
};

export type Named = { readonly name: string; readonly abbreviation?: string };
