import { TILE_WIDTH } from "../log/tile.ts";
import type { BundleFiles } from "./bundle.ts";
import { entriesFile, openingsFile } from "./bundle.ts";
import type { Inventory } from "./inventory.ts";
import type { TileJob, TileReport } from "./tile-report.ts";
import { TileReader } from "./tile-report.ts";

/** Whoever reads tiles: this thread, or others. It reads their files itself, from where the bundle lies. */
export type TileReading = {
  /**
   * @returns a report for each job, in order
   * @throws when it cannot go on, which says nothing about the bundle
   */
  read(jobs: readonly TileJob[]): Promise<readonly TileReport[]>;
  /** Tiles given to it at a time, from 1. */
  readonly batch: number;
  /** How many such calls it works on at once, from 1. With `batch` this bounds what is in memory. */
  readonly atOnce: number;
};

/** The bundle has no file for these entries. */
export type MissingTile = { readonly index: number; readonly missing: true };

/** Reads tiles in this thread. */
export function readTilesHere(files: BundleFiles): TileReading {
  const reader = new TileReader();
  const read = (name: string, limit: number): Promise<Uint8Array> => files.read(name, limit);
  return {
    batch: 1,
    atOnce: 1,
    async read(jobs) {
      const reports: TileReport[] = [];
      for (const job of jobs) reports.push(await reader.read(job, read));
      return reports;
    },
  };
}

/**
 * Reports on all tiles in order, up to the first whose file is not there; that one is reported as missing. A few are worked
 * on ahead of the one that is asked for.
 * @throws what `reading` throws
 */
export async function* queueTiles(
  reading: TileReading,
  inventory: Inventory,
  size: number,
): AsyncGenerator<TileReport | MissingTile> {
  const there = countTiles(inventory, size);
  const waiting: Promise<readonly TileReport[]>[] = [];
  let next = 0;
  try {
    while (next < there || waiting.length > 0) {
      while (next < there && waiting.length < reading.atOnce) {
        const jobs = listJobs(inventory, size, next, Math.min(there, next + reading.batch));
        next += jobs.length;
        waiting.push(startReading(reading, jobs));
      }
      yield* (await waiting.shift()) ?? [];
    }
    if (there * TILE_WIDTH < size) yield { index: there, missing: true };
  } finally {
    await Promise.allSettled(waiting);
  }
}

/** A failure waits until it is its turn; nobody else is to hear of it before. */
function startReading(reading: TileReading, jobs: readonly TileJob[]): Promise<readonly TileReport[]> {
  const reports = reading.read(jobs);
  reports.catch(() => undefined);
  return reports;
}

function listJobs(inventory: Inventory, size: number, start: number, end: number): TileJob[] {
  return Array.from({ length: end - start }, (_, i) => {
    const index = start + i;
    return { index, size, opened: inventory.has(openingsFile(index, size)) };
  });
}

/** How many tiles there are before the first whose file is missing. */
function countTiles(inventory: Inventory, size: number): number {
  let index = 0;
  while (index * TILE_WIDTH < size && inventory.has(entriesFile(index, size))) index++;
  return index;
}
