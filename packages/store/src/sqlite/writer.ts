import { Worker } from "node:worker_threads";
import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Outcome } from "./connection.ts";
import type { WriterMessage, WriterReply, WriterRequest } from "./writer-protocol.ts";
import { OPENED, SqliteError } from "./writer-protocol.ts";

/** The writer thread as the rest of the store sees it. */
export type Writer = {
  /** @throws SqliteError when SQLite refuses; UndersignedError `unavailable` when the thread is gone */
  request(request: WriterRequest): Promise<Outcome>;
  /** Checkpoints, closes the file and ends the thread. */
  close(): Promise<void>;
  /** Ends the thread where it is, as a crash would. */
  terminate(): Promise<void>;
};

type Waiting = { resolve(outcome: Outcome): void; reject(error: Error): void };

/**
 * Where the writer thread's code is. The one rule: from source it is worker.ts beside this file; in the published
 * package everything is bundled into dist/undersigned.js, and the build puts the worker's own bundle beside it as
 * dist/sqlite-worker.js.
 */
function workerUrl(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./sqlite-worker.js", import.meta.url);
}

/** Starts the thread and opens the file in it. */
export async function startWriter(file: string): Promise<Writer> {
  // No flags of the main thread: some (--eval's) keep a thread from starting, and it needs none.
  const worker = new Worker(workerUrl(), { workerData: { file }, name: "sqlite writer", execArgv: [] });
  const waiting = new Map<number, Waiting>();
  let lastId = OPENED;
  let gone: Error | null = null;

  function abandon(cause: unknown): void {
    gone ??= new UndersignedError("unavailable", "The database writer has stopped: restart the server", { cause });
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  }
  worker.on("error", abandon);
  worker.on("messageerror", abandon);
  const exited = new Promise<void>((resolve) => {
    worker.on("exit", (status) => {
      abandon(new Error(`the writer thread ended with status ${status}`));
      resolve();
    });
  });
  worker.on("message", (reply: WriterReply) => {
    const waiter = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ("failure" in reply) waiter?.reject(new SqliteError(reply.failure));
    else waiter?.resolve(reply.outcome);
  });

  function request(request: WriterRequest): Promise<Outcome> {
    if (gone !== null) return Promise.reject(gone);
    return new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      const message: WriterMessage = { id: lastId, request };
      worker.postMessage(
        message,
        request.kind === "many" ? [request.rows.bytes.buffer, request.rows.spans.buffer] : [],
      );
    });
  }

  await new Promise<Outcome>((resolve, reject) => waiting.set(OPENED, { resolve, reject }));
  return {
    request,
    async close() {
      if (gone === null) await request({ kind: "close" });
      await exited;
    },
    async terminate() {
      await worker.terminate();
      await exited;
    },
  };
}
