import { equalBytes } from "@undersigned/core/bytes.ts";
import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Edge } from "@undersigned/core/log/append.ts";
import { restoreEdge, rootOfEdge } from "@undersigned/core/log/append.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { formatTile, TILE_WIDTH } from "@undersigned/core/log/tile.ts";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** The id under which the log of heads is kept, beside the statements' own. */
export const HEADS = "heads";

/** What is committed of a log. `state` is the replay state of a statement's log, JSON, and "" for the log of heads. */
export type LogRow = { size: number; root: Uint8Array; state: string };

export async function readLog(db: Kysely<Database>, logId: string): Promise<LogRow | null> {
  const row = await db
    .selectFrom("log")
    .select(["size", "root", "state"])
    .where("log_id", "=", logId)
    .executeTakeFirst();
  return row ?? null;
}

/** The bytes of entries `start` (from 0) to `end` (exclusive), in order; fewer where the log is shorter. */
export async function readEntries(
  db: Kysely<Database>,
  logId: string,
  start: number,
  end: number,
): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom("entry")
    .select("bytes")
    .where("log_id", "=", logId)
    .where("idx", ">=", start)
    .where("idx", "<", end)
    .orderBy("idx")
    .execute();
  return rows.map((row) => row.bytes);
}

/** A full tile, 8,192 bytes, or null. */
async function readFullTile(
  db: Kysely<Database>,
  logId: string,
  level: number,
  index: number,
): Promise<Uint8Array | null> {
  const row = await db
    .selectFrom("tile")
    .select("hashes")
    .where("log_id", "=", logId)
    .where("level", "=", level)
    .where("idx", "=", index)
    .executeTakeFirst();
  return row?.hashes ?? null;
}

/**
 * The first `width` hashes of a tile, `width` * 32 bytes. Full tiles are stored; partial ones are computed, from the
 * entries at level 0 and from the roots of the full tiles below it above.
 * @throws UndersignedError `unavailable` when the rows that it needs are not there
 */
export async function readTile(
  db: Kysely<Database>,
  logId: string,
  level: number,
  index: number,
  width: number,
): Promise<Uint8Array> {
  const full = await readFullTile(db, logId, level, index);
  if (full) return full.subarray(0, width * 32);
  const start = index * TILE_WIDTH;
  const hashes =
    level === 0
      ? (await readEntries(db, logId, start, start + width)).map(hashLeaf)
      : await readTileRoots(db, logId, level - 1, start, start + width);
  if (hashes.length !== width) {
    throw new UndersignedError(
      "unavailable",
      `The database lacks ${width - hashes.length} hashes of tile ${level}/${index} of log ${logId}: restore it from a backup`,
    );
  }
  return formatTile(hashes);
}

async function readTileRoots(
  db: Kysely<Database>,
  logId: string,
  level: number,
  start: number,
  end: number,
): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom("tile")
    .select("root")
    .where("log_id", "=", logId)
    .where("level", "=", level)
    .where("idx", ">=", start)
    .where("idx", "<", end)
    .orderBy("idx")
    .execute();
  return rows.map((row) => row.root);
}

/**
 * The edge of a log as committed, so that it can be appended to.
 * @throws UndersignedError `unavailable` when what is stored does not give the root that was committed
 */
export async function readEdge(db: Kysely<Database>, logId: string, log: LogRow): Promise<Edge> {
  // One after another: within a transaction there is one connection, and it takes one query at a time.
  let last: Promise<unknown> = Promise.resolve();
  const edge = await restoreEdge(log.size, (level, index, width) => {
    const tile = last.then(() => readTile(db, logId, level, index, width));
    last = tile;
    return tile;
  });
  if (!equalBytes(rootOfEdge(edge), log.root)) {
    throw new UndersignedError(
      "unavailable",
      `The stored entries of log ${logId} do not give its committed root: the database is damaged, restore it from a backup`,
    );
  }
  return edge;
}
