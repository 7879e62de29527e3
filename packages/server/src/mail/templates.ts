import type { RemovalReason } from "@undersigned/core/signature/entry.ts";
import { formatCode } from "../depositary/tokens.ts";
import { speak } from "../words/speak.ts";
import type { AccountInvited } from "./account-mails.ts";
import { writeAccountInvitation, writeSignInCode } from "./account-mails.ts";
import type { Answered, Asked } from "./asked.ts";
import { writeAnswered, writeAsked } from "./asked.ts";
import type { Desk, ReceiptNote } from "./desk.ts";
import type { AlreadySigned, NotInvited } from "./instead-of-confirm.ts";
import { writeAlreadySigned, writeNotInvited } from "./instead-of-confirm.ts";
import type { Missing } from "./missing.ts";
import { writeMissing } from "./missing.ts";

export type { ReceiptNote } from "./desk.ts";

import type { DisputeMail } from "./dispute-mails.ts";
import { isDisputeMail, writeDisputeMail } from "./dispute-mails.ts";
import type { WaitedInVain, Waits } from "./waiting-mails.ts";
import { writeWaiting, writeWaitingEnded } from "./waiting-mails.ts";

/**
 * A mail before it is words: who gets it and what it says. Tokens and codes are null once it was sent and they were wiped.
 * `title` and the like are plain text as in the statement.
 */
export type MailTemplate =
  /** Asks the owner of a mailbox to confirm a signature. `expires`: milliseconds since the epoch. */
  | Of<"confirm", { title: string; token: string | null; code: string | null; expires: number }>
  /** The mailbox is confirmed, and the statement asks for more. `until`: milliseconds since the epoch. */
  | Of<"waiting", Waits>
  /** It waited in vain, or was not let in, and is deleted. `reason`: of the initiator, in its own words. */
  | Of<"waiting-ended", WaitedInVain>
  /** Instead of `confirm`, when this mailbox has signed (`isEarlier`: an earlier version): `token` opens the manage page. */
  | Of<"already-signed", AlreadySigned>
  /** Instead of `confirm`, when only who was invited may sign, and this mailbox was not. `name`, `contact`: of whoever asks. */
  | Of<"not-invited", NotInvited>
  /** After confirming. `statementUrl`: the statement's page; `pending` and `token` give the receipt of entry `index`. */
  | Of<"signed", { title: string; statementUrl: string; pending: string; index: number; token: string | null }>
  /** Asked for on the manage page by whoever lost the mail. */
  | Of<"manage-link", { title: string; token: string | null }>
  /** `index`: the entry that withdraws, whose receipt `pending` and `token` give. So with the other ends of a signature. */
  | Of<"withdrawn", Departed>
  /** The depositary took it out. `explanation`: what the administrator added for the signatory alone. */
  | Of<"removed", Departed & { reason: RemovalReason; explanation: string | null }>
  | Of<"erased", Departed>
  /** `own`: at the signatory's own wish, and not the depositary's. */
  | Of<"anonymised", Departed & { own: boolean }>
  /** A new version is open. `signed`: when the one they signed was opened, milliseconds since the epoch. */
  | Of<"new-version", { title: string; signed: number; changes: number; token: string | null }>
  /** A slip of the pen was noted beside a block of the text they signed. `words`: of that block. `until`: to object. */
  | Of<"correction", Corrected>
  /** After consenting again. `isNewText`: to another version; `pending` and `token` give the receipt of entry `index`. */
  | Of<"signed-again", SignedAgain>
  /** Asks an organisation to sign; `reminders`: which reminder it is, 0 for the invitation itself. */
  | Of<"invitation", Inviting>
  /** Somebody else is asked about a signatory. `organisation`: that asks; `of`: that is asked to vouch. */
  | Of<"asked", Asked>
  /** To whoever asked. `who`: was asked; `linked`: whether there is a link to what they asked, by `token`. */
  | Of<"answered", Answered>
  /** What the organisation's domain said once is not there any more. */
  | Of<"missing", Missing>
  /** To whoever has an account. */
  | Of<"sign-in-code", { code: string | null }>
  /** To whoever is asked to have one. `expires`: milliseconds since the epoch. */
  | Of<"account-invitation", AccountInvited>
  | DisputeMail;

type SignedAgain = {
  title: string;
  statementUrl: string;
  isNewText: boolean;
  pending: string;
  index: number;
  token: string | null;
};

type Corrected = {
  title: string;
  lang: string;
  /** ¶, or 0 for the title. */
  block: number;
  note: string;
  words: string;
  /** Milliseconds since the epoch. */
  until: number;
  /** Who answers for the data, and reads objections. */
  controller: { name: string; contact: string };
  token: string | null;
};

type Inviting = {
  title: string;
  /** Who invites. */
  initiators: readonly string[];
  /** Of the organisation that is invited. */
  name: string;
  contact?: string | undefined;
  /** When the statement closes, milliseconds since the epoch; null where it has no date. */
  closes: number | null;
  reminders: number;
  token: string | null;
};

type Departed = {
  title: string;
  kind: "person" | "organisation";
  pending: string;
  index: number;
  token: string | null;
};

type Of<Name extends string, Params> = {
  readonly template: Name;
  readonly to: string;
  readonly params: Readonly<Params>;
};

export type RenderedMail = {
  /** One line without control characters. */
  readonly subject: string;
  /** Plain text, LF line ends. */
  readonly text: string;
  /** Addresses in the text that open something by a token; none once they are wiped. */
  readonly links: readonly string[];
  /** Address to which a mail program posts when its owner wants no more of these (RFC 8058); null of mails that were asked for. */
  readonly unsubscribe: string | null;
};

/** The site that a mail comes from: its address without a trailing slash, and the name it goes by. */
export type MailSite = { readonly baseUrl: string; readonly origin: string };

/** The index of the entry whose receipt goes with a mail; null when none does. */
export function receiptIndex(mail: MailTemplate): number | null {
  return "index" in mail.params ? mail.params.index : null;
}

/** The words of a mail. Pure: the same mail gives the same words. */
export function renderMail(mail: MailTemplate, site: MailSite, receipt: ReceiptNote = "link"): RenderedMail {
  const say = speak("en");
  const links: string[] = [];
  const letter = write(mail, {
    say,
    site: site.origin,
    url: site.baseUrl,
    receipt,
    link(path, token) {
      if (token === null) return say("mail.wipedLink");
      const link = `${site.baseUrl}${path}?token=${encodeURIComponent(token)}`;
      links.push(link);
      return link;
    },
    code: (code) => (code === null ? say("mail.wipedCode") : formatCode(code)),
  });
  const footer = say("mail.footer", { site: site.origin, url: site.baseUrl });
  const text = `${letter.body}\n\n${footer}\n`;
  return { subject: oneLine(letter.subject), text, links, unsubscribe: unsubscribeAddress(mail, site) };
}

function unsubscribeAddress(mail: MailTemplate, { baseUrl }: MailSite): string | null {
  if (mail.template !== "invitation" || mail.params.token === null) return null;
  return `${baseUrl}/invited/unsubscribe?token=${encodeURIComponent(mail.params.token)}`;
}

/** The same mail with nothing in it that opens anything: what is kept once it was sent. */
export function withoutTokens(mail: MailTemplate): MailTemplate {
  const kept = Object.entries(mail.params).map(([name, value]) => [name, OPENING.has(name) ? null : value]);
  // Its parameters are its own still, and each of these may be null.
  return { ...mail, params: Object.fromEntries(kept) } as MailTemplate;
}

/** Parameters that open something, in whichever mail. */
const OPENING: ReadonlySet<string> = new Set(["token", "code"]);

function write(mail: MailTemplate, desk: Desk): { subject: string; body: string } {
  if (isDisputeMail(mail)) return writeDisputeMail(mail, desk);
  const { say } = desk;
  switch (mail.template) {
    case "confirm":
      return writeConfirm(mail.params, desk);
    case "waiting":
      return writeWaiting(mail.params, desk);
    case "waiting-ended":
      return writeWaitingEnded(mail.params, desk);
    case "already-signed":
      return writeAlreadySigned(mail.params, desk);
    case "not-invited":
      return writeNotInvited(mail.params, desk);
    case "signed": {
      const { title, statementUrl, pending, token } = mail.params;
      const link = desk.link("/manage", token);
      const receipt = writeReceipt("mail.receipt", pending, token, desk);
      return {
        subject: say("mail.signedSubject", { title }),
        body: say("mail.signedBody", { title, statement: statementUrl, link, receipt }),
      };
    }
    case "manage-link": {
      const { title, token } = mail.params;
      return {
        subject: say("mail.manageLinkSubject", { title }),
        body: say("mail.manageLinkBody", { title, link: desk.link("/manage", token) }),
      };
    }
    case "withdrawn":
      return writeWithdrawn(mail.params, desk);
    case "removed":
      return writeRemoved(mail.params, desk);
    case "erased": {
      const { title, pending, token } = mail.params;
      const receipt = writeReceipt("mail.endingReceipt", pending, token, desk);
      return { subject: say("mail.erasedSubject", { title }), body: say("mail.erasedBody", { title, receipt }) };
    }
    case "anonymised": {
      const { title, own, pending, token } = mail.params;
      const receipt = writeReceipt("mail.endingReceipt", pending, token, desk);
      const body = own ? "mail.anonymisedOwnBody" : "mail.anonymisedBody";
      return { subject: say("mail.anonymisedSubject", { title }), body: say(body, { title, receipt }) };
    }
    case "new-version":
      return writeNewVersion(mail.params, desk);
    case "correction":
      return writeCorrection(mail.params, desk);
    case "signed-again":
      return writeSignedAgain(mail.params, desk);
    case "invitation":
      return writeInvitation(mail.params, desk);
    case "asked":
      return writeAsked(mail.params, desk);
    case "answered":
      return writeAnswered(mail.params, desk);
    case "missing":
      return writeMissing(mail.params, desk);
    case "sign-in-code":
      return writeSignInCode(mail.params.code, desk);
    case "account-invitation":
      return writeAccountInvitation(mail.params, desk);
  }
}

function writeWithdrawn(
  { title, kind, pending, token }: Extract<MailTemplate, { template: "withdrawn" }>["params"],
  desk: Desk,
): { subject: string; body: string } {
  const { say } = desk;
  const receipt = writeReceipt("mail.withdrawalReceipt", pending, token, desk);
  const body = kind === "person" ? "mail.withdrawnPersonBody" : "mail.withdrawnOrganisationBody";
  return { subject: say("mail.withdrawnSubject", { title }), body: say(body, { title, receipt }) };
}

function writeNewVersion(
  { title, signed, changes, token }: Extract<MailTemplate, { template: "new-version" }>["params"],
  { say, link }: Desk,
): { subject: string; body: string } {
  const values = { title, day: say.day(signed), changes, link: link("/manage/again", token) };
  return { subject: say("mail.newVersionSubject", { title }), body: say("mail.newVersionBody", values) };
}

function writeSignedAgain(params: SignedAgain, desk: Desk): { subject: string; body: string } {
  const { say } = desk;
  const { title, statementUrl, isNewText, pending, token } = params;
  const link = desk.link("/manage", token);
  const receipt = writeReceipt("mail.receipt", pending, token, desk);
  const values = { title, statement: statementUrl, link, receipt };
  if (isNewText) return { subject: say("mail.newTextSubject", { title }), body: say("mail.newTextBody", values) };
  return { subject: say("mail.shownSubject", { title }), body: say("mail.shownBody", values) };
}

function writeInvitation(params: Inviting, { say, link }: Desk): { subject: string; body: string } {
  const { title, initiators, name, contact, closes, reminders, token } = params;
  const greeting = contact === undefined ? "" : `${say("mail.invitationGreeting", { contact })}\n\n`;
  const until = closes === null ? say("mail.invitationNoDate") : say("mail.invitationUntil", { day: say.day(closes) });
  const address = link("/invited", token);
  const values = { title, initiators: say.list(initiators), name, link: address, until };
  return {
    subject: say(reminders === 0 ? "mail.invitationSubject" : "mail.reminderSubject", { title }),
    body: `${greeting}${say(reminders === 0 ? "mail.invitationBody" : "mail.reminderBody", values)}`,
  };
}

function writeCorrection(params: Corrected, { say, link }: Desk): { subject: string; body: string } {
  const { title, lang, block, note, words, until, controller, token } = params;
  const language = new Intl.DisplayNames([say.lang], { type: "language" }).of(lang) ?? lang;
  const place = block === 0 ? say("mail.correctionTitle") : say("mail.correctionBlock", { block });
  return {
    subject: say("mail.correctionSubject", { title }),
    body: say("mail.correctionBody", {
      ...{ title, language, place, note, words: excerpt(words), until: say.day(until) },
      ...{ controller: controller.name, contact: controller.contact, link: link("/manage", token) },
    }),
  };
}

/** Enough of a paragraph to know it by. */
function excerpt(words: string): string {
  const characters = [...words];
  return characters.length <= EXCERPT ? words : `${characters.slice(0, EXCERPT).join("")} …`;
}

const EXCERPT = 300;

function writeConfirm(
  params: { title: string; token: string | null; code: string | null; expires: number },
  { say, link, code }: Desk,
): { subject: string; body: string } {
  const { title, token, expires } = params;
  return {
    subject: say("mail.confirmSubject", { title }),
    body: say("mail.confirmBody", {
      title,
      link: link("/confirm", token),
      code: code(params.code),
      expires: say.moment(expires),
    }),
  };
}

function writeRemoved(
  params: Extract<MailTemplate, { template: "removed" }>["params"],
  desk: Desk,
): { subject: string; body: string } {
  const { say } = desk;
  const { title, reason, explanation, pending, token } = params;
  const added = explanation === null ? "" : `\n\n${say("mail.removedExplanation", { explanation })}`;
  const kept = say(reason === "forged" || reason === "legal" ? "mail.removedForgotten" : "mail.removedKept");
  return {
    subject: say("mail.removedSubject", { title }),
    body: say("mail.removedBody", {
      title,
      reason: `${say(`removal.${reason}`)}${added}`,
      kept,
      link: desk.link("/manage", token),
      receipt: writeReceipt("mail.endingReceipt", pending, token, desk),
    }),
  };
}

/** What is said of a receipt: that it is attached, where it is had now or later, or that there is none any more. */
function writeReceipt(
  words: "mail.receipt" | "mail.withdrawalReceipt" | "mail.endingReceipt",
  pending: string,
  token: string | null,
  { say, receipt, ...desk }: Desk,
): string {
  if (receipt === "gone") return say("mail.receiptGone");
  const link = desk.link(`/api/v1/receipts/${encodeURIComponent(pending)}`, token);
  if (receipt === "link") return say(`${words}ByLink`, { link });
  return say(`${words}Attached`, { file: receipt.file, link });
}

/** A header is one line: whatever would end it, or turn the direction of what follows, becomes a space. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
}
