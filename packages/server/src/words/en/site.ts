/** Words on every page. */
export const site = {
  name: "Undersigned",
  skip: "Skip to the text",
  home: "All statements",
  language: "Language",
  pages: "Pages of this statement",
  footer: "Kept by {host}. Readers need no account and leave no cookie.",
  next: "Next",
  previous: "From the beginning",
  technicians: "For technicians",
  digest: "SHA-256",
  copyHint: "Compare every character, or let a tool do it.",
  notFoundTitle: "There is nothing here",
  notFoundText:
    "The address may be mistyped, or the statement may be open only to those who have its link. If somebody sent you the link, open it whole.",
  failedTitle: "Something went wrong here",
  failedText: "The fault is ours, not yours. Nothing was signed or changed by this. Please try again in a minute.",
  refusedTitle: "That could not be done",
  busyTitle: "One moment, please",
  busyText: "Many people are here at once, or the same act was repeated often. Please wait a minute and try again.",
  back: "Go back",
} as const;
