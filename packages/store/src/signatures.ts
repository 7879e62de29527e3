import { parseManifest } from "@undersigned/core/statement/manifest.ts";
import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import { lockEndings } from "./ending-lock.ts";
import type { Engine, Store, Transaction } from "./engine.ts";
import { inBytes, inIntegers } from "./list.ts";
import { deleteObservations } from "./observations.ts";
import type { Database, SignatureTable } from "./schema.ts";

const DAY = 86_400_000;

export type SignatureRow = Selectable<SignatureTable>;

export async function readSignature(
  db: Kysely<Database>,
  statementId: string,
  index: number,
): Promise<SignatureRow | null> {
  const row = await db
    .selectFrom("signature")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("idx", "=", index)
    .executeTakeFirst();
  return row ?? null;
}

/** Many at once, by one query. */
export async function readManySignatures(
  { db, engine }: Pick<Transaction, "db" | "engine">,
  statementId: string,
  indices: readonly number[],
): Promise<SignatureRow[]> {
  if (indices.length === 0) return [];
  return await db
    .selectFrom("signature")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where(inIntegers(engine, "idx", indices))
    .execute();
}

/** Which of these identities have a standing signature: hexadecimal MAC to index. */
export async function findIdentities(
  db: Kysely<Database>,
  engine: Engine,
  statementId: string,
  identityMacs: readonly Uint8Array[],
): Promise<Map<string, number>> {
  if (identityMacs.length === 0) return new Map();
  const rows = await db
    .selectFrom("signature")
    .select(["identity_mac", "idx"])
    .where("statement_id", "=", statementId)
    .where(inBytes(engine, "identity_mac", identityMacs))
    .execute();
  return new Map(rows.map((row) => [Buffer.from(row.identity_mac ?? []).toString("hex"), row.idx]));
}

export type ListedSignature = Pick<
  SignatureRow,
  "idx" | "kind" | "capacity" | "level" | "version" | "public_part" | "signed_at"
>;

/** Named, standing signatures whose names are there, after index `after`, in the order of signing, at most `limit`. */
export async function listNamed(
  db: Kysely<Database>,
  statementId: string,
  query: { kind?: "organisation" | "person" | undefined; leastLevel?: number; after: number; limit: number },
): Promise<ListedSignature[]> {
  const kinds = query.kind ? [query.kind] : (["organisation", "person"] as const);
  // Each kind by itself follows the partial index; the two together are merged here.
  const lists = await Promise.all(
    kinds.map((kind) =>
      db
        .selectFrom("signature")
        .select(["idx", "kind", "capacity", "level", "version", "public_part", "signed_at"])
        .where("statement_id", "=", statementId)
        .where("kind", "=", kind)
        .where(sql<boolean>`named = 1 and status = 'standing'`)
        .where("public_part", "is not", null)
        .where("idx", ">", query.after)
        .$if(query.leastLevel !== undefined, (of) => of.where("level", ">=", query.leastLevel ?? 0))
        .orderBy("idx")
        .limit(query.limit)
        .execute(),
    ),
  );
  return lists
    .flat()
    .sort((a, b) => a.idx - b.idx)
    .slice(0, query.limit);
}

/** The named, standing signatures among these indices, in order. */
export async function listNamedAmong(
  db: Kysely<Database>,
  engine: Engine,
  statementId: string,
  indices: readonly number[],
): Promise<ListedSignature[]> {
  return await db
    .selectFrom("signature")
    .select(["idx", "kind", "capacity", "level", "version", "public_part", "signed_at"])
    .where("statement_id", "=", statementId)
    .where(inIntegers(engine, "idx", indices))
    .where(sql<boolean>`named = 1 and status = 'standing'`)
    .orderBy("idx")
    .execute();
}

export type PublicOpeningRow = {
  consent_index: number;
  public_part: string;
  public_salt: Uint8Array;
  private_digest: Uint8Array;
};

/**
 * What may be opened to everybody among the entries `start` to `end` (exclusive), in order: the latest consents of named
 * organisations that stand.
 */
export async function listPublicOpenings(
  db: Kysely<Database>,
  statementId: string,
  start: number,
  end: number,
): Promise<PublicOpeningRow[]> {
  const standing = db
    .selectFrom("signature")
    .select(["consent_index", "public_part", "public_salt", "private_digest"])
    .where("statement_id", "=", statementId)
    .where("kind", "=", "organisation")
    .where(sql<boolean>`named = 1 and status = 'standing'`);
  // Each of the two follows an index of its own.
  const once = standing.whereRef("consent_index", "=", "idx").where("idx", ">=", start).where("idx", "<", end);
  const again = standing
    .where(sql<boolean>`consent_index <> idx`)
    .where("consent_index", ">=", start)
    .where("consent_index", "<", end);
  const rows = [...(await once.execute()), ...(await again.execute())];
  return rows
    .flatMap(({ public_part, public_salt, ...rest }) =>
      public_part === null || public_salt === null ? [] : [{ ...rest, public_part, public_salt }],
    )
    .sort((a, b) => a.consent_index - b.consent_index);
}

/** What opens the signature at `index` to everybody while the list shows it: it is named, and stands. */
export async function findPublicOpening(
  db: Kysely<Database>,
  statementId: string,
  index: number,
): Promise<PublicOpeningRow | null> {
  const row = await db
    .selectFrom("signature")
    .select(["consent_index", "public_part", "public_salt", "private_digest"])
    .where("statement_id", "=", statementId)
    .where("idx", "=", index)
    .where(sql<boolean>`named = 1 and status = 'standing'`)
    .executeTakeFirst();
  const { public_part = null, public_salt = null } = row ?? {};
  return row === undefined || public_part === null || public_salt === null
    ? null
    : { ...row, public_part, public_salt };
}

/** Named signatures at or after `start` with what the search index takes of them, in order; for the indexer. */
export async function listForIndex(
  db: Kysely<Database>,
  statementId: string,
  start: number,
  limit: number,
): Promise<{ idx: number; named: number; status: string; public_part: string | null }[]> {
  return await db
    .selectFrom("signature")
    .select(["idx", "named", "status", "public_part"])
    .where("statement_id", "=", statementId)
    .where("idx", ">=", start)
    .orderBy("idx")
    .limit(limit)
    .execute();
}

/**
 * Closed statements whose promise to delete mailboxes has come due. The days are part of each version's terms; all
 * versions of a statement are held to the shortest.
 */
export async function listMailboxesDue(store: Store, now: number): Promise<string[]> {
  const closed = await store.db
    .selectFrom("statement")
    .select(["id", "closed_at"])
    .where("state", "=", "closed")
    .where("mailboxes_kept", "=", 1)
    .execute();
  const due: string[] = [];
  for (const { id, closed_at } of closed) {
    const versions = await store.db.selectFrom("version").select("manifest").where("statement_id", "=", id).execute();
    const days = versions.map((row) => parseManifest(row.manifest).terms.retention.mailboxDays);
    if (closed_at !== null && closed_at + Math.min(...days) * DAY <= now) due.push(id);
  }
  return due;
}

/** What was observed of those who are counted without a name was never shown, and goes with their private openings. */
async function deleteUnnamedObservations(
  tx: Transaction,
  statementId: string,
  from: number,
  to: number,
): Promise<void> {
  const unnamed = await tx.db
    .selectFrom("signature")
    .select("idx")
    .where("statement_id", "=", statementId)
    .where("idx", ">=", from)
    .where("idx", "<=", to)
    .where("named", "=", 0)
    .execute();
  await deleteObservations(
    tx,
    statementId,
    unnamed.map(({ idx }) => String(idx)),
  );
}

/**
 * Destroys the private openings, and with them the mailboxes, of the signatures of a statement from index `start` on, at
 * most `limit` of them, and all that asks or writes for them. What the list shows and the log proves stays.
 * @returns the index to go on at, or null when all are done
 */
export async function forgetMailboxes(
  store: Store,
  statementId: string,
  start: number,
  limit: number,
): Promise<number | null> {
  return await store.transaction(async (tx) => {
    // A mail to a mailbox that was read before must be there to be deleted.
    await lockEndings(tx, statementId);
    const rows = await tx.db
      .selectFrom("signature")
      .select("idx")
      .where("statement_id", "=", statementId)
      .where("idx", ">=", start)
      .orderBy("idx")
      .limit(limit)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) {
      await tx.db.deleteFrom("pending").where("statement_id", "=", statementId).execute();
      await tx.db.deleteFrom("outbox").where("statement_id", "=", statementId).execute();
      await tx.db.deleteFrom("asking").where("statement_id", "=", statementId).execute();
      await tx.db.deleteFrom("invitation").where("statement_id", "=", statementId).execute();
      await tx.db.updateTable("statement").set({ mailboxes_kept: 0 }).where("id", "=", statementId).execute();
      return null;
    }
    await deleteUnnamedObservations(tx, statementId, start, last.idx);
    await tx.db
      .updateTable("signature")
      .set({ private_sealed: null, identity_mac: null })
      .where("statement_id", "=", statementId)
      .where("idx", ">=", start)
      .where("idx", "<=", last.idx)
      .execute();
    return last.idx + 1;
  });
}
