/** Mails that ask others about a signatory, and tell what was answered. Plain text, as in mail.ts. */
export const askedMail = {
  approvalSubject: "Your approval is asked for: {organisation} signs “{title}”",
  approvalBody: `A colleague of yours signed “{title}” for {organisation}, and named you as a second representative who can say: yes, our organisation signs this.

Read what was signed, and approve it or not:
{link}

or open {page} and type this code: {code}

The link and the code work until {expires}.

If you do nothing, nothing is approved. If you are not with {organisation} any more, say “I do not approve” on that page: your colleague is told, and nothing else happens.`,
  vouchSubject: "{organisation} asks you to vouch: “{title}”",
  vouchBody: `{organisation} wants to sign “{title}”, as {of} did, and has no domain of its own by which anybody could check who it is. It asks you to vouch, in words of yours: that it is what it says.

See who asks, and vouch or not:
{link}

or open {page} and type this code: {code}

What you say is shown beside its name, with the name of {of}. The link and the code work until {expires}. If you do nothing, nothing is said.`,
  namingSubject: "{organisation} names you as one of its people: “{title}”",
  namingBody: `{organisation} signed “{title}”, and names you as one of its people. If you agree, it says “named by {organisation}” beside your signature.

You need not sign, and you need not agree. See what it is about:
{link}

or open {page} and type this code: {code}

The link and the code work until {expires}. If you do nothing, nothing is shown.`,
  answeredYesSubject: "They agreed: “{title}”",
  answeredNoSubject: "They did not agree: “{title}”",
  approvalYes: "{who} approved, as second representative, that your organisation signs “{title}”.",
  approvalNo:
    "{who} did not approve that your organisation signs “{title}”: perhaps they are not with you any more, or see it differently. Your signature stays as it is without it. Talk to them, or ask another colleague.",
  vouchYes: "{who} vouched for your organisation under “{title}”.",
  vouchNo:
    "{who} did not vouch for your organisation under “{title}”. You can ask another organisation that signed it and was confirmed from its own domain.",
  namingYes: "{who} agreed to be named by your organisation under “{title}”.",
  namingNo: "{who} does not want to be named by your organisation under “{title}”. Nothing is shown of it.",
  way: `See how it stands:
{link}`,
  wayOfMail: "See how it stands by the link in the mail with which you confirmed.",
} as const;
