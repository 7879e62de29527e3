import type { Say } from "../words/speak.ts";

type MailOf<Name extends string, Params> = {
  readonly template: Name;
  readonly to: string;
  readonly params: Readonly<Params>;
};

/** What their words are written with. */
type Desk = {
  readonly say: Say;
  /** The address of `path` with a token, or words that it was wiped. */
  link(path: string, token: string | null): string;
  code(code: string | null): string;
};

/** The mails about a name that is disputed. `title` and the like are plain text as in the statement. */
export type DisputeMail =
  /** Asks the owner of a mailbox to confirm that a name should be disputed. `expires`: milliseconds since the epoch. */
  | MailOf<
      "dispute-confirm",
      { title: string; name: string; token: string | null; code: string | null; expires: number }
    >
  /** To whoever disputed it: the name is hidden. */
  | MailOf<"dispute-opened", { title: string; name: string; kind: "person" | "organisation" }>
  /** To the signatory's own mailbox: somebody disputes it; `token` opens the manage page. */
  | MailOf<"dispute-told", { title: string; token: string | null }>
  /** To those who check it. `number`: of the signature; `url`: the page to go to; `hidden`: it is open, and does not wait. */
  | MailOf<"dispute-to-check", { title: string; number: number; url: string; checks: boolean; hidden: boolean }>
  /** To each side: what became of it. `words`: the reason that a human gave. */
  | MailOf<"dispute-outcome", DisputeTold>;

/** `ended`: the signature ended in another way meanwhile; `declined`: a human found no reason to hide the name. */
export type DisputeOutcome = "upheld" | "removed" | "ended" | "declined";

type DisputeTold = {
  title: string;
  name: string;
  side: "disputing" | "signatory";
  outcome: DisputeOutcome;
  words: string | null;
};

export function isDisputeMail(mail: { readonly template: string }): mail is DisputeMail {
  return mail.template.startsWith("dispute-");
}

export function writeDisputeMail(mail: DisputeMail, desk: Desk): { subject: string; body: string } {
  const { say } = desk;
  switch (mail.template) {
    case "dispute-confirm": {
      const { title, name, token, expires } = mail.params;
      const link = desk.link("/dispute", token);
      const code = desk.code(mail.params.code);
      const body = say("mail.disputeConfirmBody", { title, name, link, code, expires: say.moment(expires) });
      return { subject: say("mail.disputeConfirmSubject", { title }), body };
    }
    case "dispute-opened": {
      const { title, name, kind } = mail.params;
      const body = kind === "organisation" ? "mail.disputeOpenedOrganisationBody" : "mail.disputeOpenedPersonBody";
      return { subject: say("mail.disputeOpenedSubject", { title }), body: say(body, { title, name }) };
    }
    case "dispute-told": {
      const { title, token } = mail.params;
      const body = say("mail.disputeToldBody", { title, link: desk.link("/manage", token) });
      return { subject: say("mail.disputeToldSubject", { title }), body };
    }
    case "dispute-to-check": {
      const { title, number, url, checks, hidden } = mail.params;
      const body = !hidden ? "mail.disputeWaitsBody" : checks ? "mail.disputeCheckBody" : "mail.disputeKnownBody";
      const subject = say("mail.disputeCheckSubject", { title });
      return { subject, body: say(body, { title, number: String(number), url }) };
    }
    case "dispute-outcome":
      return writeOutcome(mail.params, desk);
  }
}

function writeOutcome(params: DisputeTold, { say }: Desk): { subject: string; body: string } {
  const { title, name, side, outcome, words } = params;
  const key = side === "signatory" ? "upheldSignatory" : outcome;
  const why = words === null ? "" : `\n\n${say("mail.disputeReason", { words })}`;
  return {
    subject: say("mail.disputeOutcomeSubject", { title }),
    body: `${say(`mail.dispute_${key}`, { title, name })}${why}`,
  };
}
