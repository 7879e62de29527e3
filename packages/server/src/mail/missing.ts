import type { Desk } from "./desk.ts";

/** What a domain said once is not there any more. `what`: a sentence of what was seen instead. */
export type Missing = { title: string; domain: string; what: string; token: string | null };

export function writeMissing({ title, domain, what, token }: Missing, desk: Desk): { subject: string; body: string } {
  const values = { title, domain, what, link: desk.link("/evidence", token) };
  return { subject: desk.say("mail.missingSubject", values), body: desk.say("mail.missingBody", values) };
}
