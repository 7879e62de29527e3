import type { Insertable, Selectable } from "kysely";
import type { Transaction } from "./engine.ts";
import type { AdditionTable, DocumentTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type DocumentRow = Selectable<DocumentTable>;

/** An addition with its entry in the log, which says the rest, and what is known of its document. */
export type ListedAddition = Pick<
  Selectable<AdditionTable>,
  "entry_index" | "act" | "version" | "sha256" | "added_at"
> & {
  /** Of the entry. */
  readonly bytes: Uint8Array;
  /** Null where there is no document, or it was lost with a database. */
  readonly format: DocumentRow["format"] | null;
  readonly size: number | null;
};

/** Keeps an addition, in the transaction that appends its entry. A document that is there already stays as it is. */
export async function insertAddition(
  tx: Transaction,
  addition: Insertable<AdditionTable>,
  document: Insertable<DocumentTable> | null,
): Promise<void> {
  if (document !== null) await tx.insertMany("document", [document], { onConflict: "ignore" });
  await tx.insertMany("addition", [addition]);
}

/** All additions to a statement, in the order of the log. */
export async function listAdditions({ db }: Access, statementId: string): Promise<ListedAddition[]> {
  return await db
    .selectFrom("addition")
    .innerJoin("entry", (on) =>
      on.onRef("entry.log_id", "=", "addition.statement_id").onRef("entry.idx", "=", "addition.entry_index"),
    )
    .leftJoin("document", (on) =>
      on.onRef("document.statement_id", "=", "addition.statement_id").onRef("document.sha256", "=", "addition.sha256"),
    )
    .select([
      "addition.entry_index",
      "addition.act",
      "addition.version",
      "addition.sha256",
      "addition.added_at",
      "entry.bytes",
      "document.format",
      "document.size",
    ])
    .where("addition.statement_id", "=", statementId)
    .orderBy("addition.entry_index")
    .execute();
}

export async function findDocument({ db }: Access, statementId: string, sha256: string): Promise<DocumentRow | null> {
  const row = await db
    .selectFrom("document")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("sha256", "=", sha256)
    .executeTakeFirst();
  return row ?? null;
}
