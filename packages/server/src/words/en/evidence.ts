/** What each level means, in words. People read these and never a number. */
export const evidence = {
  /** `ways`: one or more "from its …, DAY". */
  confirmed: "Confirmed {ways}.",
  from: "from its {things}, {day}",
  mailDomain: "e-mail domain",
  dns: "DNS record",
  website: "website",
  byMail: "Confirmed by e-mail, {day}.",
  nameGiven: "The name is the one they gave.",
  addressUnchecked: "That the address belongs to the organisation was not checked.",
  key: "Signed with its own key, which its domain names, {day}.",
  approval: "Approved by a second representative, {day}.",
  approvalOf: "Approved by a second representative ({role}), {day}.",
  /** `words` as they were given: what an organisation says of one that has no domain of its own. */
  vouch: "Has no domain of its own. {by}, confirmed from its own domain, vouches for it, {day}: “{words}”",
  vouchTakenBack: "{domain} took that back, {day}.",
  orcid: "Confirmed with the ORCID iD {subject}, {day}.",
  account: "Confirmed with a personal account at {host}, {day}.",
  named: "Named by {by} as its own, {day}.",
  namedTakenBack: "{domain} took that back, {day}.",
  gone: "Its {thing} was seen until {until}, and not found since {day}.",
  person2: "Confirmed by a personal account elsewhere, or by a signed e-mail.",
  person3: "Named by their organisation, which was confirmed from its own domain.",
  organisation3: "Confirmed by its own domain or website.",
  organisation4: "Confirmed by its own domain, and approved by a second representative or its own key.",
  authority: "Whoever signed declared authority to sign for it.",
  authorityOf: "Its {role} declared authority to sign.",
  capacity: "Signed in an official capacity.",
  capacityPersonal: "Signed in a personal capacity: the organisation says who they are, and does not sign.",
  people1:
    "{count, plural, one {# person confirmed} other {# people confirmed}} by e-mail; names are the ones they gave.",
  people2:
    "{count, plural, one {# person confirmed} other {# people confirmed}} by a personal account elsewhere, or by a signed e-mail.",
  people3:
    "{count, plural, one {# person was} other {# people were}} named by an organisation that was confirmed from its own domain.",
  organisations1:
    "{count, plural, one {# organisation confirmed} other {# organisations confirmed}} by e-mail; that the address belongs to the organisation was not checked.",
  organisations2:
    "{count, plural, one {# organisation} other {# organisations}} confirmed from an address at the organisation’s own e-mail domain.",
  organisations3:
    "{count, plural, one {# organisation} other {# organisations}} confirmed by the organisation’s own domain or website.",
  organisations4:
    "{count, plural, one {# organisation} other {# organisations}} confirmed by the organisation’s own domain, and approved by a second representative or its own key.",
  limits:
    "Every signatory answered a mail before being counted. That shows that somebody reads that mailbox. It does not show that an unnamed signatory is a different, real person.",
  declared:
    "That an address was proved and that somebody may speak for an organisation are two things: the second was declared to us, not proved.",
} as const;
