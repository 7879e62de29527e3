/** Words of every form. */
export const form = {
  summary: "{count, plural, one {Please mend one thing below} other {Please mend # things below}}",
  optional: "optional",
  errorPrefix: "Please mend:",
} as const;
