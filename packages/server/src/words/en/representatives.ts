/** For whoever speaks for an organisation that signed here. */
export const representatives = {
  title: "For representatives of organisations",
  lead: "See what your organisation signed here, and look after it: prove your domain, give a logo, approve a signature, or take it back.",
  mailbox: "Your e-mail address at your organisation",
  mailboxHint: "At your organisation’s own domain. We mail a code to it.",
  codeSent:
    "If {mailbox} may speak for its organisation here, a code is on its way to it. It works for a quarter of an hour.",
  other: "Use another address",
  ownTitle: "What {domain} signed here",
  ownLead:
    "Every signature that was confirmed from an address at your organisation’s domain, and was not taken back or removed.",
  none: "Nothing is signed here from an address at this domain.",
  nobody: "Your address speaks for no organisation here.",
  signedOn: "signed on {day}",
  manage: "Look after it",
  manageThis: "Look after it: “{title}”",
  leftHeading: "Somebody left",
  leftText:
    "Their address then no longer speaks for your organisation: they are signed out, and links that we mailed to them open none of its signatures. The signatures stay.",
  mayNotRevoke:
    "Once your domain itself says of a signature that it is yours (a record in the DNS, or a page on your website), you can take the say of an address here. Until then, ask whoever runs this site.",
  left: "Their e-mail address",
  revoke: "This address no longer speaks for the organisation",
  revokedOn: "no longer since {day}",
  formerTitle: "Representatives who left",
  formerLead:
    "An address at an organisation’s domain speaks for it, until you say here that it no longer does. Be sure who asks: a call to the organisation, by a number that you find yourself.",
  domain: "Domain of the organisation",
  restore: "Give it back",
  restoreThis: "Give it back: {named}",
} as const;
