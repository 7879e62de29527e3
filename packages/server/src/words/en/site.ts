/** Words on every page. */
export const site = {
  name: "Undersigned",
  skip: "Skip to the text",
  home: "All statements",
  pages: "Pages of this statement",
  footer: "Kept by {host}. Readers need no account and leave no cookie.",
  technicians: "For technicians",
  notFoundTitle: "There is nothing here",
  notFoundText:
    "The address may be mistyped, or the statement may be open only to those who have its link. If somebody sent you the link, open it whole.",
  failedTitle: "Something went wrong here",
  failedText: "The fault is ours, not yours. Nothing was signed or changed by this. Please try again in a minute.",
  refusedTitle: "That could not be done",
  busyTitle: "One moment, please",
} as const;
