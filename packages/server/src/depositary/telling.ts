import { MalformedError } from "@undersigned/core/errors.ts";
import { listToAsk } from "@undersigned/store/consents.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import type { OutboxTable } from "@undersigned/store/schema.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import type { Insertable } from "kysely";
import type { MailTemplate } from "../mail/templates.ts";
import { mailRow } from "./mail-row.ts";
import { openPrivateHalf } from "./openings.ts";
import type { SigningDeps } from "./signing-deps.ts";

/** Something that signatories of a statement are told, each by one mail. */
export type Telling = {
  readonly statementId: string;
  /** Signatures with an index below this were told. */
  readonly from: number;
  /** Signatures from this index on need not be told; null where there is no such. */
  readonly end: number | null;
  /** What the mails' ids end with: by them a mail is forgotten together with the signature, and there is one of it. */
  readonly name: string;
  /** The mail to a signatory who stands, whose mailbox is `to`; null when this one need not be told. */
  write(row: SignatureRow, to: string): Promise<MailTemplate | null>;
  /** Notes that it goes on from `to`, or that all are told. False when somebody else went on from `from`. */
  advance(tx: Transaction, to: number | null): Promise<boolean>;
};

type Deps = Pick<SigningDeps, "store" | "secrets" | "clock"> & { readonly onMail: () => void };

/** Signatures looked at in one transaction. */
const BATCH = 250;

/**
 * Writes to the next signatories who stand and can be written to. Mails and the place to go on from are one transaction:
 * whatever stops it, nobody is written to twice, and nobody is left out.
 * @returns whether there are more
 */
export async function tellSome(deps: Deps, telling: Telling): Promise<boolean> {
  const { store } = deps;
  const { statementId, from, end } = telling;
  const list = async (access: Pick<Transaction, "db">) => await listToAsk(access, statementId, from, BATCH);
  const rows = await list(store);
  const last = rows.at(-1)?.idx ?? 0;
  const to = rows.length < BATCH || (end !== null && last >= end) ? null : last + 1;
  const written = await writeMails(deps, telling, rows);
  const told = await store.transaction(
    async (tx) => {
      // A mail to somebody who is just being forgotten must not be written after all of theirs was deleted.
      await lockEndings(tx, statementId);
      // Signatures that came meanwhile are nobody's to tell: what they signed was there already.
      const now = await list(tx);
      if (!(await telling.advance(tx, to))) return { more: false, count: 0 };
      const mails = now.flatMap((row) => {
        const mail = written.get(row.idx);
        return mail && isAsBefore(mail.row, row) ? [mail.outbox] : [];
      });
      if (mails.length > 0) await tx.insertMany("outbox", mails, { onConflict: "ignore" });
      return { more: to !== null, count: mails.length };
    },
    { retry: true },
  );
  if (told.count > 0) deps.onMail();
  return told.more;
}

type Written = { readonly row: SignatureRow; readonly outbox: Insertable<OutboxTable> };

/** The mails, before the transaction: they take reading and sealing. */
async function writeMails(
  { secrets, clock }: Deps,
  { statementId, name, write, end }: Telling,
  rows: readonly SignatureRow[],
): Promise<Map<number, Written>> {
  const mails = new Map<number, Written>();
  for (const row of rows) {
    if (row.status !== "standing" || (end !== null && row.idx >= end)) continue;
    const to = mailboxOf(secrets, row);
    const mail = to === undefined ? null : await write(row, to);
    if (mail === null) continue;
    const id = `${statementId}.${row.idx}~${name}`;
    mails.set(row.idx, { row, outbox: mailRow(secrets, statementId, id, mail, clock()) });
  }
  return mails;
}

/** Whoever ended the signature, signed again or decided meanwhile need not be told. */
function isAsBefore(before: SignatureRow, now: SignatureRow): boolean {
  return (
    now.status === before.status &&
    now.consent_index === before.consent_index &&
    now.stayed_version === before.stayed_version &&
    now.private_sealed !== null
  );
}

function mailboxOf(secrets: SigningDeps["secrets"], row: SignatureRow): string | undefined {
  try {
    return openPrivateHalf(secrets, row)?.part.mailbox;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return undefined;
  }
}
