/** Mails on their way. */
export const adminOutbox = {
  title: "Outbox",
  lead: "The newest mails of this site. What was sent no longer shows its links.",
  noMail:
    "This site sends no mail yet, so mails wait here: open one and pass its link on, or read it yourself. To have them sent, start the site with the setting SMTP_URL.",
  emptyTitle: "No mail yet",
  empty: "As soon as somebody signs, the mail that asks them to confirm appears here.",
  wiped: "A mail whose words were deleted after it was sent",
  waiting: "Waiting",
  sent: "Sent",
  failed: "Failed",
  to: "To {mailbox}",
  sentAt: "sent {moment}",
  writtenAt: "written {moment}",
  attempts: "{count, plural, one {tried once} other {tried # times}}",
  error: "What the mail server said: {error}",
  read: "Read it",
  retry: "Send it again",
  older: "Older mails",
  newest: "Back to the newest",
  pages: "Pages of the outbox",
} as const;
