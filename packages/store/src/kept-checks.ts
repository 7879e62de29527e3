import type { Selectable } from "kysely";
import type { Transaction } from "./engine.ts";
import type { KeptCheckTable } from "./fingerprint-tables.ts";

type Access = Pick<Transaction, "db">;
export type KeptCheckRow = Selectable<KeptCheckTable>;

/** Keeps a check; one that is kept already under this id stays as it is until its time is over. */
export async function insertCheck(
  { db }: Access,
  check: Pick<KeptCheckRow, "id" | "sealed" | "made_at"> & { readonly expires_at: number },
): Promise<void> {
  const { id, ...given } = check;
  const row = { ...given, public_id: null, public_body: null, published_at: null };
  await db
    .insertInto("kept_check")
    .values({ id, ...row })
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet(row).where("kept_check.expires_at", "<=", check.made_at),
    )
    .execute();
}

export async function findCheck({ db }: Access, id: Uint8Array): Promise<KeptCheckRow | null> {
  return (await db.selectFrom("kept_check").selectAll().where("id", "=", id).executeTakeFirst()) ?? null;
}

export async function findPublicCheck({ db }: Access, publicId: string): Promise<KeptCheckRow | null> {
  const row = await db.selectFrom("kept_check").selectAll().where("public_id", "=", publicId).executeTakeFirst();
  return row ?? null;
}

/** Publishes a check that is not published yet: then it has no end. */
export async function publishCheck(
  { db }: Access,
  id: Uint8Array,
  { publicId, body, at }: { readonly publicId: string; readonly body: Uint8Array; readonly at: number },
): Promise<void> {
  await db
    .updateTable("kept_check")
    .set({ public_id: publicId, public_body: body, published_at: at, expires_at: null })
    .where("id", "=", id)
    .where("public_id", "is", null)
    .execute();
}

/** Nobody finds it by its public address any more, nor ever again: publishing it gives another. */
export async function unpublishCheck({ db }: Access, id: Uint8Array, expiresAt: number): Promise<void> {
  await db
    .updateTable("kept_check")
    .set({ public_id: null, public_body: null, published_at: null, expires_at: expiresAt })
    .where("id", "=", id)
    .where("public_id", "is not", null)
    .execute();
}

/** Deletes at most `limit` that nobody published and whose days are over. Returns how many. */
export async function purgeChecks({ db }: Access, now: number, limit: number): Promise<number> {
  const due = db.selectFrom("kept_check").select("id").where("expires_at", "<=", now).limit(limit);
  const { numDeletedRows } = await db.deleteFrom("kept_check").where("id", "in", due).executeTakeFirst();
  return Number(numDeletedRows);
}
