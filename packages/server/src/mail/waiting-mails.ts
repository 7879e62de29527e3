import { EVIDENCE_PATH } from "../depositary/waiting.ts";
import type { Say } from "../words/speak.ts";

/** Why a signature waits no more: its time is over, the statement closed, its text changed, or the initiator did not let it in. */
export type WaitingEnd = "time" | "closed" | "text" | "refused";

export type Waits = { title: string; until: number; token: string | null };
export type WaitedInVain = { title: string; why: WaitingEnd; reason: string | null };

const ENDS = {
  time: "mail.waitingEndedTime",
  closed: "mail.waitingEndedClosed",
  text: "mail.waitingEndedText",
  refused: "mail.waitingEndedRefused",
} as const;

type Desk = { readonly say: Say; link(path: string, token: string | null): string };
type Written = { subject: string; body: string };

export function writeWaiting({ title, until, token }: Waits, { say, link }: Desk): Written {
  const body = say("mail.waitingBody", { title, until: say.moment(until), link: link(EVIDENCE_PATH, token) });
  return { subject: say("mail.waitingSubject", { title }), body };
}

export function writeWaitingEnded({ title, why, reason }: WaitedInVain, { say }: Pick<Desk, "say">): Written {
  const added = reason === null ? "" : ` ${say("mail.waitingReason", { reason })}`;
  const body = say("mail.waitingEndedBody", { title, why: `${say(ENDS[why])}${added}` });
  return { subject: say("mail.waitingEndedSubject", { title }), body };
}
