/** How a stranger checks a statement. */
export const verify = {
  title: "How to check this statement",
  lead: "You need not believe us. Here is what anyone can check about “{title}”, with tools of their own.",
  wordsHeading: "The words",
  wordsText:
    "Each text is a plain file. Its SHA-256 digest is its fingerprint: if one character differs, the digest differs.",
  wordsDownload: "Download a text and work out its digest:",
  wordsCompare: "It must be the digest in this list:",
  textIn: "Text in {language}",
  listHeading: "The signatures and the count",
  listText:
    "The bundle holds everything: the texts, the terms, every entry of the log, and the names that may be shown. Download it, keep it, and check it offline, now or in ten years:",
  listChecks: "Whichever way you take below, this is checked, and told in plain words:",
  listChecks1: "that every text has the digest that was signed,",
  listChecks2: "that every entry follows from the one before, and that the count is their sum,",
  listChecks3:
    "that the log’s root is signed with the key below, and stands in this depositary’s log of all statements,",
  listChecks4: "that each name shown is the one that was committed to when it was signed.",
  commandHeading: "With a command",
  commandText: "It needs Node.js 22.18 or newer:",
  listStatus: "Exit status 0 means yes, 1 means no, 3 means it could not tell, for example when no key was given.",
  pageHeading: "In a browser, without a network",
  pageText:
    "This page checks a bundle, a receipt or the proof of a name on your own computer. Save it, open it from your disk, and give it the file and the key. It reaches no network, and says what the command says.",
  pageDownload: "Save verify.html",
  pageDigest: "Its SHA-256, to compare with a copy from elsewhere:",
  pageOwn:
    "Whoever wants to deceive you would give you a false page too. When much depends on the answer, bring a copy of your own, from the package “undersigned” or from its source.",
  keyHeading: "The key",
  keyText:
    "Keep this key from a time when you trust it, or ask somebody who did. A key that came with the bundle proves nothing about who made it.",
  witnessesHeading: "The witnesses",
  witnessesText:
    "Other organisations watch this depositary’s log. Each confirms again and again, with its own key, that the log only grew. To show two readers two different lists, this depositary would have to win them over as well.",
  witnessesQuorum: "Enough are: {quorum}. The tool asks for them when it is given the policy:",
  witnessesNone:
    "Their word is in the bundle, but this depositary asks for none of them. To see it, give the tool the policy:",
  witnessesCompare:
    "A policy that you got from us names the witnesses that we named. Compare their keys with what these organisations publish themselves, or make a policy of your own.",
  nameHeading: "One name",
  nameText:
    "Beside every name on the <link>list of signatories</link> stands a proof: a small file that shows that this name signed, and when that was published. Check it like the bundle:",
  receiptHeading: "Your own signature",
  receiptText:
    "If you signed, your receipt proves that your entry is in the log. It is attached to the mail that says you signed, and you can have it again by the link there. It holds your name and e-mail address: keep it to yourself. Against this site, or a later bundle, the tool also says whether your signature still stands, and that the log only grew since:",
  trustHeading: "What stays a matter of trust",
  trust1:
    "That a mailbox was answered is what this depositary saw. The log proves that nothing recorded was hidden or altered afterwards, not that each record was true.",
  trust2: "That an unnamed signatory is a distinct, real person cannot be checked by anyone else.",
  trust3: "Names that were erased are gone: what is left proves that there was a signature, not whose.",
  trust4:
    "“As of” a date: a bundle shows the state when it was made. Only reading all of the depositary’s log shows that there is nothing later.",
} as const;
