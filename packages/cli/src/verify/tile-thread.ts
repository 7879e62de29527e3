import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "@undersigned/core/errors.ts";
import type { TileReport } from "@undersigned/core/verify/tile-report.ts";
import { TileReader } from "@undersigned/core/verify/tile-report.ts";
import { openRange } from "./archive-range.ts";
import type { TileReply, TileRequest } from "./tile-messages.ts";
import { READY } from "./tile-messages.ts";

/** A thread that reads tiles out of an archive that the main thread has opened. */

function main(): void {
  invariant(parentPort !== null, "tile-thread.ts runs as a worker thread");
  const port = parentPort;
  const { fd } = workerData as { fd: number };
  const reader = new TileReader();
  port.on("message", ({ id, tiles }: TileRequest) => {
    readTiles(reader, fd, tiles).then(
      (reports) => port.postMessage({ id, reports } satisfies TileReply),
      // Nothing in a bundle leads here: a defect does, or a disk that is gone.
      (error: unknown) => port.postMessage({ id, error } satisfies TileReply),
    );
  });
  port.postMessage(READY);
}

async function readTiles(reader: TileReader, fd: number, tiles: TileRequest["tiles"]): Promise<TileReport[]> {
  const range = openRange(
    fd,
    tiles.flatMap(({ files }) => files),
  );
  const reports: TileReport[] = [];
  for (const { job } of tiles) {
    const given: Uint8Array[] = [];
    const report = await reader.read(job, (name, limit) => {
      const bytes = range.read(name, limit);
      given.push(bytes);
      return bytes;
    });
    for (const bytes of given) giveBack(bytes);
    reports.push(report);
  }
  return reports;
}

/** Smaller arrays may be parts of one that Node shares out. */
const LEAST_OF_ITS_OWN = 16_384;

/**
 * Gives the memory of an unpacked file back now. It lies outside the heap, and left to the collector, every few hundred
 * files would make it go through the whole heap.
 */
function giveBack({ buffer, byteLength }: Uint8Array): void {
  const own = buffer.byteLength >= LEAST_OF_ITS_OWN && buffer.byteLength <= byteLength + 1;
  if (own && buffer instanceof ArrayBuffer && buffer.byteLength !== Buffer.poolSize) buffer.transfer(0);
}

main();
