import type { Selectable } from "kysely";
import type { Transaction } from "./engine.ts";
import type { TextTable, VersionTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type VersionRow = Selectable<VersionTable>;
export type TextRow = Selectable<TextTable>;

/** A version with its texts, for ever. */
export async function insertVersion(
  tx: Transaction,
  version: VersionRow,
  texts: readonly Omit<TextRow, "statement_id" | "version">[],
): Promise<void> {
  const { statement_id, number } = version;
  await tx.db.insertInto("version").values(version).execute();
  await tx.insertMany(
    "text",
    texts.map((text) => ({ ...text, statement_id, version: number })),
  );
}

export async function findVersion({ db }: Access, statementId: string, number: number): Promise<VersionRow | null> {
  const row = await db
    .selectFrom("version")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("number", "=", number)
    .executeTakeFirst();
  return row ?? null;
}

/** Versions of a statement without their words, oldest first. */
export type VersionListing = Pick<VersionRow, "number" | "digest" | "opened_at" | "opened_index">;

export async function listVersionNumbers({ db }: Access, statementId: string): Promise<VersionListing[]> {
  return db
    .selectFrom("version")
    .select(["number", "digest", "opened_at", "opened_index"])
    .where("statement_id", "=", statementId)
    .orderBy("number")
    .execute();
}

/** All versions of a statement, oldest first. */
export async function listVersions({ db }: Access, statementId: string): Promise<VersionRow[]> {
  return db.selectFrom("version").selectAll().where("statement_id", "=", statementId).orderBy("number").execute();
}

/** All texts of a version with their bytes, in the order in which the initiator gave them. */
export async function listTexts({ db }: Access, statementId: string, version: number): Promise<TextRow[]> {
  return db
    .selectFrom("text")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("version", "=", version)
    .orderBy("position")
    .execute();
}

export async function findText(
  { db }: Access,
  statementId: string,
  version: number,
  lang: string,
): Promise<TextRow | null> {
  const row = await db
    .selectFrom("text")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("version", "=", version)
    .where("lang", "=", lang)
    .executeTakeFirst();
  return row ?? null;
}

/** When each version of a statement was opened for signature, oldest first; in milliseconds since the epoch. */
export async function listOpenings(
  { db }: Access,
  statementId: string,
): Promise<{ number: number; openedAt: number }[]> {
  const rows = await db
    .selectFrom("version")
    .select(["number", "opened_at"])
    .where("statement_id", "=", statementId)
    .orderBy("number")
    .execute();
  return rows.map(({ number, opened_at }) => ({ number, openedAt: opened_at }));
}
