/** The administrator, and what this site is. */
export const adminAccount = {
  title: "Your account",
  name: "Name",
  mailbox: "E-mail address",
  organisation: "Organisation",
  domain: "Domain",
  contact: "Questions about data go to",
  site: "This site",
  address: "Address",
  mail: "Mail",
  mailOn: "Mail is sent.",
  mailOff: "No mail is sent: it waits in the <link>outbox</link>.",
  folder: "Data folder",
  folderHint: "Back up this folder, and the database if it is elsewhere. The key that signs is in this folder.",
  key: "Key of the log of this site",
  signOut: "Sign out",
} as const;
