import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { OutboxRow } from "@undersigned/store/outbox.ts";
import { listMails, retryMail } from "@undersigned/store/outbox.ts";
import type { MailTemplate } from "../mail/templates.ts";
import { renderMail } from "../mail/templates.ts";
import type { Secrets } from "../secrets.ts";
import type { Identity } from "./identity.ts";
import type { Mail, Outbox } from "./outbox.ts";
import { unseal } from "./seal.ts";
import { refuseCursor } from "./signatories.ts";

const DEFAULT_LIMIT = 50;
const GREATEST_LIMIT = 500;
/** A statement's id (none for an administrator's mail) and the mail's own, as they stand in the public id of a mail. */
const MAIL_ID = /^([a-z2-7]{0,16})~(.{1,80})$/;

type Deps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly identity: () => Pick<Identity, "baseUrl" | "origin">;
  readonly clock: () => number;
  /** Mail waits again. */
  readonly onMail: () => void;
};

export function createOutbox(deps: Deps): Outbox {
  return {
    async list({ cursor, limit = DEFAULT_LIMIT }) {
      const asked = Math.min(Math.max(1, limit), GREATEST_LIMIT);
      const rows = await listMails(deps.store, cursor === undefined ? null : readCursor(cursor), asked + 1);
      const page = rows.slice(0, asked);
      const last = page.at(-1);
      const next = rows.length > asked && last ? `${last.created_at}.${last.id}` : null;
      return { items: page.map((row) => viewMail(deps, row)), next };
    },
    async retry(id) {
      const [, statementId, mailId] = MAIL_ID.exec(id) ?? [];
      const found =
        statementId !== undefined &&
        mailId !== undefined &&
        (await retryMail(deps.store, statementId, mailId, deps.clock()));
      if (!found)
        throw new RefusedError("not_found", "There is no such mail waiting or failed: it may have been sent.");
      deps.onMail();
    },
  };
}

function viewMail({ secrets, identity }: Deps, row: OutboxRow): Mail {
  const mail = row.mail_sealed && openMail(secrets, row.statement_id, row.id, row.mail_sealed);
  const rendered = mail && renderMail(mail, identity());
  return {
    id: `${row.statement_id}~${row.id}`,
    to: mail?.to ?? "",
    subject: rendered?.subject ?? "",
    text: rendered?.text ?? "",
    links: [...(rendered?.links ?? [])],
    state: row.state,
    attempts: row.attempts,
    error: row.error,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}

/** What `mailRow` sealed. @throws MalformedError when it was changed or moved, or the key is another */
export function openMail(
  { sealKey }: Pick<Secrets, "sealKey">,
  statementId: string,
  id: string,
  sealed: Uint8Array,
): MailTemplate {
  return JSON.parse(decodeUtf8(unseal(sealKey, sealed, "outbox", statementId, id)));
}

function readCursor(cursor: string): { createdAt: number; id: string } {
  const [, createdAt, id] = /^(\d{1,15})\.(.{1,80})$/.exec(cursor) ?? [];
  if (createdAt === undefined || id === undefined) throw refuseCursor();
  return { createdAt: Number(createdAt), id };
}
