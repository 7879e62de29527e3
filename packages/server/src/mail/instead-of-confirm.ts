import type { Say } from "../words/speak.ts";

export type AlreadySigned = { title: string; isEarlier?: boolean; token: string | null };
export type NotInvited = { title: string; name: string; contact: string };

type Desk = { readonly say: Say; link(path: string, token: string | null): string };
type Written = { subject: string; body: string };

export function writeAlreadySigned({ title, isEarlier = false, token }: AlreadySigned, { say, link }: Desk): Written {
  const body = isEarlier
    ? say("mail.signedEarlierBody", { title, link: link("/manage/again", token) })
    : say("mail.alreadySignedBody", { title, link: link("/manage", token) });
  return { subject: say("mail.alreadySignedSubject", { title }), body };
}

export function writeNotInvited({ title, name, contact }: NotInvited, { say }: Pick<Desk, "say">): Written {
  return {
    subject: say("mail.notInvitedSubject", { title }),
    body: say("mail.notInvitedBody", { title, name, contact }),
  };
}
