import { invariant } from "@undersigned/core/errors.ts";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Transaction } from "./engine.ts";
import { HEADS } from "./log-reading.ts";
import type { Database } from "./schema.ts";

/** What was published last of a log. */
export type Publication = {
  size: number;
  root: Uint8Array;
  /** Signed note. */
  checkpoint: Uint8Array;
  /** Index of its head in the log of heads; null for the log of heads itself. */
  headIndex: number | null;
  /** Milliseconds since the epoch; of the log of heads it never goes back. */
  publishedAt: number;
};

/** A statement's log whose committed size is ahead of what was published. */
export type Unpublished = { logId: string; size: number; root: Uint8Array; previousHead: number | null };

/** At most `limit` logs that wait for a publish round, those that wait longest for nothing first: by id. */
export async function readUnpublished(db: Kysely<Database>, limit: number): Promise<Unpublished[]> {
  const rows = await db
    .selectFrom("unpublished")
    .innerJoin("log", "log.log_id", "unpublished.log_id")
    .leftJoin("publication", "publication.log_id", "unpublished.log_id")
    .select(["log.log_id", "log.size", "log.root", "publication.head_index"])
    // A log that lacks entries which were published must not be published shorter.
    .where((is) => is.or([is("publication.size", "is", null), is("log.size", ">", is.ref("publication.size"))]))
    .orderBy("log.log_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ logId: row.log_id, size: row.size, root: row.root, previousHead: row.head_index }));
}

/** Statements' logs that lack entries which were published: a restored database whose mirror lacked them too. */
export async function listBehind(db: Kysely<Database>): Promise<(Publication & { logId: string })[]> {
  const rows = await db
    .selectFrom("publication")
    .leftJoin("log", "log.log_id", "publication.log_id")
    .selectAll("publication")
    .where("publication.log_id", "!=", HEADS)
    .where((is) => is.or([is("log.size", "is", null), is("log.size", "<", is.ref("publication.size"))]))
    .orderBy("publication.log_id")
    .execute();
  return rows.map(({ log_id, head_index, published_at, size, root, checkpoint }) => {
    return { logId: log_id, size, root, checkpoint, headIndex: head_index, publishedAt: published_at };
  });
}

/** Records what a publish round signed, and takes those logs off the waiting ones unless they grew meanwhile. */
export async function recordPublications(
  tx: Transaction,
  publications: readonly (Omit<Publication, "publishedAt"> & { logId: string })[],
  now: number,
): Promise<void> {
  for (const { logId, size, root, checkpoint, headIndex } of publications) {
    const row = { size, root, checkpoint, head_index: headIndex, published_at: now };
    await tx.db
      .insertInto("publication")
      .values({ log_id: logId, ...row })
      .onConflict((conflict) => conflict.column("log_id").doUpdateSet(row))
      .execute();
    await tx.db
      .deleteFrom("unpublished")
      .where("log_id", "=", logId)
      .where("size", "<=", sql<number>`${size}`)
      .execute();
  }
}

export async function readPublication(db: Kysely<Database>, logId: string): Promise<Publication | null> {
  const row = await db
    .selectFrom("publication")
    .select(["size", "root", "checkpoint", "head_index", "published_at"])
    .where("log_id", "=", logId)
    .executeTakeFirst();
  if (!row) return null;
  const { size, root, checkpoint, head_index, published_at } = row;
  return { size, root, checkpoint, headIndex: head_index, publishedAt: published_at };
}

/** What is published of statements whose id comes after `after`, in the order of ids, at most `limit`. */
export async function listPublications(
  db: Kysely<Database>,
  after: string,
  limit: number,
): Promise<(Pick<Publication, "size" | "root"> & { logId: string })[]> {
  const rows = await db
    .selectFrom("publication")
    .select(["log_id", "size", "root"])
    .where("log_id", ">", after)
    .where("head_index", "is not", null)
    .orderBy("log_id")
    .limit(limit)
    .execute();
  return rows.map(({ log_id, size, root }) => ({ logId: log_id, size, root }));
}

/** Puts other signatures under what is published already. */
export async function replaceCheckpoints(
  tx: Transaction,
  checkpoints: readonly { readonly logId: string; readonly checkpoint: Uint8Array }[],
): Promise<void> {
  const rows = checkpoints.map(({ logId, checkpoint }) => ({ log_id: logId, checkpoint }));
  const updated = await tx.updateMany("publication", ["log_id"], rows);
  invariant(updated === rows.length, "what is published stays so");
}
