/** What an organisation signed, by its domain. */
export const organisation = {
  title: "What {domain} signed",
  lead: "Signatures given here from an address at this domain, as far as they stand, newest first. What is not listed may still be so: an organisation can sign elsewhere.",
  signedAs: "Signed as the organisation {name} on {day}.",
  signedEarlier: "It signed version {number}, not the present one.",
  initiatedTitle: "Statements that name it as an initiator",
  initiatedLead:
    "These statements were published here with this domain among their initiators. Whoever published them wrote that; what the organisation itself signed stands above.",
  nothingSigned: "It signed nothing here from an address at this domain.",
  older: "Earlier signatures",
  newest: "Back to the newest",
  nothingTitle: "Nothing in the record under this domain",
  nothingText:
    "No signature that stands here was given from an address at this domain. That says nothing of the organisation, or of what it signed elsewhere: it may also have signed from another domain, or a statement that only those with its link can read.",
} as const;
