import type { Store } from "@undersigned/store/engine.ts";
import { listToMail } from "@undersigned/store/invitations.ts";
import { MAILING_INTERVAL, mailInvitations } from "../depositary/mailing-invitations.ts";
import type { RecurringJob } from "./runner.ts";

/** Writes invitations and reminders, a few at a time. */
export function mailingInvitationsJob(
  deps: Parameters<typeof mailInvitations>[0] & { readonly store: Store },
): RecurringJob {
  return {
    kind: "mail-invitations",
    every: MAILING_INTERVAL,
    async run(isStopping) {
      for (const id of await listToMail(deps.store)) if (!isStopping()) await mailInvitations(deps, id);
    },
  };
}
