import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { FormerRepresentativeTable } from "./account-tables.ts";
import type { Store, Transaction } from "./engine.ts";
import { HAS_DOMAIN, signatureDomain } from "./organisations.ts";
import type { SignatureRow } from "./signatures.ts";

type Access = Pick<Transaction, "db">;
export type FormerRepresentativeRow = Selectable<FormerRepresentativeTable>;
export type OwnSignature = Pick<SignatureRow, "statement_id" | "idx" | "level" | "status" | "signed_at"> & {
  /** Of its statement. */
  readonly title: string;
};

/** What an organisation signed from its own domain, on whichever statement, newest first; what ended is not among it. */
export async function listOwnSignatures(
  { db, engine }: Pick<Store, "db" | "engine">,
  domain: string,
  limit: number,
): Promise<OwnSignature[]> {
  return await db
    .selectFrom("signature")
    .innerJoin("statement", "statement.id", "signature.statement_id")
    .select(["statement_id", "idx", "level", "status", "signed_at", "statement.title"])
    .where(sql<boolean>`${signatureDomain(engine)} = ${domain}`)
    .where(HAS_DOMAIN)
    .orderBy("signed_at", "desc")
    .orderBy("statement_id", "desc")
    .orderBy("idx", "desc")
    .limit(limit)
    .execute();
}

/** How often the links of a signature were replaced: only those made since then open it. */
export async function readGeneration({ db }: Access, statementId: string, index: number): Promise<number> {
  const row = await db
    .selectFrom("manage_reset")
    .select("generation")
    .where("statement_id", "=", statementId)
    .where("idx", "=", index)
    .executeTakeFirst();
  return row?.generation ?? 0;
}

/** From now on no link to this signature that was mailed before opens it. */
export async function replaceLinks({ db }: Access, statementId: string, index: number): Promise<void> {
  await db
    .insertInto("manage_reset")
    .values({ statement_id: statementId, idx: index, generation: 1 })
    .onConflict((conflict) =>
      conflict.columns(["statement_id", "idx"]).doUpdateSet({ generation: sql`manage_reset.generation + 1` }),
    )
    .execute();
}

export async function putFormerRepresentative({ db }: Access, row: FormerRepresentativeRow): Promise<void> {
  await db
    .insertInto("former_representative")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function isFormerRepresentative({ db }: Access, domain: string, mailboxMac: Uint8Array): Promise<boolean> {
  const row = await db
    .selectFrom("former_representative")
    .select("domain")
    .where("domain", "=", domain)
    .where("mailbox_mac", "=", mailboxMac)
    .executeTakeFirst();
  return row !== undefined;
}

/** Of one domain, or of all. */
export async function listFormerRepresentatives(
  { db }: Access,
  domain: string | null,
): Promise<FormerRepresentativeRow[]> {
  let query = db.selectFrom("former_representative").selectAll();
  if (domain !== null) query = query.where("domain", "=", domain);
  return await query.orderBy("domain").orderBy("revoked_at").execute();
}

/** Returns whether there was one. */
export async function deleteFormerRepresentative(
  { db }: Access,
  domain: string,
  mailboxMac: Uint8Array,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("former_representative")
    .where("domain", "=", domain)
    .where("mailbox_mac", "=", mailboxMac)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Representatives' accounts are made by signing in, and go when they are signed out everywhere and have no passkey. */
export async function deleteIdleRepresentatives({ db }: Access): Promise<void> {
  await db
    .deleteFrom("account")
    .where("role", "=", "representative")
    .where("id", "not in", (from) => from.selectFrom("session").select("account_id"))
    .where("id", "not in", (from) => from.selectFrom("passkey").select("account_id"))
    .execute();
}
