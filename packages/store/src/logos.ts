import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Store, Transaction } from "./engine.ts";
import { inIntegers } from "./list.ts";
import type { LogoTable } from "./organisation-tables.ts";

type Access = Pick<Store, "db" | "engine">;

/** A logo without its bytes. */
export type LogoRow = Pick<Selectable<LogoTable>, "idx" | "sha256" | "width" | "height">;

/** Keeps the logo of a signature in the place of an earlier one. */
export async function putLogo(tx: Transaction, logo: Selectable<LogoTable>): Promise<void> {
  await deleteLogos(tx, logo.statement_id, [logo.idx]);
  await tx.db.insertInto("logo").values(logo).execute();
}

export async function deleteLogos(tx: Access, statementId: string, indices: readonly number[]): Promise<void> {
  if (indices.length === 0) return;
  await tx.db
    .deleteFrom("logo")
    .where("statement_id", "=", statementId)
    .where(inIntegers(tx.engine, "idx", indices))
    .execute();
}

/** The logos of these signatures, by one query. */
export async function listLogos(
  { db, engine }: Access,
  statementId: string,
  indices: readonly number[],
): Promise<LogoRow[]> {
  if (indices.length === 0) return [];
  return await db
    .selectFrom("logo")
    .select(["idx", "sha256", "width", "height"])
    .where("statement_id", "=", statementId)
    .where(inIntegers(engine, "idx", indices))
    .execute();
}

/** The bytes of a logo that stands on the list: its signature is named, and stands. */
export async function readLogo(
  { db }: Pick<Access, "db">,
  statementId: string,
  sha256: string,
): Promise<Uint8Array | null> {
  const row = await db
    .selectFrom("logo")
    .innerJoin("signature", (join) =>
      join.onRef("signature.statement_id", "=", "logo.statement_id").onRef("signature.idx", "=", "logo.idx"),
    )
    .select("logo.png")
    .where("logo.statement_id", "=", statementId)
    .where("logo.sha256", "=", sha256)
    .where(sql<boolean>`named = 1 and status = 'standing'`)
    .limit(1)
    .executeTakeFirst();
  return row?.png ?? null;
}
