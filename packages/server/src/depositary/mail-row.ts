import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { OutboxTable } from "@undersigned/store/schema.ts";
import type { Insertable } from "kysely";
import type { MailTemplate } from "../mail/templates.ts";
import type { Secrets } from "../secrets.ts";
import { seal } from "./seal.ts";

/**
 * A mail as it waits in the outbox: recipient and parameters sealed to their place, since they hold a mailbox and tokens.
 * @param statementId "" for mail that belongs to no statement
 * @param id unique within the statement
 * @param due when it goes out, in milliseconds since the epoch: by default at once
 */
export function mailRow(
  { sealKey }: Pick<Secrets, "sealKey">,
  statementId: string,
  id: string,
  mail: MailTemplate,
  now: number,
  due = now,
): Insertable<OutboxTable> {
  return {
    statement_id: statementId,
    id,
    template: mail.template,
    mail_sealed: seal(sealKey, encodeUtf8(JSON.stringify(mail)), "outbox", statementId, id),
    state: "waiting",
    attempts: 0,
    next_at: due,
    lease_until: 0,
    error: null,
    created_at: now,
    sent_at: null,
  };
}
