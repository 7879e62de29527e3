/** One’s own signature, later. */
export const manage = {
  title: "Your signature",
  lead: "Your signature under “{title}”, of {day}.",
  shown: "The list shows:",
  shownNothing: "You are counted without your name. The list shows nothing about you.",
  standing: "Your signature stands and counts.",
  standingEarlier: "Your signature stands, under the text that you signed.",
  disputed: "Somebody says that this signature is not genuine. Until that is settled it is hidden and not counted.",
  withdrawn: "You have withdrawn this signature. It no longer counts, and your name is no longer shown.",
  removed: "This signature was removed, and no longer counts.",
  erased: "This signature was erased. It no longer counts, and what you typed has been deleted.",
  anonymised: "What you typed has been deleted. Your signature still counts, without your name.",
  removedReason: "The reason:",
  removedContact: "Was that wrong? Write to {name}, who answers for this statement: {contact}.",
  changeShown: "Change what is shown",
  seeNewText: "See what changed, and decide",
  receiptText: "The log’s proof of this:",
  receiptDownload: "download the receipt",
  evidenceHeading: "How it is known that it is you",
  evidenceText:
    "Everybody who reads the list sees how it is known who signed. You can make that stronger: an organisation by its own domain or website, a person by who knows them.",
  withdrawHeading: "Take my name off",
  withdrawText: "Your signature then no longer counts. If you signed as a person, everything you typed is deleted too.",
  withdraw: "Withdraw my signature",
  sureTitle: "Withdraw your signature?",
  sureText:
    "Your signature under “{title}” will no longer count, and your name will no longer be shown. What you typed is deleted if you signed as a person.",
  sureCopies:
    "Nobody can recall copies that others have made. That a signature was withdrawn stays visible, without saying whose.",
  sureYes: "Yes, withdraw it",
  sureNo: "Keep my signature",
  withdrawnTitle: "Your signature is withdrawn",
  withdrawnText: "It no longer counts under “{title}”, and your name is no longer shown.",
  withdrawnReceipt: "Download the receipt of the withdrawal",
  anonymiseHeading: "Forget me, but keep counting me",
  anonymiseText:
    "The statement is closed. Everything you typed is deleted, your name too, and your signature still counts. After that you cannot take it back, since nobody can say any more that it was yours.",
  anonymise: "Forget me",
  anonymiseSureTitle: "Forget you, and keep counting you?",
  anonymiseSureText:
    "Everything you typed to sign “{title}” is deleted, and your name is no longer shown. Your signature still counts, and can no longer be taken back.",
  anonymiseSureCopies:
    "Nobody can recall copies that others have made. That somebody was forgotten stays visible, without saying who.",
  anonymiseSureYes: "Yes, forget me",
  anonymiseSureNo: "Leave it as it is",
  forgottenTitle: "You are forgotten, and still counted",
  forgottenText:
    "What you typed to sign “{title}” is deleted, and your name is no longer shown. Your signature counts.",
  forgottenReceipt: "Download the receipt",
  requestTitle: "See or withdraw your signature",
  requestText: "Type the address you signed “{title}” with. We send a link to it.",
  mailbox: "Your e-mail address",
  mailboxMissing: "Please type your e-mail address.",
  requestSubmit: "Send me the link",
  requestedTitle: "Check your mail",
  requestedText:
    "If that address signed this statement, a mail with a link is on its way to it. To nobody else do we say who signed.",
} as const;
