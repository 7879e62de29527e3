import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import { findByMailbox, insertRequest } from "@undersigned/store/pending.ts";
import type { OutboxTable } from "@undersigned/store/schema.ts";
import type { Insertable } from "kysely";
import { tokenForSigner } from "./former-representatives.ts";
import { mailboxMac } from "./identity-mac.ts";
import { mailRow } from "./mail-row.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { furtherMailId, makePendingToken } from "./signing-tokens.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { Submitting } from "./submitting.ts";

type Deps = SigningDeps & { readonly reading: StatementReading; readonly submitting: Submitting };

/** How long a request counts towards what its mailbox may cause, in milliseconds; then it is deleted. */
const DAY = 86_400_000;

/**
 * Mails the links to a mailbox's own signatures. Whoever signed nothing is treated alike in all that shows outside: the
 * answer, the limit, and a row written in one transaction.
 */
export async function mailManageLinks(deps: Deps, statementId: string, mailbox: string): Promise<void> {
  const { store, secrets, clock } = deps;
  const statement = await deps.reading.row(statementId);
  if (!statement || statement.state === "draft")
    throw new RefusedError("not_found", "There is no such statement here.");
  const { id, title } = statement;
  const mac = mailboxMac(secrets, id, mailbox);
  await store.transaction(async (tx) => {
    // One after another, or many at once would all find the limit not reached.
    await tx.lock(`mailbox:${encodeHex(mac)}`);
    const now = clock();
    await deps.submitting.checkMailLimit(tx, id, mac);
    const requestId = makePendingToken(secrets.macKey, id, now).pendingId;
    await insertRequest(tx, id, { id: requestId, mailboxMac: mac, now, until: now + DAY });
    await lockEndings(tx, id);
    const mails: Insertable<OutboxTable>[] = [];
    for (const index of await findByMailbox(tx.db, id, mac)) {
      const token = await tokenForSigner(tx, secrets, { statementId: id, index, mailbox });
      if (token === null) continue;
      const mail = { template: "manage-link", to: mailbox, params: { title, token } } as const;
      mails.push(mailRow(secrets, id, furtherMailId(id, index), mail, now));
    }
    if (mails.length > 0) await tx.insertMany("outbox", mails);
  });
}
