/** The editor's fourth step: address, dates, and who may see it. */
export const adminPublication = {
  slug: "Short name in the address",
  slugHint:
    "The statement will be at {address}… Small letters, digits and hyphens. Leave it empty, and we make one from the title.",
  visibility: "Who may see it?",
  public: "Everyone",
  publicHint: "It stands in the list of this site, and search engines find it.",
  link: "Only those who have its link",
  linkHint: "To let your partners sign first, for example. The list of signatories and the log are hidden too.",
  publishes: "Show it to everyone from this day on",
  publishesHint: "At the beginning of that day, UTC. Leave it empty if it is to stay with those who have the link.",
  closes: "Last day to sign",
  closesHint: "It closes at the end of that day, UTC. You can move the date later. Leave it empty to close it by hand.",
  closesKept: "It is set to close at {moment}. That hour is kept unless you choose another day.",
} as const;
