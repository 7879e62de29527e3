import { deleteAccountActs } from "@undersigned/store/account-acts.ts";
import { deleteExpiredInvitations } from "@undersigned/store/account-invitations.ts";
import { purgeAskings } from "@undersigned/store/askings.ts";
import { purgeDisputes } from "@undersigned/store/disputes.ts";
import { forgetRemoved } from "@undersigned/store/endings.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { deleteExpiredKeys } from "@undersigned/store/idempotency.ts";
import { deleteOldUploads } from "@undersigned/store/invitation-uploads.ts";
import { deleteInvitation, listInvitationsToDelete } from "@undersigned/store/invitations.ts";
import { purgeChecks } from "@undersigned/store/kept-checks.ts";
import { deleteExpiredFlows } from "@undersigned/store/openid-flows.ts";
import { purgeFarewells, purgeMails } from "@undersigned/store/outbox.ts";
import { deleteExpiredChallenges } from "@undersigned/store/passkeys.ts";
import { purgeExpired } from "@undersigned/store/pending.ts";
import { deleteExpiredRates } from "@undersigned/store/rates.ts";
import { deleteIdleRepresentatives } from "@undersigned/store/representatives.ts";
import { deleteExpiredSessions } from "@undersigned/store/sessions.ts";
import { forgetMailboxes, listMailboxesDue } from "@undersigned/store/signatures.ts";
import { deleteExpiredTextImports } from "@undersigned/store/text-imports.ts";
import { INVITATION_DAYS } from "../depositary/invitations.ts";
import type { RecurringJob } from "./runner.ts";

type Deps = {
  readonly store: Store;
  readonly clock: () => number;
  /** How long it is kept who did what with accounts and sessions; acts on statements belong to the log, and stay. */
  readonly trailDays?: number | undefined;
};

const MINUTE = 60_000;
const DAY = 86_400_000;
const BATCH = 500;
/** No pending signature lives longer than 90 days, so no token in a mail this old opens anything but a manage page. */
const MAILS_KEPT = 90 * DAY;
/** Where there is no mail server: time enough for an administrator to pass on that a signature ended. */
const FAREWELLS_KEPT = 7 * DAY;
/** A list of organisations that was handed in, and never sent. */
const LISTS_KEPT = DAY;

/** Deletes what a date was promised for: unconfirmed signatures, mailboxes after closing, mails, sessions and counters. */
export function retentionJobs({ store, clock, trailDays = 365 }: Deps): RecurringJob[] {
  return [
    {
      kind: "purge-unconfirmed",
      every: MINUTE,
      async run(isStopping) {
        await untilFew(isStopping, () => purgeExpired(store, clock(), BATCH));
        await untilFew(isStopping, () => purgeAskings(store, clock(), BATCH));
      },
    },
    {
      kind: "purge-mailboxes",
      every: 10 * MINUTE,
      async run(isStopping) {
        for (const statementId of await listMailboxesDue(store, clock())) {
          await forgetAllMailboxes(store, statementId, isStopping);
        }
      },
    },
    {
      kind: "purge-invitations",
      every: 10 * MINUTE,
      async run(isStopping) {
        await deleteOldUploads(store, clock() - LISTS_KEPT);
        await untilFew(isStopping, () => deleteSomeInvitations(store, clock() - INVITATION_DAYS * DAY));
      },
    },
    {
      kind: "purge-rest",
      every: 10 * MINUTE,
      async run(isStopping) {
        await untilFew(isStopping, () => purgeChecks(store, clock(), BATCH));
        await untilFew(isStopping, () => purgeDisputes(store, clock(), BATCH));
        await untilFew(isStopping, () => forgetRemoved(store, clock(), BATCH));
        await purgeFarewells(store, clock() - FAREWELLS_KEPT);
        await untilFew(isStopping, () => purgeMails(store, clock() - MAILS_KEPT, BATCH));
        await deleteExpiredSessions(store, clock());
        await deleteIdleRepresentatives(store);
        await deleteExpiredTextImports(store, clock());
        await deleteExpiredInvitations(store, clock());
        await deleteExpiredChallenges(store, clock());
        await deleteAccountActs(store, clock() - trailDays * DAY);
        await deleteExpiredFlows(store, clock() - DAY);
        await deleteExpiredKeys(store, clock());
        await deleteExpiredRates(store, clock());
        if (store.engine === "sqlite") await store.sweep();
      },
    },
  ];
}

async function forgetAllMailboxes(store: Store, statementId: string, isStopping: () => boolean): Promise<void> {
  let next: number | null = 0;
  while (next !== null && !isStopping()) next = await forgetMailboxes(store, statementId, next, BATCH);
}

/** Of statements that closed before then. */
async function deleteSomeInvitations(store: Store, closedBefore: number): Promise<number> {
  const due = await listInvitationsToDelete(store, closedBefore, BATCH);
  // Another job may be deleting some of them with all that asks for their statement.
  await store.transaction(
    async (tx) => {
      for (const { statement_id, id } of due) await deleteInvitation(tx, statement_id, id);
    },
    { retry: true },
  );
  return due.length;
}

/** Small transactions, one after another, until there is little left. */
async function untilFew(isStopping: () => boolean, work: () => Promise<number>): Promise<void> {
  while (!isStopping() && (await work()) >= BATCH) await new Promise((resolve) => setImmediate(resolve));
}
