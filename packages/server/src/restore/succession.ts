import { rename } from "node:fs/promises";
import { join } from "node:path";
import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { emptyEdge } from "@undersigned/core/log/append.ts";
import { formatIdentityAct } from "@undersigned/core/log/identity-act.ts";
import { parseOrigin } from "@undersigned/core/log/origin.ts";
import { formatEntry, parseEntry } from "@undersigned/core/signature/entry.ts";
import { step } from "@undersigned/core/signature/replay.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import { HEADS, readEdge, readEntries, readLog } from "@undersigned/store/log-reading.ts";
import { appendEntries } from "@undersigned/store/sequence.ts";
import { setSetting } from "@undersigned/store/settings.ts";
import { syncFolder } from "../depositary/durable-file.ts";

export type Succession = {
  /** Origin of the log of heads that ends, and of the one that begins. */
  readonly from: string;
  readonly to: string;
  /** How the one that ends was last published, whether or not this database has all of it. */
  readonly ended: { readonly size: number; readonly root: Uint8Array };
};

/** A statement's log that goes on under another origin; `size` entries were taken along. */
export type Succeeded = { readonly statement: string; readonly size: number };

/**
 * Continues every log under another origin: each statement's keeps all its entries and says, by `succeed`, which log they
 * are (spec/entry.md, "Succession"); the log of heads begins anew. Nothing may be running on the database. Doing it again
 * after a crash completes it. The building block of every move: who moves keeps the old log of heads elsewhere first, since
 * here it is deleted.
 * @throws RefusedError `invalid_field` when `to` is no host, or the same
 */
export async function succeedAll(
  store: Store,
  { from, to, ended }: Succession,
  { dryRun, now }: { readonly dryRun: boolean; readonly now: number },
): Promise<Succeeded[]> {
  if (parseOrigin(to).statement !== null || to === from) {
    throw new RefusedError(
      "invalid_field",
      `A successor needs a host name of its own, and ${to} is not one: ${from} ends.`,
    );
  }
  const logs = await store.db
    .selectFrom("log")
    .select("log_id")
    .where("log_id", "!=", HEADS)
    .orderBy("log_id")
    .execute();
  const succeeded: Succeeded[] = [];
  for (const { log_id } of logs) succeeded.push(await succeedOne(store, log_id, from, dryRun));
  if (!dryRun) await store.transaction((tx) => beginHeads(tx, { from, to, ended }, now));
  return succeeded;
}

async function succeedOne(store: Store, statementId: string, from: string, dryRun: boolean): Promise<Succeeded> {
  const origin = `${from}/s/${statementId}`;
  return await store.transaction(async (tx) => {
    await tx.lock(`log:${statementId}`);
    const log = await readLog(tx.db, statementId);
    if (log === null) throw new Error("invariant: a log does not vanish");
    const [last] = await readEntries(tx.db, statementId, log.size - 1, log.size);
    const ended = last && parseEntry(last);
    if (ended?.act === "succeed" && ended.origin === origin) return { statement: statementId, size: ended.size };
    const { size } = log;
    if (dryRun) return { statement: statementId, size };
    const entry = { act: "succeed" as const, origin, size, root: encodeHex(log.root) };
    const { statement } = step(JSON.parse(log.state), null, entry, size);
    const edge = await readEdge(tx.db, statementId, log);
    const state = JSON.stringify(statement);
    await appendEntries(tx, { logId: statementId, before: log, edge, entries: [formatEntry(entry)], state });
    return { statement: statementId, size };
  });
}

/**
 * What was published under the old origin is no longer published here: the new log of heads begins by naming the old one
 * (spec/log.md, "Acts of the depositary"), and the next round publishes everything under the new origin.
 */
async function beginHeads(tx: Transaction, { from, to, ended }: Succession, now: number): Promise<void> {
  await tx.lock(`log:${HEADS}`);
  for (const table of ["entry", "tile", "log"] as const)
    await tx.db.deleteFrom(table).where("log_id", "=", HEADS).execute();
  for (const table of ["publication", "cosignature", "cosigned", "witness"] as const)
    await tx.db.deleteFrom(table).execute();
  const { size } = ended;
  if (size > 0) {
    const act = {
      act: "succeed" as const,
      origin: from,
      size,
      root: encodeHex(ended.root),
      time: Math.floor(now / 1000),
    };
    const entries = [formatIdentityAct(act)];
    await appendEntries(tx, { logId: HEADS, before: null, edge: emptyEdge(), entries, state: "" });
  }
  await setSetting(tx, "origin", to);
}

/** The old log's anchor is kept, under the old name: it is none of the new log's. */
export async function retireAnchor(dataDir: string, from: string): Promise<void> {
  const retired = join(dataDir, `anchor.${from.replaceAll(":", "_")}`);
  try {
    await rename(join(dataDir, "anchor"), retired);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  }
  await syncFolder(dataDir);
}
