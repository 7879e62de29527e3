/** What a statement asks of its signatories beyond answering a mail. */
export const asks = {
  mail: "Whoever signs answers a mail.",
  organisation2: "Organisations sign from a mailbox at their own domain.",
  organisation3:
    "An organisation is recorded and shown once its own domain or website says that it signs. How to do that is explained after the mail.",
  organisation4:
    "An organisation is recorded and shown once its own domain says that it signs, and a second representative or its own key agrees. How to do that is explained after the mail.",
  person2:
    "A person is recorded and counted once they have also shown a personal account elsewhere, or an organisation has named them. That is asked after the mail.",
  person3:
    "A person is recorded and counted once an organisation that was confirmed from its own domain has named them as its own. That is asked after the mail.",
  invited: "Only those who were invited can sign, from the address that the invitation came to.",
  review: "The initiators of this statement look at each name before it is shown.",
} as const;
