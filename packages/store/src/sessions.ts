import type { Selectable } from "kysely";
import type { AdministratorRow } from "./administrators.ts";
import type { Transaction } from "./engine.ts";
import type { SessionTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type SessionRow = Selectable<SessionTable>;

export async function insertSession({ db }: Access, row: SessionRow): Promise<void> {
  await db.insertInto("session").values(row).execute();
}

/** The session of a token with its administrator; null when there is none or it has expired. */
export async function findSession(
  { db }: Access,
  tokenHash: Uint8Array,
  now: number,
): Promise<{ session: SessionRow; administrator: AdministratorRow } | null> {
  const session = await db
    .selectFrom("session")
    .selectAll()
    .where("token_hash", "=", tokenHash)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  if (session === undefined) return null;
  const administrator = await db
    .selectFrom("administrator")
    .selectAll()
    .where("id", "=", session.administrator_id)
    .executeTakeFirst();
  return administrator === undefined ? null : { session, administrator };
}

/** A session that is in use lasts longer. */
export async function extendSession({ db }: Access, tokenHash: Uint8Array, expiresAt: number): Promise<void> {
  await db.updateTable("session").set({ expires_at: expiresAt }).where("token_hash", "=", tokenHash).execute();
}

export async function deleteSession({ db }: Access, tokenHash: Uint8Array): Promise<void> {
  await db.deleteFrom("session").where("token_hash", "=", tokenHash).execute();
}

/** Signs an administrator out everywhere. */
export async function deleteSessionsOf({ db }: Access, administratorId: string): Promise<void> {
  await db.deleteFrom("session").where("administrator_id", "=", administratorId).execute();
}

/** Returns how many had expired. */
export async function deleteExpiredSessions({ db }: Access, now: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("session").where("expires_at", "<=", now).executeTakeFirst();
  return Number(numDeletedRows);
}
