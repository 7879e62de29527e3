import type { TileReading } from "@undersigned/core/verify/tile-queue.ts";
import type { TileJob, TileReport } from "@undersigned/core/verify/tile-report.ts";
import { TileReader } from "@undersigned/core/verify/tile-report.ts";
import { readArchive } from "@undersigned/core/zip/archive.ts";
import { blobSource } from "./blob-source.ts";
import type { TileReply, TileRequest } from "./message.ts";

/** Tiles of one request: enough that sending it costs little beside reading them. */
const BATCH = 16;

/** Answers requests for tiles of one bundle. */
export async function serveTiles(file: Blob, port: MessagePort): Promise<void> {
  const archive = await readArchive(blobSource(file));
  const reader = new TileReader();
  const read = (name: string, limit: number): Promise<Uint8Array> => archive.read(name, limit);
  port.addEventListener("message", ({ data }: MessageEvent<TileRequest>) => {
    readTiles(data.jobs).then(
      (reports) => port.postMessage({ reports } satisfies TileReply),
      (error: unknown) => port.postMessage({ failed: String(error) } satisfies TileReply),
    );
  });
  port.start();

  async function readTiles(jobs: readonly TileJob[]): Promise<TileReport[]> {
    const reports: TileReport[] = [];
    for (const job of jobs) reports.push(await reader.read(job, read));
    return reports;
  }
}

type Task = {
  readonly jobs: readonly TileJob[];
  resolve(reports: readonly TileReport[]): void;
  reject(error: Error): void;
};

/** Has tiles read by threads, each of which takes one request at a time. */
export function askThreads(ports: readonly MessagePort[]): TileReading {
  const idle = [...ports];
  const waiting: Task[] = [];
  const busy = new Map<MessagePort, Task>();

  function assign(): void {
    while (waiting.length > 0 && idle.length > 0) {
      const [port, task] = [idle.pop() as MessagePort, waiting.shift() as Task];
      busy.set(port, task);
      port.postMessage({ jobs: task.jobs } satisfies TileRequest);
    }
  }

  for (const port of ports) {
    port.addEventListener("message", ({ data }: MessageEvent<TileReply>) => {
      const task = busy.get(port);
      busy.delete(port);
      if ("reports" in data) task?.resolve(data.reports);
      else task?.reject(new Error(data.failed));
      idle.push(port);
      assign();
    });
    port.start();
  }
  return {
    batch: BATCH,
    // One in work and one waiting for each.
    atOnce: 2 * ports.length,
    read: (jobs) =>
      new Promise((resolve, reject) => {
        waiting.push({ jobs, resolve, reject });
        assign();
      }),
  };
}
