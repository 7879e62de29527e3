import { MalformedError } from "@undersigned/core/errors.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import { listToAsk } from "@undersigned/store/consents.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import type { OutboxTable } from "@undersigned/store/schema.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import { advanceTold, findStatement } from "@undersigned/store/statements.ts";
import type { Insertable } from "kysely";
import { mailRow } from "./mail-row.ts";
import { openPrivateHalf } from "./openings.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { makeManageToken } from "./signing-tokens.ts";
import type { Versions } from "./versions.ts";

type Deps = SigningDeps & { readonly versions: Versions; readonly onMail: () => void };

/** Signatures looked at in one transaction. */
const BATCH = 250;

/**
 * Writes one mail to each of the next signatories who signed an earlier version, stand, and can be written to. Mails and the
 * place to go on from are one transaction: whatever stops it, nobody is written to twice, and nobody is left out.
 * @returns whether there are more
 */
export async function tellSome(deps: Deps, statementId: string): Promise<boolean> {
  const { store } = deps;
  const statement = await findStatement(store, statementId);
  if (statement?.state !== "open" || statement.told_to === null) return false;
  const { version, told_to: from } = statement;
  const rows = await listToAsk(store, statementId, from, BATCH);
  const to = rows.length < BATCH ? null : (rows.at(-1)?.idx ?? 0) + 1;
  const mails = await writeMails(deps, statement, rows);
  const told = await store.transaction(
    async (tx) => {
      // A mail to somebody who is just being forgotten must not be written after all of theirs was deleted.
      await lockEndings(tx, statementId);
      // Signatures that came meanwhile name the open version: they are nobody's to tell.
      const now = await listToAsk(tx, statementId, from, BATCH);
      if (!(await advanceTold(tx, { id: statementId, version, from, to }))) return { more: false, count: 0 };
      const still = now.flatMap((row) => {
        const mail = mails.get(row.idx);
        return mail && isAsBefore(mail.row, row) ? [mail.outbox] : [];
      });
      if (still.length > 0) await tx.insertMany("outbox", still, { onConflict: "ignore" });
      return { more: to !== null, count: still.length };
    },
    { retry: true },
  );
  if (told.count > 0) deps.onMail();
  return told.more;
}

type Written = { readonly row: SignatureRow; readonly outbox: Insertable<OutboxTable> };

/** The mails, before the transaction: they take reading and sealing. */
async function writeMails(
  { secrets, versions, clock }: Deps,
  { id, title, version }: StatementRow,
  rows: readonly SignatureRow[],
): Promise<Map<number, Written>> {
  const known = new Map((await versions.list(id)).map((one) => [one.digest, one]));
  const mails = new Map<number, Written>();
  for (const row of rows) {
    const signed = known.get(row.version);
    const stays = row.stayed_version !== null && row.stayed_version >= version;
    if (row.status !== "standing" || !signed || signed.number >= version || stays) continue;
    const to = mailboxOf(secrets, row);
    if (to === undefined) continue;
    const { lang }: Partial<PublicPart> = JSON.parse(row.public_part ?? "{}");
    const changes = await versions.changes(id, signed.number, version, lang);
    const token = makeManageToken(secrets.macKey, id, row.idx);
    const params = { title, signed: signed.openedAt, changes: changes?.count ?? 0, token };
    const mail = { template: "new-version" as const, to, params };
    mails.set(row.idx, { row, outbox: mailRow(secrets, id, newVersionMailId(id, row.idx, version), mail, clock()) });
  }
  return mails;
}

/** By it the mail is forgotten together with the signature, and there is one of it for each version. */
function newVersionMailId(statementId: string, index: number, version: number): string {
  return `${statementId}.${index}~version.${version}`;
}

/** Whoever ended the signature, signed again or decided meanwhile need not be asked. */
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
