import type { UnreadReason } from "@undersigned/core/compare/copy.ts";
import type { Verdict } from "@undersigned/core/compare/copy-report.ts";
import type { FoldingKind } from "@undersigned/core/compare/foldings.ts";

/** What each verdict means. */
export const VERDICTS: Readonly<Record<Verdict, string>> = {
  identical: "Identical. The copy has the words of the text, and no others.",
  faithful: "Faithful. The copy has the whole text, word for word.",
  excerpt: "An excerpt. What the copy has of the text is word for word.",
  altered: "Altered. The copy differs from the text.",
  mixed: "Mixed. The copy puts parts of several versions together.",
  superseded: "Superseded. The copy is faithful to an earlier version; the text has changed since.",
  unrelated: "Unrelated. This is not a copy of it.",
  inconclusive: "Could not tell whether the copy is faithful.",
};

/** Why something could not be read. */
export const UNREAD: Readonly<Record<UnreadReason, string>> = {
  picture: "a picture, which may hold words",
  hidden: "words that do not show",
  generated: "words that only a style sheet writes",
  font: "a font that may show other letters than the file holds",
  style: "a style sheet that was not read",
  script: "the page is written by a script",
  frame: "another page within it",
  tracked: "changes that nobody decided on",
  truncated: "it ends before its end",
  undecodable: "bytes that are no characters",
};

/** What was tolerated. */
export const TOLERATED: Readonly<Record<FoldingKind, string>> = {
  white_space: "white space and line ends",
  paragraph_break: "ends of paragraphs",
  composition: "accents written apart",
  quote: "quotation marks of another shape",
  dash: "dashes of another length",
  ellipsis: "three dots or one sign",
  ligature: "ligatures",
  soft_hyphen: "soft hyphens",
  zero_width: "spaces without width",
  line_end_hyphen: "words parted at line ends",
  punctuation_space: "spaces beside ! ? : ; and guillemets",
  list_marker: "list markers",
};
