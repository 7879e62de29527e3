import { createHmac, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { openWriter } from "@undersigned/store/sqlite/connection.ts";
import { storeOver } from "@undersigned/store/sqlite/open.ts";
import { serve } from "@undersigned/store/sqlite/serve.ts";
import type { Writer } from "@undersigned/store/sqlite/writer.ts";
import { startWriter } from "@undersigned/store/sqlite/writer.ts";
import type { Store, Transaction } from "@undersigned/store/store.ts";
import { openStore } from "@undersigned/store/store.ts";

/**
 * The writer of SQLite in a thread of its own, against the same writer in the server's thread: signatures committed per
 * second in batches, while the server's thread has its own work for each, and how long its event loop stood still.
 * `node bench/sqlite-worker.ts`; the result stands in docs/decisions/001-sqlite-worker.md.
 */

const SECONDS = 3;

function writerInProcess(file: string): Writer {
  const connection = openWriter(file);
  return {
    request: async (request) => serve(connection, request),
    close: async () => void serve(connection, { kind: "close" }),
    terminate: async () => connection.close(),
  };
}

/** What the server does for one signature besides storing it: sealing, MACs, parsing. About 60 microseconds. */
function ownWork(): void {
  const data = Buffer.alloc(512);
  for (let i = 0; i < 12; i += 1) createHmac("sha256", "key").update(data).digest();
}

async function commitBatch(tx: Transaction, first: number, count: number): Promise<void> {
  const indices = Array.from({ length: count }, (_, i) => first + i);
  await tx.insertMany(
    "entry",
    indices.map((idx) => ({ log_id: "bench", idx, bytes: randomBytes(280) })),
  );
  await tx.insertMany(
    "signature",
    indices.map((idx) => ({
      statement_id: "bench",
      idx,
      kind: "person" as const,
      capacity: "personal" as const,
      consent_index: idx,
      named: 1,
      level: 1,
      version: "d".repeat(64),
      status: "standing" as const,
      reason: null,
      identity_mac: randomBytes(32),
      pending_id: `bench.${idx}`,
      ended_index: null,
      public_digest: randomBytes(32),
      public_part: '{"date":"2026-11-20","lang":"en","name":"Maria Garcia","place":"Madrid"}',
      public_salt: randomBytes(32),
      private_digest: randomBytes(32),
      private_sealed: randomBytes(400),
      signed_at: 1_800_000_000_000,
    })),
  );
}

async function measure(store: Store, batch: number): Promise<{ perSecond: number; p99: number; longest: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  let done = 0;
  let committing: Promise<void> = Promise.resolve();
  while (performance.now() - start < SECONDS * 1000) {
    // The next batch is prepared while the last one is committed, as requests come in meanwhile.
    for (let i = 0; i < batch; i += 1) {
      ownWork();
      if (i % 20 === 19) await new Promise((resolve) => setImmediate(resolve));
    }
    await committing;
    await new Promise((resolve) => setImmediate(resolve));
    const first = done;
    done += batch;
    committing = store.transaction((tx) => commitBatch(tx, first, batch));
  }
  await committing;
  const seconds = (performance.now() - start) / 1000;
  delay.disable();
  return { perSecond: done / seconds, p99: delay.percentile(99) / 1e6, longest: delay.max / 1e6 };
}

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "undersigned-bench-"));
  console.log("| batch | writer | signatures per second | event loop, p99 ms | event loop, longest ms |");
  console.log("|---:|---|---:|---:|---:|");
  for (const batch of [1, 20, 200, 1000]) {
    for (const mode of ["worker thread", "in process"]) {
      const file = join(dir, `${batch}-${mode}.db`);
      await (await openStore({ file })).close();
      const store = storeOver(file, mode === "in process" ? writerInProcess(file) : await startWriter(file));
      const { perSecond, p99, longest } = await measure(store, batch);
      await store.close();
      console.log(`| ${batch} | ${mode} | ${perSecond.toFixed(0)} | ${p99.toFixed(1)} | ${longest.toFixed(1)} |`);
    }
  }
  rmSync(dir, { recursive: true });
}

await main();
