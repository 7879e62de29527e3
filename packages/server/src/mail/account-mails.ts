import type { Role } from "../depositary/roles.ts";
import type { Desk } from "./desk.ts";

/** Somebody is asked to have an account. `expires`: milliseconds since the epoch. */
export type AccountInvited = { inviter: string; role: Role; token: string | null; expires: number };

export function writeSignInCode(code: string | null, { say, site, ...desk }: Desk): { subject: string; body: string } {
  const shown = desk.code(code);
  return {
    subject:
      code === null ? say("mail.signInSubjectWiped", { site }) : say("mail.signInSubject", { site, code: shown }),
    body: say("mail.signInBody", { site, code: shown }),
  };
}

export function writeAccountInvitation(
  { inviter, role, token, expires }: AccountInvited,
  { say, site, link }: Desk,
): { subject: string; body: string } {
  return {
    subject: say("mail.accountInvitationSubject", { site }),
    body: say("mail.accountInvitationBody", {
      ...{ site, inviter, role: say(`roles.${role}`), may: say(`roles.${role}May`) },
      ...{ link: link("/account-invitation", token), expires: say.moment(expires) },
    }),
  };
}
