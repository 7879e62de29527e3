/** The list of signatories. */
export const signatories = {
  title: "Signatories",
  of: "of <link>{title}</link>",
  search: "Find a name, organisation or place",
  kind: "Show",
  everyone: "Organisations and people",
  organisations: "Organisations",
  people: "People",
  go: "Find",
  clear: "Show all",
  none: "Nobody has signed with a name yet.",
  nothingFound: "No named signatory fits that. Whoever chose to be counted without a name cannot be found.",
  order: "In the order in which they signed.",
  next: "More signatories",
  first: "Back to the first",
  representedBy: "represented by {who}",
  signedOn: "Signed on {day}, reading the text in {language}.",
  signedEarlier: "Signed version {number}, not the present one.",
  /** Only "How we know" is seen. */
  known: "How we know<more> that {name} signed</more>",
  /** Only "Proof" is seen; a screen reader says all of it. */
  proof: "Proof<more> that {name} signed</more>",
  proofHelp: "Each proof is a small file that shows, without us, that this name signed. <link>How to check it</link>.",
  reservation: "Reservation: {text}",
} as const;
