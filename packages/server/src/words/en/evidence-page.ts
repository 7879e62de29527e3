/** The page on which an organisation shows by its own domain who it is. `resolver`: a DNS server that was asked. */
export const evidencePage = {
  title: "Show that it is you",
  lead: "{name} and the statement “{title}”.",
  waits_evidence:
    "One step is missing: this statement asks whoever signs to show who they are. Until that is done, nothing of your signature is recorded, shown or counted.",
  waits_vouch:
    "One step is missing: your organisation signed from a mailbox that is at no domain of its own, so another one has to vouch for it. Until that is done, nothing of your signature is recorded, shown or counted.",
  waits_approval:
    "This statement asks for a second representative of your organisation, or for your organisation’s own key. Until one is there, nothing of your signature is recorded, shown or counted.",
  waits_review:
    "The initiators of this statement look at each name before it is shown. You need do nothing for that; we write to you.",
  waitsUntilDone: "This page can be left and opened again, by the same link, as often as you like.",
  recorded:
    "Your signature is recorded and counts. What is shown here makes it plain to everybody that it is really you.",
  disputed:
    "Somebody says that this signature is not yours. Until that is settled it is hidden and not counted. You can <link>answer on the page of your signature</link>.",
  nowRecorded: "Your signature is recorded now, and counts. A mail with the receipt is on its way.",
  toList: "See the list",
  knownHeading: "What is known already",
  knownMailboxAt: "Somebody who reads an e-mail address at {domain} confirmed the signature.",
  knownMailbox: "Somebody who reads the e-mail address confirmed the signature.",
  heading: "Prove it by your domain, {domain}",
  moreHeading: "Prove it by your domain in another way",
  moreText: "Your domain {domain} says already that you sign. If you like, let it say so in one more way.",
  text: "Only whoever looks after your domain or website can put a line there. Put it there in one of these three ways, then let us look. One is enough. It has to be at {domain}, since your signature was confirmed from a mailbox there.",
  forwardHeading: "Somebody else looks after it? Forward this",
  forwardText: "Whoever looks after your website needs nothing but these lines: no account, and no link to this page.",
  forwardLabel: "Text to forward",
  forwardMail: "Open it as a mail",
  forwardSubject: "A line for the domain {domain}",
  forward: `Hello,

{name} is signing the statement “{title}”: {link}

So that everybody can see that it is really us, please add one line to our domain. It changes nothing about our website or mail.

In the DNS settings of {domain}, add a record:

Type: TXT
Name: {host}
Value: {record}

(The whole name is then {recordName}. The value has no quotation marks.)

If you cannot change the DNS, one of these does as well:

- a file at {fileUrl} with this content:
{file}
- a link on any page of our website, to: {link}

Please write back when it is done. It should stay until the statement is closed.

Thank you!`,
  copy: "Copy",
  copied: "Copied",
  dnsHeading: "The best way: a record in the DNS",
  dnsText: "In the DNS panel of {domain}, add a record with these three:",
  recordType: "Type",
  recordHost: "Name, or host",
  recordHostHint: "Some panels want the whole name instead: {name}",
  recordValue: "Value, or content",
  dnsLook: "Look now",
  pageHeading: "Or: a link on your website",
  pageText: "For those who cannot change the DNS. On any page of {domain}, in any words, put a link to this address:",
  pageLink: "Address to link to",
  pageUrl: "Address of your page",
  pageUrlHint: "Where the link stands, such as https://{domain}/news",
  pageLook: "Look at that page",
  fileHeading: "Or: a file on your website",
  fileText: "For technicians. Put this file at {url}, sent as application/json:",
  fileLabel: "Content of the file",
  fileLook: "Look for the file",
  keyHeading: "Or: sign with a key of your own",
  keyText:
    "For organisations that keep a signing key. Let your domain name the key, by a record “undersigned=v1 key=…” at {name}, or by a member “key” in the file. Then sign this version with it, and paste what the command prints.",
  keyMake: "Make a key, once",
  keyCommand: "Sign this version",
  keyNote: "The signed note",
  keyNoteHint: "All of it, from “undersigned/signature@v1” to the line that begins with a dash.",
  keyNoteMissing: "Please paste the note that the command printed.",
  keyLook: "Check the signature",
  urlMissing: "Please type the address of the page.",
  looking: "Looking …",
  lookingAgain: "Not seen yet. We look again every half minute while this page is open.",
  seenTitle: "Seen, and recorded",
  notSeenTitle: "Not seen yet",
  replies: "What each resolver said:",
  reply_records: "{resolver} has {records}",
  reply_no_records: "{resolver} knows the name, and no TXT record there",
  reply_no_name: "{resolver} knows no such name yet",
  reply_silent: "{resolver} did not answer in time",
  reply_failed: "{resolver} could not find out",
  reply_too_much: "{resolver} answered with more than is read",
  goneTitle: "This link opens nothing any more",
  goneText:
    "The signature was taken back, or what was missing did not come in time and all was deleted. If it is not confirmed yet, open the first link that we mailed.",
  manage: "See or change your signature",
} as const;
