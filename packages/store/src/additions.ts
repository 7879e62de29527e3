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
export async function listAdditions(access: Access, statementId: string): Promise<ListedAddition[]> {
  return await selectAdditions(access, statementId).orderBy("addition.entry_index").execute();
}

function selectAdditions({ db }: Access, statementId: string) {
  return db
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
    .where("addition.statement_id", "=", statementId);
}

/** Ids of statements to which something was added that not all signatories were told of. */
export async function listToTellAdditions({ db }: Access): Promise<string[]> {
  const rows = await db
    .selectFrom("addition")
    .select("statement_id")
    .distinct()
    .where("told_to", "is not", null)
    .orderBy("statement_id")
    .execute();
  return rows.map((row) => row.statement_id);
}

/** The first addition that not all signatories were told of, with the place to go on from. */
export async function findAdditionToTell(
  access: Access,
  statementId: string,
): Promise<(ListedAddition & { readonly told_to: number | null }) | null> {
  const row = await selectAdditions(access, statementId)
    .select("addition.told_to")
    .where("addition.told_to", "is not", null)
    .orderBy("addition.entry_index")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Signatures below `to` were told of this addition, or all where it is null. Returns false when somebody else went on from `from`. */
export async function advanceAdditionTold(
  { db }: Access,
  { statementId, index, from, to }: { statementId: string; index: number; from: number; to: number | null },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("addition")
    .set({ told_to: to })
    .where("statement_id", "=", statementId)
    .where("entry_index", "=", index)
    .where("told_to", "=", from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A document that an addition of this kind names. */
export async function findDocument(
  { db }: Access,
  statementId: string,
  sha256: string,
  act: AdditionTable["act"],
): Promise<DocumentRow | null> {
  const row = await db
    .selectFrom("document")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("sha256", "=", sha256)
    .where((is) =>
      is.exists(
        is
          .selectFrom("addition")
          .select("entry_index")
          .where("statement_id", "=", statementId)
          .where("sha256", "=", sha256)
          .where("act", "=", act),
      ),
    )
    .executeTakeFirst();
  return row ?? null;
}
