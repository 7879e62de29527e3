import type { Kysely } from "kysely";
import type { Engine } from "./engine.ts";
import { inIntegers } from "./list.ts";
import type { Database, SignatureTable } from "./schema.ts";

export type SignatureListRow = Pick<
  SignatureTable,
  | "idx"
  | "kind"
  | "capacity"
  | "named"
  | "level"
  | "version"
  | "status"
  | "reason"
  | "ended_index"
  | "public_part"
  | "signed_at"
  | "forget_at"
>;

/** Indices that a page of the list looks at: most hold a signature, but a kind may be rare among them. */
const REACH = 5_000;

const COLUMNS = [
  "idx",
  "kind",
  "capacity",
  "named",
  "level",
  "version",
  "status",
  "reason",
  "ended_index",
  "public_part",
  "signed_at",
  "forget_at",
] as const;

/**
 * All signatures after index `after`, whatever became of them, in the order of signing, at most `limit`. Its work is bounded:
 * a page may hold fewer, even none, and still have a `next`.
 * @param size of the statement's log: no index is higher
 */
export async function listAllSignatures(
  db: Kysely<Database>,
  statementId: string,
  query: { kind?: "organisation" | "person" | undefined; after: number; limit: number; size: number },
): Promise<{ rows: SignatureListRow[]; next: number | null }> {
  const horizon = query.after + REACH;
  let select = db
    .selectFrom("signature")
    .select(COLUMNS)
    .where("statement_id", "=", statementId)
    .where("idx", ">", query.after)
    .where("idx", "<=", horizon);
  if (query.kind !== undefined) select = select.where("kind", "=", query.kind);
  const found = await select
    .orderBy("idx")
    .limit(query.limit + 1)
    .execute();
  const rows = found.slice(0, query.limit);
  if (found.length > query.limit) return { rows, next: rows.at(-1)?.idx ?? null };
  return { rows, next: horizon < query.size - 1 ? horizon : null };
}

/** The signatures among these indices, in order. */
export async function listSignaturesAmong(
  db: Kysely<Database>,
  engine: Engine,
  statementId: string,
  indices: readonly number[],
): Promise<SignatureListRow[]> {
  return await db
    .selectFrom("signature")
    .select(COLUMNS)
    .where("statement_id", "=", statementId)
    .where(inIntegers(engine, "idx", indices))
    .orderBy("idx")
    .execute();
}
