import type { InvitationRow } from "@undersigned/store/invitations.ts";
import type { Secrets } from "../secrets.ts";
import type { InvitationView } from "./invitations.ts";
import { REMINDER_DAYS, REMINDERS } from "./invitations.ts";
import { openInvited } from "./invited.ts";

const DAY = 86_400_000;

/** An invitation as the initiator sees it, and the organisation itself. */
export function viewInvitation(secrets: Pick<Secrets, "sealKey">, row: InvitationRow): InvitationView {
  const { name, address } = openInvited(secrets, row);
  const contact = address?.contact;
  return {
    id: row.id,
    name,
    mailbox: address?.mailbox ?? "",
    ...(contact === undefined ? {} : { contact }),
    lang: row.lang,
    state: row.state,
    decidingUntil: row.deciding_until,
    reminders: row.reminders,
    mailedAt: row.mailed_at,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    remindableAt: remindableAt(row),
  };
}

function remindableAt({ state, reminders, mailed_at, mail_due, deciding_until }: InvitationRow): number | null {
  const isSilent = state === "invited" || state === "opened" || state === "deciding";
  if (!isSilent || reminders >= REMINDERS || mailed_at === null || mail_due !== null) return null;
  return Math.max(mailed_at + REMINDER_DAYS * DAY, deciding_until ?? 0);
}
