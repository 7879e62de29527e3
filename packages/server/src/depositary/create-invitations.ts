import { RefusedError } from "@undersigned/core/errors.ts";
import type { InvitationRow, InvitationState } from "@undersigned/store/invitations.ts";
import {
  countInvitations,
  deleteInvitation,
  findInvitation,
  listInvitations,
  listInvitationsOf,
  wantReminders,
} from "@undersigned/store/invitations.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import { findStatement } from "@undersigned/store/statements.ts";
import { recordAccountAct } from "./account-acts.ts";
import { createAnswers } from "./answering-invitations.ts";
import { mailboxMac } from "./identity-mac.ts";
import { createInvitationLists } from "./invitation-lists.ts";
import { viewInvitation } from "./invitation-views.ts";
import type { Invitations } from "./invitations.ts";
import { REMINDER_DAYS, REMINDERS } from "./invitations.ts";
import type { InvitingDeps } from "./inviting.ts";
import { checkCount, invite, refuseInviting } from "./inviting.ts";
import { refuseCursor } from "./signatories.ts";
import type { Statements } from "./statements.ts";

type Deps = InvitingDeps & { readonly statements: Pick<Statements, "find"> };

const DAY = 86_400_000;
const DEFAULT_LIMIT = 50;
const GREATEST_LIMIT = 200;
const STATES = ["waiting", "invited", "opened", "deciding", "signed", "declined", "opted-out"] as const;

/** Invites, follows what becomes of it, and takes the answers. The mails themselves are written by a job. */
export function createInvitations(deps: Deps): Invitations {
  const { store, secrets, clock } = deps;

  async function find(idOrSlug: string): Promise<StatementRow> {
    const row = await findStatement(store, idOrSlug);
    if (!row) throw new RefusedError("not_found", "There is no such statement here.");
    return row;
  }

  async function listRows(statementId: string, query: Query, limit: number): Promise<InvitationRow[]> {
    const { state, mailbox, cursor = "" } = query;
    if (mailbox === undefined)
      return await listInvitations(store, statementId, { state, after: readCursor(cursor), limit });
    const rows = await listInvitationsOf(store, statementId, [mailboxMac(secrets, statementId, mailbox)]);
    return rows.filter((row) => state === undefined || row.state === state);
  }

  return {
    async invite(idOrSlug, given, by) {
      const statement = await find(idOrSlug);
      refuseInviting(statement, clock());
      checkCount(given.length);
      return await invite(deps, statement, given, by);
    },
    async list(idOrSlug, query) {
      const { id } = await find(idOrSlug);
      const asked = Math.min(Math.max(1, query.limit ?? DEFAULT_LIMIT), GREATEST_LIMIT);
      const rows = await listRows(id, query, asked + 1);
      const items = rows.slice(0, asked).map((row) => viewInvitation(secrets, row));
      const counts = await countInvitations(store, id);
      return {
        items,
        next: rows.length > asked ? (items.at(-1)?.id ?? null) : null,
        counts: Object.fromEntries(STATES.map((state) => [state, counts[state] ?? 0])) as Record<
          InvitationState,
          number
        >,
      };
    },
    async find(idOrSlug, id) {
      const row = await findInvitation(store, (await find(idOrSlug)).id, id);
      return row && viewInvitation(secrets, row);
    },
    async remind(idOrSlug, ids, by) {
      const statement = await find(idOrSlug);
      refuseInviting(statement, clock());
      const now = clock();
      const mailedBefore = now - REMINDER_DAYS * DAY;
      return await store.transaction(async (tx) => {
        const count = await wantReminders(tx, statement.id, { ids, most: REMINDERS, mailedBefore, now });
        const told = { by, subject: statement.title, count };
        if (count > 0) await recordAccountAct(tx, "organisations-reminded", told, now);
        return count;
      });
    },
    async withdraw(idOrSlug, id, by) {
      const statement = await find(idOrSlug);
      const isThere = await store.transaction(async (tx) => {
        const isDeleted = await deleteInvitation(tx, statement.id, id);
        if (isDeleted) await recordAccountAct(tx, "invitation-withdrawn", { by, subject: statement.title }, clock());
        return isDeleted;
      });
      if (!isThere) throw new RefusedError("not_found", "There is no such invitation: it may have been taken back.");
    },
    lists: createInvitationLists({ ...deps, find }),
    ...createAnswers(deps),
  };
}

type Query = Parameters<Invitations["list"]>[1];

function readCursor(cursor: string): string {
  if (cursor !== "" && !/^[a-z2-7]{21}$/.test(cursor)) throw refuseCursor();
  return cursor;
}
