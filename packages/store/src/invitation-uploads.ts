import type { Selectable } from "kysely";
import type { Transaction } from "./engine.ts";
import type { InvitationUploadTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type UploadRow = Selectable<InvitationUploadTable>;

/** Keeps a list that was handed in, or what was chosen about it since. */
export async function putUpload({ db }: Access, upload: UploadRow): Promise<void> {
  await db
    .insertInto("invitation_upload")
    .values(upload)
    .onConflict((on) => on.columns(["statement_id", "id"]).doUpdateSet({ file_sealed: upload.file_sealed }))
    .execute();
}

export async function findUpload({ db }: Access, statementId: string, id: string): Promise<UploadRow | null> {
  const row = await db
    .selectFrom("invitation_upload")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** @returns whether there was one */
export async function deleteUpload({ db }: Access, statementId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("invitation_upload")
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Deletes those that were handed in before then. */
export async function deleteOldUploads({ db }: Access, before: number): Promise<void> {
  await db.deleteFrom("invitation_upload").where("created_at", "<", before).execute();
}
