/** Why a signature was removed: the closed list of the log, as a sentence that anybody may read. */
export const removal = {
  disputed: "The one whose name it bore says that they never signed, and was believed.",
  forged: "Nobody of that name signed: somebody else had used it.",
  duplicate: "The same signatory had signed before, and counts once.",
  ineligible: "The terms of the statement do not admit this signatory.",
  legal: "A law or a court demands it.",
  mistaken: "The depositary itself had recorded it wrongly.",
} as const;
