/** A signature whose mailbox is confirmed, and whose statement asks for more before it is recorded. */
export const waiting = {
  title: "One step more",
  lead: "Thank you: your address is confirmed. Your signature under “{title}” is not recorded or shown yet.",
  missing: "This statement asks for more than an address. Still missing:",
  organisation: "Your organisation’s own domain or website has to say that it signs.",
  vouch: "Since your organisation has no domain of its own, another one whose domain is proved has to vouch for it.",
  approval: "A second representative of your organisation has to agree, or its own key has to sign.",
  person: "You have to show who you are, by a personal account elsewhere or by an organisation that names you.",
  review: "The initiators of this statement look at each name before it is shown. You need do nothing.",
  give: "Show that it is you",
  until: "We write to you once it is recorded. If something is still missing on {moment}, all you typed is deleted.",
  backHeading: "If you change your mind",
  backText: "Take it back, and everything you typed is deleted at once.",
  back: "Take it back",
} as const;
