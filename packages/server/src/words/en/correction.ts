/** A note beside a block of a text that was signed. */
export const correction = {
  ofTitle: "Correction of the title",
  ofBlock: "Correction of paragraph {number}",
  heading: "A slip of the pen, noted on {day}:",
  unsigned: "This note is not part of what was signed. Whoever had signed was told, and could object until {day}.",
} as const;
