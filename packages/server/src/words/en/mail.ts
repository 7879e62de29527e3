/**
 * Plain-text mails. Lines are kept short by the writer's hand: mail programs break long ones badly. No mail says anything
 * about who signed what to anybody but the owner of the mailbox.
 */
export const mail = {
  confirmSubject: "Please confirm: {title}",
  confirmBody: `Someone, we hope you, asked to sign “{title}” with this address.

Read it again and confirm:
{link}

or type this code on the page that asks for it: {code}

The link and the code work until {expires}.

Not you? Do nothing: nothing is counted or published.`,
  signedSubject: "You signed: {title}",
  signedBody: `Thank you. Your signature under “{title}” is counted.

Read it:
{statement}

See what is shown of you, or take your signature back, at any time:
{link}

{receipt}

Please keep this mail: whoever has these links can take your signature back or change it.`,
  receiptAttached: `Your receipt is attached: the file {file}. With it you can prove that your signature is in the public log, whatever becomes of this site. It holds your name and e-mail address, so keep it to yourself. You can have it again here:
{link}`,
  receiptByLink: `Your receipt, with which you can prove that your signature is in the public log, whatever becomes of this site. It holds your name and e-mail address, so keep it to yourself. Is it not ready yet? Open this again in a few minutes:
{link}`,
  receiptGone: "No receipt is attached: what it would show of you was deleted before this mail went out.",
  waitingSubject: "One step more: {title}",
  waitingBody: `Thank you: this address is confirmed. This statement asks for more than that before a signature under “{title}” is recorded and shown. What is missing, and how to give it:
{link}

This link works until {until}. If something is still missing then, everything you typed is deleted. With the same link you can take it back before.

We write again as soon as your signature is recorded.`,
  waitingEndedSubject: "Not recorded: {title}",
  waitingEndedBody: `Your signature under “{title}” was not recorded. {why}

What you typed is deleted, and nothing of it was shown.`,
  waitingEndedTime: "Something that this statement asks for was still missing when its time was over.",
  waitingEndedClosed: "The statement closed before everything that it asks for was there.",
  waitingEndedText:
    "The text of the statement changed meanwhile. You are welcome to read it again, and to sign the new text.",
  waitingEndedRefused:
    "The initiators of this statement look at each name before it is shown, and did not let this one in.",
  waitingReason: "They say: {reason}",
  alreadySignedSubject: "You have already signed: {title}",
  alreadySignedBody: `Someone, we hope you, asked to sign “{title}” with this address. You have signed it already, and your signature stands: nothing more is needed.

See what is shown of you, or take your signature back:
{link}

Not you? Do nothing: nothing has changed. The page where this was asked says nothing about you.`,
  notInvitedSubject: "Only who was invited can sign: {title}",
  notInvitedBody: `Someone, we hope you, asked to sign “{title}” with this address. Only who was invited can sign it, and no invitation came to this address, so nothing was recorded.

Were you invited at another address? Then sign with that one. Else ask {name}, who answers for the statement: {contact}

Not you? Do nothing. The page where this was asked says nothing about you.`,
  newVersionSubject: "The text changed after you signed: {title}",
  newVersionBody: `The text of “{title}” changed after you signed. Your signature stays with the version of {day} and has not been moved.

{changes, plural, =0 {See the new text} one {See the one change} other {See the # changes}}, then sign the new text, stay with the old one, or take your name off:
{link}

If you do nothing, your signature stays as it is, under the text that you signed.

Please keep this link to yourself: whoever has it can decide for you.`,
  missingSubject: "A line at {domain} is not found any more: {title}",
  missingBody: `Your organisation showed by its domain {domain} that it signs “{title}”. We look again every day while the statement is open, and today it was not there any more:

{what}

Your signature stands. If the line was removed by mistake, perhaps when the website or the DNS was changed, please have it put back; here it is, with a button to look again:
{link}

If it is not found on three days in a row, everybody who asks how we know that it is you is told that it was there, and is not any more.

Please keep this link to yourself: whoever has it can take your signature back.`,
  correctionSubject: "A slip of the pen is noted in a text you signed: {title}",
  correctionBody: `“{title}”, which you signed, has a slip of the pen. Its words stay as you signed them, to the letter. From now on a note stands beside {place} of the text in {language}:

{note}

The words there: “{words}”

Is it no more than a slip? Then you need do nothing.

Does it change what you signed? You can object until {until}: write to {controller}, {contact}. And at any time you can see what is shown of you, or take your signature back:
{link}

Please keep this link to yourself: whoever has it can take your signature back.`,
  correctionBlock: "paragraph {block, number}",
  correctionTitle: "the title",
  newTextSubject: "You signed the new text: {title}",
  newTextBody: `Thank you. Your signature under “{title}” now stands under the new text.

Read it:
{statement}

See what is shown of you, or take your signature back, at any time:
{link}

{receipt}

Was this not you? Then somebody else has the link from one of your mails. With it you can take your signature back, or change it again.`,
  shownSubject: "You changed what is shown: {title}",
  shownBody: `What is shown of your signature under “{title}” was changed, as you asked.

The statement:
{statement}

See what is shown of you, or take your signature back, at any time:
{link}

{receipt}

Was this not you? Then somebody else has the link from one of your mails. With it you can take your signature back, or change it again.`,
  signedEarlierBody: `Someone, we hope you, asked to sign “{title}” with this address. You have signed it already, under an earlier text: it stays with that one, and has not been moved.

See what changed, then sign the new text, stay with the old one, or take your name off:
{link}

Not you? Do nothing: nothing has changed. The page where this was asked says nothing about you.`,
  manageLinkSubject: "Your signature: {title}",
  manageLinkBody: `Someone, we hope you, asked for the link to your signature under “{title}”.

See what is shown of you, or take your signature back:
{link}

Not you? Do nothing: nothing has changed.`,
  withdrawalReceiptAttached: `The receipt of your withdrawal is attached: the file {file}. With it you can prove that the public log says so, whatever becomes of this site. Keep it to yourself. You can have it again here:
{link}`,
  withdrawalReceiptByLink: `The receipt of your withdrawal, with which you can prove that the public log says so, whatever becomes of this site. Keep it to yourself. Is it not ready yet? Open this again in a few minutes:
{link}`,
  withdrawnSubject: "You took your signature back: {title}",
  withdrawnPersonBody: `Your signature under “{title}” is taken back and no longer counted. What we held about you for it is deleted.

We cannot recall copies that others made while your name was shown.

{receipt}`,
  withdrawnOrganisationBody: `The signature of your organisation under “{title}” is taken back and no longer counted. Its name is no longer shown.

We cannot recall copies that others made while it was shown.

{receipt}`,
  endingReceiptAttached: `The receipt of this is attached: the file {file}. With it you can prove that the public log says so, whatever becomes of this site. Keep it to yourself. You can have it again here:
{link}`,
  endingReceiptByLink: `The receipt of this, with which you can prove that the public log says so, whatever becomes of this site. Keep it to yourself. Is it not ready yet? Open this again in a few minutes:
{link}`,
  removedSubject: "Your signature was removed: {title}",
  removedBody: `The depositary has removed your signature under “{title}”. It is no longer counted, and your name is no longer shown.

The reason: {reason}

{kept}

Was that wrong? See what happened, and who answers for it:
{link}

{receipt}`,
  removedExplanation: "They add: {explanation}",
  removedKept:
    "What you typed is kept for 30 days, shown to nobody, so that we can look into it if you object. Then it is deleted.",
  removedForgotten: "What we held about you for it is deleted.",
  erasedSubject: "Your signature was erased: {title}",
  erasedBody: `As somebody, we hope you, asked the depositary, your signature under “{title}” was erased. It is no longer counted, and what we held about you for it is deleted.

We cannot recall copies that others made while your name was shown.

{receipt}

You asked for nothing? Write to whoever answers for people’s data: their address stands among the terms of the statement.`,
  anonymisedSubject: "You are forgotten, and still counted: {title}",
  anonymisedOwnBody: `As you asked, what we held about you for your signature under “{title}” is deleted. It still counts, without your name.

We cannot recall copies that others made while your name was shown.

{receipt}`,
  anonymisedBody: `The statement “{title}” is closed, and its depositary has deleted what it held about those who signed it. Your signature still counts, without your name.

We cannot recall copies that others made while your name was shown.

{receipt}`,
  invitationSubject: "Invitation to sign: {title}",
  invitationGreeting: "To {contact}",
  invitationBody: `{name} is invited by {initiators} to sign the statement “{title}”.

Read it, see how {name} would stand on the list, and sign, decline or say until when you are deciding:
{link}

{until}

If you do nothing, nothing happens: {name} is counted and named only if it signs. This link is for {name} alone; the page has a sheet without it that you can pass on to whoever decides.

Do you want no such mail? The page has a button for that.`,
  invitationUntil: "The statement can be signed until {day}.",
  invitationNoDate: "The statement has no closing date yet.",
  reminderSubject: "Reminder: invitation to sign: {title}",
  reminderBody: `{name} was invited by {initiators} to sign the statement “{title}”, and has not answered yet. Two reminders are sent at most.

Read it, and sign, decline or say until when you are deciding:
{link}

{until}

If you do nothing, nothing happens: {name} is counted and named only if it signs.

Do you want no such mail? The page has a button for that.`,
  disputeConfirmSubject: "Please confirm what you dispute: {title}",
  disputeConfirmBody: `Someone, we hope you, says with this address that “{name}” never signed “{title}”.

Confirm it:
{link}

or type this code on the page that asks for it: {code}

The name is then hidden and not counted while we check it. The link and the code work until {expires}.

Not you? Do nothing: nothing changes, and what was typed is deleted.`,
  disputeOpenedSubject: "The name is hidden while we check: {title}",
  disputeOpenedPersonBody: `As you asked, “{name}” is hidden under “{title}” and not counted while a human checks what you told us.

We write to you when it is settled. The mailbox that signed is told that the name is disputed; it is not told who you are.`,
  disputeOpenedOrganisationBody: `As you asked, “{name}” is hidden under “{title}” and not counted while it is checked.

The mailbox that signed is told that the name is disputed; it is not told who you are. We write to you when it is settled.`,
  disputeToldSubject: "Somebody says that this signature is not yours: {title}",
  disputeToldBody: `Somebody told us that you never signed “{title}”. Until that is checked, your name there is hidden and not counted.

Did you sign? Say so, or take your name off:
{link}

If you do nothing, a human decides with what the other side told us.`,
  disputeCheckSubject: "A name is disputed: {title}",
  disputeCheckBody: `Somebody says that signature {number} under “{title}” was never given. The name is hidden and not counted until that is settled.

What both sides say, and what is known of them:
{url}`,
  disputeKnownBody: `Somebody says that signature {number} under “{title}” was never given. The name is hidden and not counted while the depositary checks it.

What is disputed there, and how it ended:
{url}`,
  disputeWaitsBody: `Somebody says that signature {number} under “{title}” was never given. Nothing is hidden yet: many names were disputed there in a short time, so a human should look first.

What they say:
{url}`,
  disputeOutcomeSubject: "The dispute is settled: {title}",
  dispute_upheld:
    "We have checked whether “{name}” signed “{title}”. What we know says that it did, so the name is in the list again.",
  dispute_upheldSignatory:
    "We have checked whether “{name}” signed “{title}”. What we know says that you did: the name is in the list again, and is counted.",
  dispute_removed: "“{name}” was taken off “{title}”, as you asked, and is not counted there.",
  dispute_ended:
    "The name that you disputed under “{title}” was taken off in another way meanwhile. It is not counted there.",
  dispute_declined:
    "You told us that “{name}” never signed “{title}”. We have looked at it and found no reason to hide the name.",
  disputeReason: "The reason: {words}",
  signInSubject: "Your code for {site}: {code}",
  signInSubjectWiped: "Your code for {site}",
  signInBody: `Type this code to sign in to {site}: {code}

It works for 15 minutes.

Not you? Do nothing, and tell nobody the code.`,
  accountInvitationSubject: "An account at {site}",
  accountInvitationBody: `{inviter} asks you to have an account at {site}, as {role}. {may}

To have it, open this and press the button:
{link}

It works until {expires}, and once.

You know nothing of this? Do nothing: without you there is no account.`,
  footer: `--
{site}
{url}`,
  wipedLink: "(the link was wiped once this mail was sent)",
  wipedCode: "(wiped)",
} as const;
