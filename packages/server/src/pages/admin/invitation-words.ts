import type { InvitationView } from "../../depositary/invitations.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { Say } from "../../words/speak.ts";

export type State = InvitationView["state"];

export const STATES = ["waiting", "invited", "opened", "deciding", "signed", "declined", "opted-out"] as const;

/** What became of an invitation, in words. */
export function stateWords(say: Say, state: State): string {
  return say(state === "opted-out" ? "adminInvitations.optedOut" : `adminInvitations.${state}`);
}

/** The page of a statement's invitations. */
export function pathOf({ id }: Pick<StatementView, "id">): string {
  return `/admin/statements/${id}/invitations`;
}
