import type { Selectable } from "kysely";
import type { OpenIdFlowTable } from "./asking-tables.ts";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;
export type OpenIdFlowRow = Selectable<OpenIdFlowTable>;

/** Remembers that somebody was sent to a provider. */
export async function insertFlow(tx: Transaction, flow: Omit<OpenIdFlowRow, "used">): Promise<void> {
  await tx.insertMany("openid_flow", [{ ...flow, used: 0 }]);
}

export async function readFlow({ db }: Access, statementId: string, id: string): Promise<OpenIdFlowRow | null> {
  const row = await db
    .selectFrom("openid_flow")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** Uses one up. Of two answers at once one gets true. */
export async function useFlow({ db }: Access, statementId: string, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("openid_flow")
    .set({ used: 1 })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .where("used", "=", 0)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Deletes what expired before `before`, used or not. */
export async function deleteExpiredFlows({ db }: Access, before: number): Promise<void> {
  await db.deleteFrom("openid_flow").where("expires_at", "<", before).execute();
}
