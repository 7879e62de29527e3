/** On a signatory's own evidence page: who else can say so. */
export const whoElse = {
  title: "Who else can say so",
  lead: "About the signature of {name} under “{title}”.",
  nobody: "There is nobody to ask here.",
  back: "Back to showing that it is you",
  accountHeading: "Say who you are with an account of yours",
  accountText:
    "You sign in there, not here. We learn that the account is yours, and nothing else: no password, no address, no list of friends. It confirms one signature under this statement.",
  accountShown:
    "Beside your name it will say: “Confirmed with a personal account at {host}”. Which account it is, is never shown.",
  accountUnnamed:
    "Your name is not shown, so nothing of this is. It only makes your signature count among those that are confirmed better.",
  orcidShow: "Show my ORCID iD beside my name",
  orcidShowHint:
    "It is a public name, and leads to what you published. Without this it says only that you have an account there.",
  orcidButton: "Confirm with ORCID iD",
  accountButton: "Confirm with {name}",
  accountDone: "Confirmed with your account at {name}.",
  onwardTitle: "On to {name}",
  onwardText: "You are being sent to {name}, to sign in there. If nothing happens:",
  onwardLink: "Go on to {name}",
  doneTitle: "Confirmed with {name}",
  doneText: "{name} says that the account is yours. It is recorded with your signature.",
  refusedTitle: "Not confirmed",
  refusedNothingLost: "Nothing is lost: your signature is as it was before.",
  approvalHeading: "A second representative",
  approvalText:
    "A colleague of yours, from another mailbox at {domain}, can say too that your organisation signs this. They get a mail with a link and a code, see what you signed, and approve it or not.",
  approvalMailbox: "E-mail address of your colleague",
  approvalHint: "At {domain}, and not another spelling of your own.",
  approvalButton: "Ask for approval",
  vouchHeading: "An organisation that vouches for yours",
  vouchText:
    "Your organisation has no domain of its own, by which anybody could check who it is. Another one can vouch for it, in words: one that signed this statement and was confirmed from its own domain. What it says is shown beside your name, as exactly that.",
  vouchNobody:
    "No organisation that signed this statement is confirmed from its own domain yet. Ask one that knows yours to sign; then it can vouch for you here.",
  voucher: "Which organisation",
  voucherHint: "As it stands in the list, or its domain.",
  vouchButton: "Ask it to vouch",
  namingHeading: "Your people",
  namingText:
    "Your organisation can name people as its own: its members, staff or fellows who sign, or may sign, for themselves. Each gets a mail, and is asked whether “named by {organisation}” may stand beside their name. What you type is shown to nobody else.",
  namingMailbox: "E-mail address of one of your people",
  namingHint: "One at a time. A mailbox of their own: one that is shared names nobody.",
  namingButton: "Name them",
  askedHeading: "Asked so far",
  asked: "{who}: asked on {day}, can answer until {until}.",
  agreed: "{who}: agreed on {day}, and has not signed yet.",
  granted: "{who}: said yes on {day}.",
  declined: "{who}: said no on {day}.",
  "taken-back": "{who}: over, without an answer that counts.",
  forgotten: "somebody whose address is deleted",
  cancel: "Take back",
  cancelOf: "Take back <of>what was asked of {who}</of>",
} as const;
