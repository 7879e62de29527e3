import { encodeHex } from "@undersigned/core/bytes.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import type { InvitationRow } from "@undersigned/store/invitations.ts";
import {
  changeInvitation,
  countMailed,
  invitationMailId,
  listDueMails,
  stopMails,
} from "@undersigned/store/invitations.ts";
import { listOptedOut } from "@undersigned/store/opt-outs.ts";
import type { OutboxTable, StatementTable } from "@undersigned/store/schema.ts";
import { findStatement } from "@undersigned/store/statements.ts";
import type { Insertable, Selectable } from "kysely";
import { makeInvitationToken } from "./invitation-tokens.ts";
import { MAILS_A_MINUTE } from "./invitations.ts";
import type { Invited } from "./invited.ts";
import { openInvited, sealInvited } from "./invited.ts";
import type { InvitingDeps } from "./inviting.ts";
import { optOutMac } from "./inviting.ts";
import { mailRow } from "./mail-row.ts";

type Deps = InvitingDeps & { readonly onMail: () => void };

const MINUTE = 60_000;
/** Milliseconds between two looks. */
export const MAILING_INTERVAL = 5_000;
/** At one look: a trickle, behind which nobody who waits for a mail to confirm waits long. */
const AT_ONCE = Math.ceil((MAILS_A_MINUTE * MAILING_INTERVAL) / MINUTE);

/**
 * Writes the next invitations and reminders of a statement: a few, and no more than so many a minute, whichever process
 * does it. Whoever wants none by now, and everybody once the statement is closed, is not written to.
 */
export async function mailInvitations(deps: Deps, statementId: string): Promise<void> {
  const { store, clock } = deps;
  const statement = await findStatement(store, statementId);
  const isOpen = statement?.state === "open" && (statement.closes_at === null || statement.closes_at > clock());
  if (!statement || !isOpen) return await stopMails(store, statementId);
  const frozen = await deps.reading.frozen(statementId, statement.version);
  if (!frozen) return;
  const initiators = frozen.manifest.initiators.map(({ name }) => name);
  const written = await store.transaction(
    async (tx) => {
      await tx.lock(`invitations:${statementId}`);
      const now = clock();
      const room = Math.min(AT_ONCE, MAILS_A_MINUTE - (await countMailed(tx, statementId, now - MINUTE)));
      if (room <= 0) return 0;
      const rows = (await listDueMails(tx, statementId, room)).map((row) => ({
        row,
        invited: openInvited(deps.secrets, row),
      }));
      const unwilling = await findUnwilling(tx, deps, statementId, rows);
      const mails: Insertable<OutboxTable>[] = [];
      for (const { row, invited } of rows) {
        if (unwilling.has(row.id)) await endWriting(tx, deps, row, invited, now);
        else mails.push(await writeMail(tx, deps, { statement, initiators, row, invited, now }));
      }
      if (mails.length > 0) await tx.insertMany("outbox", mails, { onConflict: "ignore" });
      return mails.length;
    },
    { retry: true },
  );
  if (written > 0) deps.onMail();
}

type Due = { readonly row: InvitationRow; readonly invited: Invited };

/** Ids of those that have opted out, perhaps by the mail of another statement. */
async function findUnwilling(
  tx: Transaction,
  { secrets }: Deps,
  statementId: string,
  due: readonly Due[],
): Promise<Set<string>> {
  const reachable = due.filter(({ invited }) => invited.address !== null);
  const macs = reachable.map(({ invited }) => optOutMac(secrets, invited.address?.mailbox ?? ""));
  const anywhere = await listOptedOut(tx, "", macs);
  const here = await listOptedOut(
    tx,
    statementId,
    reachable.map(({ row }) => row.mailbox_mac),
  );
  const isWilling = (at: number, row: InvitationRow) =>
    !anywhere.has(encodeHex(macs[at] ?? new Uint8Array(0))) && !here.has(encodeHex(row.mailbox_mac));
  const willing = new Set(reachable.flatMap(({ row }, at) => (isWilling(at, row) ? [row.id] : [])));
  return new Set(due.flatMap(({ row }) => (willing.has(row.id) ? [] : [row.id])));
}

/** The mailbox wants no mail at all, as it said about another statement. */
async function endWriting(
  tx: Transaction,
  { secrets }: Deps,
  row: InvitationRow,
  { name }: Invited,
  now: number,
): Promise<void> {
  await changeInvitation(tx, row, [row.state], {
    ...sealInvited(secrets, row, { name, address: null }),
    state: "opted-out",
    mail_due: null,
    changed_at: now,
  });
}

async function writeMail(
  tx: Transaction,
  { secrets }: Deps,
  {
    statement,
    initiators,
    row,
    invited,
    now,
  }: Due & {
    readonly statement: Pick<Selectable<StatementTable>, "title" | "closes_at">;
    readonly initiators: readonly string[];
    readonly now: number;
  },
): Promise<Insertable<OutboxTable>> {
  const isFirst = row.state === "waiting";
  const reminders = isFirst ? 0 : row.reminders + 1;
  await changeInvitation(tx, row, [row.state], {
    ...(isFirst ? { state: "invited" as const, changed_at: now } : {}),
    reminders,
    mail_due: null,
    mailed_at: now,
  });
  const { name, address } = invited;
  const token = makeInvitationToken(secrets.macKey, "answer", row.statement_id, row.id);
  const { title, closes_at: closes } = statement;
  const params = { title, initiators, name, contact: address?.contact, closes, reminders, token };
  const mail = { template: "invitation" as const, to: address?.mailbox ?? "", params };
  return mailRow(secrets, row.statement_id, invitationMailId(row, reminders), mail, now);
}
