/** What an invited organisation sees: the invitation, the sheet for whoever decides, and wanting no more mail. */
export const invited = {
  title: "You are invited to sign",
  heading: "{name} is invited to sign",
  lead: "The invitation comes from {initiators}. The statement: “{title}”.",
  until: "It can be signed until {day}.",
  noDate: "It has no closing date yet.",
  nothing: "Nothing is decided by this page being open. {name} is counted and named only if it signs.",
  read: "Read the statement",
  readIn: "In {language}",
  lineHeading: "How it would stand on the list",
  lineLead: "If {name} signs, everybody can read this:",
  lineOne: "The name can still be changed when signing.",
  names: "Does it go by another name in one of these languages?",
  showNames: "Show it like this",
  lineDomain: "The domain is that of the e-mail address that signs, and is the first thing that is checked.",
  lineNoDomain:
    "The invited address is at a mail service, where anybody can have one. Best sign from an address at the organisation’s own domain.",
  answerHeading: "What will you do?",
  sign: "Sign for {name}",
  signHint:
    "You see the whole text and declare that you may sign. Then a mail goes to {mailbox}, from which it is confirmed.",
  signHintNoMailbox:
    "You see the whole text and declare that you may sign. Then a mail goes to the address that you give, from which it is confirmed.",
  decidingHeading: "We are still deciding",
  until_field: "We decide by",
  untilHint: "You get no reminder before that day, and whoever invited you sees it.",
  untilMissing: "Please give the day by which you decide.",
  decide: "We are deciding until then",
  declineHeading: "We do not sign",
  declineText:
    "Whoever invited you sees that you declined, and nobody else. You get no more mail about it, and may still think better of it.",
  decline: "We decline",
  optOutHeading: "Do not write to us again",
  optOutText:
    "Your address is deleted from the invitation. We keep only a check value, by which we know not to write to you again.",
  optOut_statement: "Not about this statement",
  optOut_depositary: "Not about any statement on {host}",
  optOut: "Do not write to us again",
  sheetHeading: "For whoever decides",
  sheetText:
    "A page to print or to pass on, for a board or a director. It says what signing means, and cannot sign: this invitation stays with you.",
  sheet: "The sheet to pass on",
  state_deciding: "You said that you are deciding until {day}.",
  state_declined: "You declined. You may still sign, as long as the statement is open.",
  state_signed:
    "{name} has signed. Thank you. To see or change what is shown, use the link in the mail that confirmed it.",
  state_optedOut: "You get no more mail about this. You may still sign, as long as the statement is open.",
  closedTitle: "This invitation is over",
  closedText: "“{title}” is closed: it takes no more signatures. You can still read it, and see who signed.",
  decidedTitle: "Thank you for telling us",
  decidedText:
    "Whoever invited you sees that you are deciding until {day}. You get no reminder before that day. The link in the mail still opens the invitation.",
  declinedTitle: "You have declined",
  declinedText: "Whoever invited you sees it, and nobody else. You get no more mail about “{title}”.",
  optedOutTitle: "We will not write to you again",
  optedOutStatement:
    "Your address is deleted from the invitation, and you get no more mail that asks you to sign “{title}”.",
  optedOutDepositary:
    "Your address is deleted from the invitation, and you get none from {host} any more, whoever asks.",
  back: "Back to the invitation",
  unsubscribeTitle: "Do you want no more invitations?",
  unsubscribeText:
    "You get no invitation from {host} any more, whoever asks. Your address is deleted from the invitation. You can still sign what you like.",
  unsubscribe: "No more invitations, please",
  sheetTitle: "For decision: “{title}”",
  sheetTo: "For whoever decides at {name}",
  sheetAsk: "{name} is asked to sign this statement, by {initiators}.",
  sheetWhole: "The whole text",
  sheetWholeText:
    "Read it before you decide; what is signed is exactly this text, to the letter, in all its languages.",
  sheetDigest:
    "Its digest (SHA-256 of what is signed) is {digest}. Whoever has the text can check that it is this one.",
  sheetMeans: "What signing means",
  sheetMeansPublic:
    "{name} is named in public on the list of signatories, with the domain of the e-mail address that confirms.",
  sheetMeansText: "The text cannot change afterwards. Another text is a new version, and {name} would be asked again.",
  sheetMeansBack:
    "The signature can be taken back at any time. That it was there stays in the log, without the name; nobody can recall copies.",
  sheetMeansAuthority:
    "Whoever signs declares that they may sign for {name}, and in which role. That is shown as their declaration.",
  sheetWhen: "Until when",
  sheetHow: "How to sign",
  sheetHowText:
    "Whoever got the invitation opens the link in their mail and signs there; or anybody who may, at the address of the statement above, from an e-mail address that {name} has. Then a mail comes to that address, and a button in it confirms.",
  sheetPower: "This sheet cannot sign, decline or change anything. It may be passed on.",
  sheetDecision: "Our decision",
  sheetYes: "We sign.",
  sheetNo: "We do not sign.",
  sheetRole: "Who signs for us, and in which role:",
  sheetDay: "Day:",
} as const;
