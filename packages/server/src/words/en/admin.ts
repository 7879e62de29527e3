/** Words of every administrators' page. */
export const admin = {
  menu: "Administration",
  statements: "Statements",
  outbox: "Outbox",
  witnesses: "Witnesses",
  tokens: "Keys for programs",
  account: "Your account",
  signOut: "Sign out",
  done_saved: "Saved.",
  done_discarded: "The draft is gone.",
  done_extended: "The date is changed.",
  done_closed: "The statement is closed.",
  done_opened: "The statement is open for signature. Now send its link to those who may sign.",
  done_retried: "The mail is back in the queue. It is sent within a minute.",
  done_revoked: "That key no longer works.",
  done_tidied: "The text is tidied as listed. Please read it again.",
  done_removed: "That language is taken out.",
  done_reread:
    "Saved. You changed the text: please see under “Who asks, and for what” that the right paragraphs are still marked.",
  done_signatureRemoved: "The signature is removed.",
  done_signatureErased: "The signature is erased.",
  done_signatureAnonymised: "The signature is forgotten, and still counts.",
  done_peopleForgotten: "It is ordered, and under way: all people are forgotten, and still counted.",
  done_welcome: "Welcome. Everything is set up.",
  formExpiredTitle: "This page was open for too long",
  formExpired:
    "For safety, a form can only be sent from the page as it was shown to you. Nothing was changed. Go back, reload the page and try again.",
  untitled: "Draft without a title",
  cancel: "No, go back",
  troubleTitle: "This site publishes nothing and takes no signatures",
  troubleLead:
    "Everybody can still read it. Whoever runs the server must look at it now; tell them, with the words below. What to do is in the guide for operators.",
} as const;
