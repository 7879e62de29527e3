/** A translation that was added after the opening, and that nobody signed. */
export const unsigned = {
  heading: "Translation, not signed.",
  lead: "It was added on {day}, for convenience. {count, plural, one {The text that is signed is in {languages}.} other {The texts that are signed are in {languages}.}}",
  signCall: "Do you agree with what this statement says? You sign its authentic text, which you are shown.",
  mark: "translation, not signed",
  colophon:
    "This is a translation that nobody signed. {count, plural, one {The authentic text is in {languages}.} other {The authentic texts are in {languages}.}}",
} as const;
