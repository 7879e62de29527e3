import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Transaction } from "./engine.ts";
import type { FormerConsentTable } from "./former-tables.ts";
import type { Database, SignatureTable } from "./schema.ts";
import type { SignatureRow } from "./signatures.ts";
import { readSignature } from "./signatures.ts";

/** A signature as its signatory gave it anew. */
export type Reconsent = Pick<
  SignatureTable,
  | "consent_index"
  | "capacity"
  | "named"
  | "level"
  | "version"
  | "public_digest"
  | "public_part"
  | "public_salt"
  | "private_digest"
  | "private_sealed"
>;

/**
 * Signatories consented again: what they opened before is overwritten, and of that the digests alone are kept. The caller
 * holds the lock of endings. No signature may be among them twice.
 */
export async function replaceConsents(
  tx: Transaction,
  statementId: string,
  consents: readonly { readonly before: SignatureRow; readonly after: Reconsent }[],
): Promise<void> {
  if (consents.length === 0) return;
  await tx.insertMany(
    "former_consent",
    consents.map(({ before: { consent_index, idx, public_digest, private_digest } }) => ({
      statement_id: statementId,
      consent_index,
      idx,
      public_digest,
      private_digest,
    })),
  );
  await tx.updateMany(
    "signature",
    ["statement_id", "idx"],
    consents.map(({ before, after }) => ({
      statement_id: statementId,
      idx: before.idx,
      ...after,
      stayed_version: null,
    })),
  );
}

/** The signature whose latest consent is the entry at `index`, or null. */
export async function findByConsent(
  db: Kysely<Database>,
  statementId: string,
  index: number,
): Promise<SignatureRow | null> {
  const own = await readSignature(db, statementId, index);
  if (own) return own.consent_index === index ? own : null;
  const again = await db
    .selectFrom("signature")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("consent_index", "=", index)
    .where(sql<boolean>`consent_index <> idx`)
    .executeTakeFirst();
  return again ?? null;
}

/** What is kept of a consent that was given again since; null when the entry at `index` is none. */
export async function findFormerConsent(
  db: Kysely<Database>,
  statementId: string,
  index: number,
): Promise<FormerConsentTable | null> {
  const row = await db
    .selectFrom("former_consent")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("consent_index", "=", index)
    .executeTakeFirst();
  return row ?? null;
}

/** The signatory stays with what it signed, and need not be asked about version `number`, or one before it, again. */
export async function recordStay(
  { db }: Pick<Transaction, "db">,
  statementId: string,
  index: number,
  number: number,
): Promise<void> {
  await db
    .updateTable("signature")
    .set({ stayed_version: number })
    .where("statement_id", "=", statementId)
    .where("idx", "=", index)
    .where((is) => is.or([is("stayed_version", "is", null), is("stayed_version", "<", number)]))
    .execute();
}

/** Signatures from index `start` on, standing or not, in order: those who may have to be told of a new version. */
export async function listToAsk(
  { db }: Pick<Transaction, "db">,
  statementId: string,
  start: number,
  limit: number,
): Promise<SignatureRow[]> {
  return await db
    .selectFrom("signature")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("idx", ">=", start)
    .orderBy("idx")
    .limit(limit)
    .execute();
}
