import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { encodeHex } from "../packages/core/src/bytes.ts";
import { formatEntry } from "../packages/core/src/signature/entry.ts";
import { step } from "../packages/core/src/signature/replay.ts";
import type { StatementState } from "../packages/core/src/signature/statement-state.ts";
import { foldWords } from "../packages/server/src/depositary/fold-words.ts";
import { makeCommitment } from "../packages/server/src/depositary/openings.ts";
import { loadSecrets } from "../packages/server/src/secrets.ts";
import { readEdge, readLog } from "../packages/store/src/log-reading.ts";
import { appendEntries } from "../packages/store/src/sequence.ts";
import { insertWords } from "../packages/store/src/signatory-words.ts";
import type { Store } from "../packages/store/src/store.ts";
import { openStore } from "../packages/store/src/store.ts";

export type Fill = {
  readonly store: Parameters<typeof openStore>[0];
  readonly dataDir: string;
  readonly statementId: string;
  readonly version: string;
  /** Entries that the log is brought to. */
  readonly size: number;
};

const BATCH = 5_000;
/** One in so many shows its name; their words are in the search index. */
const NAMED = 4;
const NAMES = ["Amber", "Basil", "Clover", "Dahlia", "Elder", "Fern", "Ginger", "Hazel", "Iris", "Juniper"];

/** Signatures as the product makes them, written many at a time: real entries, commitments, openings, tiles and words. */
export async function fillStatement({ store: options, dataDir, statementId, version, size }: Fill): Promise<void> {
  const store = await openStore(options);
  const { sealKey } = loadSecrets(dataDir);
  try {
    for (let filled = false; !filled; ) filled = await fillBatch(store, { sealKey, statementId, version, size });
    if (store.engine === "postgres") {
      // What a server that grew by and by has behind it: statistics, and no vacuum or checkpoint that is overdue.
      await sql`vacuum analyze`.execute(store.db);
      await sql`checkpoint`.execute(store.db);
    }
  } finally {
    await store.close();
  }
}

type Batch = { sealKey: Uint8Array; statementId: string; version: string; size: number };

async function fillBatch(store: Store, { sealKey, statementId, version, size }: Batch): Promise<boolean> {
  return await store.transaction(async (tx) => {
    const log = await readLog(tx.db, statementId);
    if (log === null || log.size >= size) return true;
    let state: StatementState = JSON.parse(log.state);
    const entries: Uint8Array[] = [];
    const rows: Parameters<typeof tx.insertMany<"signature">>[1][number][] = [];
    const words: { index: number; words: string[] }[] = [];
    for (let i = log.size; i < Math.min(size, log.size + BATCH); i++) {
      const named = i % NAMED === 0;
      const made = makeSignature({ i, named, version, sealKey, statementId });
      state = step(state, null, made.entry, i).statement;
      entries.push(formatEntry(made.entry));
      rows.push(made.row);
      if (named) words.push({ index: i, words: foldWords(made.name) });
    }
    await appendEntries(tx, {
      logId: statementId,
      before: log,
      edge: await readEdge(tx.db, statementId, log),
      entries,
      state: JSON.stringify(state),
    });
    await tx.insertMany("signature", rows);
    await insertWords(tx, statementId, words);
    await tx.db.updateTable("statement").set({ indexed_to: state.size }).where("id", "=", statementId).execute();
    return state.size >= size;
  });
}

type Made = { i: number; named: boolean; version: string; sealKey: Uint8Array; statementId: string };

function makeSignature({ i, named, version, sealKey, statementId }: Made) {
  const kind = i % 40 === 0 ? ("organisation" as const) : ("person" as const);
  const capacity = kind === "person" ? ("personal" as const) : ("institutional" as const);
  const name = `${NAMES[i % 10]} ${NAMES[Math.floor(i / 10) % 10]} ${i}`;
  const now = Date.now();
  const pendingId = `${statementId}.filled${i}`;
  const input = {
    kind,
    capacity,
    named,
    name,
    mailbox: `filled-${i}@bench.example`,
    consent: true,
    lang: "en",
    version,
  };
  const made = makeCommitment(
    { input, notice: "0".repeat(64), age: 16, consentedAt: now, asks: { level: 1, vouch: false, review: false } },
    { sealKey, statementId, pendingId },
    { now, salts: randomBytes(64) },
  );
  const commitment = encodeHex(made.commitment);
  const entry = { act: "sign", version, kind, capacity, level: 1, named, commitment } as const;
  const row = {
    statement_id: statementId,
    idx: i,
    consent_index: i,
    kind,
    capacity,
    named: named ? 1 : 0,
    level: 1,
    version,
    status: "standing" as const,
    reason: null,
    identity_mac: randomBytes(32),
    pending_id: pendingId,
    ended_index: null,
    signed_at: now,
    ...made.columns,
  };
  return { name, entry, row };
}
