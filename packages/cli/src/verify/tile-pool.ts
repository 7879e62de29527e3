import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { RefusedError } from "@undersigned/core/errors.ts";
import { entriesFile, openingsFile } from "@undersigned/core/verify/bundle.ts";
import type { TileReading } from "@undersigned/core/verify/tile-queue.ts";
import { readTilesHere } from "@undersigned/core/verify/tile-queue.ts";
import type { TileJob, TileReport } from "@undersigned/core/verify/tile-report.ts";
import type { OpenArchive } from "../open-archive.ts";
import type { TileReply, TileRequest } from "./tile-messages.ts";
import { READY } from "./tile-messages.ts";

/** Reads tiles in several threads. */
export type TilePool = TileReading & {
  /** Ends the threads. */
  close(): Promise<void>;
};

/** More threads than this wait for the disk and for the one that replays. */
const MOST_THREADS = 8;
/** Bundles of fewer files are read sooner than threads start. */
const WORTH_FILES = 64;
/** Tiles of one request: enough that sending it costs nothing beside reading them. */
const BATCH = 16;

type Task = {
  readonly request: TileRequest;
  resolve(reports: readonly TileReport[]): void;
  reject(error: Error): void;
};

/**
 * Where the threads' code is: from source it is tile-thread.ts beside this file; in the published package everything is
 * bundled into dist/undersigned.js, and the build puts the threads' own bundle beside it as dist/tile-thread.js.
 */
function threadUrl(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./tile-thread.ts" : "./tile-thread.js", import.meta.url);
}

/** How many threads are worth starting for a bundle; 1 is the one that there is already. */
export function countThreads(archive: OpenArchive): number {
  return archive.names().length < WORTH_FILES ? 1 : Math.min(MOST_THREADS, availableParallelism());
}

/**
 * Starts threads that read tiles out of `archive`. Where none can be started, this thread reads them all the same; one that
 * ends while it works makes reading fail, since then nobody knows why.
 * @param url of the threads' code
 */
export function startTilePool(archive: OpenArchive, threads: number, url: URL = threadUrl()): TilePool {
  const workers = new Set<Worker>();
  const idle: Worker[] = [];
  const waiting: Task[] = [];
  const busy = new Map<Worker, Task>();
  const here = readTilesHere(archive);
  let lastId = 0;
  let broken: Error | null = null;

  function assign(): void {
    while (waiting.length > 0 && idle.length > 0) {
      const [worker, task] = [idle.pop() as Worker, waiting.shift() as Task];
      busy.set(worker, task);
      worker.postMessage(task.request);
    }
    if (workers.size > 0) return;
    // No thread could be started.
    for (const { request, resolve, reject } of waiting.splice(0)) {
      here.read(request.tiles.map(({ job }) => job)).then(resolve, reject);
    }
  }

  function listen(worker: Worker, message: typeof READY | TileReply): void {
    const task = busy.get(worker);
    busy.delete(worker);
    if (message !== READY) {
      if ("reports" in message) task?.resolve(message.reports);
      else task?.reject(describeError(message.error));
    }
    idle.push(worker);
    assign();
  }

  /** A thread that was ready and ends takes the whole check with it; one that never was is done without. */
  function lose(worker: Worker, wasReady: boolean, cause: unknown): void {
    if (!workers.delete(worker)) return;
    if (wasReady) {
      broken ??= new RefusedError("unavailable", THREAD_ENDED, { cause });
      for (const { reject } of [...busy.values(), ...waiting.splice(0)]) reject(broken);
      busy.clear();
    }
    assign();
  }

  function start(): void {
    // No flags of the main thread: some (--eval's) keep a thread from starting, and it needs none.
    const worker = new Worker(url, { workerData: { fd: archive.fd }, name: "tile reader", execArgv: [] });
    let ready = false;
    workers.add(worker);
    worker.on("message", (message: typeof READY | TileReply) => {
      ready = true;
      listen(worker, message);
    });
    worker.on("error", (error) => lose(worker, ready, error));
    worker.on("messageerror", (error) => lose(worker, true, error));
    worker.on("exit", (status) => lose(worker, ready, new Error(`a thread ended with status ${status}`)));
  }

  for (let i = 0; i < threads; i++) start();
  return {
    batch: BATCH,
    // One in work and one waiting for each.
    atOnce: 2 * threads,
    read(jobs) {
      if (broken !== null) return Promise.reject(broken);
      return new Promise((resolve, reject) => {
        lastId += 1;
        waiting.push({ request: makeRequest(archive, lastId, jobs), resolve, reject });
        assign();
      });
    },
    async close() {
      const all = [...workers];
      workers.clear();
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}

const THREAD_ENDED =
  "The check was not finished: a part of this program stopped, perhaps for want of memory. This says nothing about the " +
  "bundle. Close other programs and run it again.";

function makeRequest(archive: OpenArchive, id: number, jobs: readonly TileJob[]): TileRequest {
  const tiles = jobs.map((job) => {
    const names = [entriesFile(job.index, job.size), ...(job.opened ? [openingsFile(job.index, job.size)] : [])];
    return { job, files: names.flatMap((name) => archive.find(name) ?? []) };
  });
  return { id, tiles };
}

function describeError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
