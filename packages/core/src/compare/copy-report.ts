import type { Unread } from "./copy.ts";

/**
 * What a check found. `identical`: the same words and nothing else. `faithful`: the whole statement in its words, within whatever its
 * publisher put around it. `excerpt`: a part of it, word for word. `altered`: words are missing, other, or between. `mixed`: parts of
 * several versions. `superseded`: faithful to an older version. `unrelated`: another text. `inconclusive`: cannot be told.
 */
export const VERDICTS = [
  "identical",
  "faithful",
  "excerpt",
  "altered",
  "mixed",
  "superseded",
  "unrelated",
  "inconclusive",
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** The report of one check. All offsets are UTF-16 units into the text of the copy. */
export type CopyReport = {
  readonly verdict: Verdict;
  /** Of a mixed copy alone: the versions whose words it has, oldest first. */
  readonly versions?: readonly number[];
  /** Differences that were folded away, in kinds of `spec/compare.md`. */
  readonly tolerated: readonly { readonly kind: string; readonly count: number }[];
  /** In the order of the reference, what was added where it stands. */
  readonly changes: readonly CopyChange[];
  /** What the publisher put around the statement, in the order of the copy. */
  readonly framing: readonly {
    readonly text: string;
    readonly where: "before" | "after" | "within";
    readonly start: number;
    readonly end: number;
  }[];
  /** Of the demands of the reference: how many stand there word for word, and which (by block) do not. */
  readonly demands: {
    readonly present: number;
    readonly dropped: readonly number[];
    readonly altered: readonly number[];
  };
  readonly signatories: SignatoryFindings;
  readonly unread: readonly Unread[];
  /** The copy from its first word to its last, and the reference beside it: what pages show, side by side or as one. */
  readonly passages: readonly Passage[];
  /** Versions of what was compared by: they may grow, and an old report says by which it was made. */
  readonly foldings: string;
  readonly unicode: string;
};

export type CopyChange = {
  readonly kind: "dropped" | "added" | "altered" | "moved" | "split" | "merged";
  /** The block of the reference, 0 for its title; absent in what was added between blocks. */
  readonly block?: number;
  /** Of a mixed copy: the version whose words stand here instead; absent where something is only missing. */
  readonly version?: number;
  /** The words of the whole block in the reference, and of what stands for it in the copy. */
  readonly reference?: string;
  readonly copy?: string;
  /** The words that are missing or other, then those that stand in their place. */
  readonly words: readonly string[];
  readonly start: number;
  readonly end: number;
};

/** One row of the comparison. Without `block` it is the publisher's; without `start` the copy has nothing there. */
export type Passage = {
  readonly kind: "same" | "altered" | "dropped" | "added" | "framing" | "moved";
  readonly block?: number;
  /** Of a mixed copy: the other version whose words the copy has here. */
  readonly version?: number;
  readonly start?: number;
  readonly end?: number;
  /** The words of both in order: without `added` it is the reference, without `removed` the copy. */
  readonly runs: readonly { readonly kind: "same" | "removed" | "added"; readonly text: string }[];
};

export type SignatoryFindings = {
  /** Names of the record that the copy has, and that it has not. */
  readonly present: number;
  readonly missing: number;
  /** Names of the copy that are not in the record: they may be unnamed or erased there. */
  readonly unknown: readonly string[];
  /** How the copy says that its list is not whole: "amongst others". */
  readonly says?: string;
  /** How many signatories the copy claims. */
  readonly claimed?: number;
};

/** What a copy says of who signed: found by `importer`, held against the record by the comparison. */
export type CopyClaims = {
  readonly signatories: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  readonly complete: boolean | null;
  readonly says: { readonly text: string; readonly start: number; readonly end: number } | null;
  readonly claimed: {
    readonly count: number;
    readonly text: string;
    readonly start: number;
    readonly end: number;
  } | null;
};
