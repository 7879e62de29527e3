import type { Say } from "../words/speak.ts";

type AskedKind = "approval" | "vouch" | "naming";

/** Somebody else is asked about a signatory. Tokens and codes are null once they were wiped. */
export type Asked = {
  kind: AskedKind;
  title: string;
  organisation: string;
  of: string | null;
  slug: string;
  token: string | null;
  code: string | null;
  expires: number;
};

/** What they answered, to whoever asked. */
export type Answered = {
  kind: AskedKind;
  title: string;
  who: string;
  yes: boolean;
  linked: boolean;
  token: string | null;
};

type AskedDesk = {
  readonly say: Say;
  /** Address of the site, without a trailing slash. */
  readonly url: string;
  link(path: string, token: string | null): string;
  code(code: string | null): string;
};

/** Where each question is answered. */
const ASKED_AT: Readonly<Record<AskedKind, string>> = { approval: "/approve", vouch: "/vouch", naming: "/named" };

export function writeAsked(asked: Asked, desk: AskedDesk): { subject: string; body: string } {
  const { say } = desk;
  const { kind, title, organisation, of, slug } = asked;
  const values = {
    title,
    organisation,
    of: of ?? "",
    link: desk.link(ASKED_AT[kind], asked.token),
    code: desk.code(asked.code),
    page: `${desk.url}/s/${slug}/answer`,
    expires: say.moment(asked.expires),
  };
  return { subject: say(`askedMail.${kind}Subject`, values), body: say(`askedMail.${kind}Body`, values) };
}

export function writeAnswered(
  { kind, title, who, yes, linked, token }: Answered,
  desk: AskedDesk,
): { subject: string; body: string } {
  const { say } = desk;
  const answer = yes ? "Yes" : "No";
  const way = linked
    ? say("askedMail.way", { link: desk.link("/evidence/others", token) })
    : say("askedMail.wayOfMail");
  return {
    subject: say(`askedMail.answered${answer}Subject`, { title }),
    body: `${say(`askedMail.${kind}${answer}`, { title, who })}\n\n${way}`,
  };
}
