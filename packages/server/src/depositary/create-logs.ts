import { MalformedError } from "@undersigned/core/errors.ts";
import { formatEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import type { TileCoordinate } from "@undersigned/core/log/tile.ts";
import { parseTilePath, TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS, readEntries, readTile } from "@undersigned/store/log-reading.ts";
import { readPublication } from "@undersigned/store/publish.ts";
import type { CosignedHeads } from "./cosigned.ts";
import type { Logs } from "./logs.ts";
import type { Publishing } from "./publishing.ts";

type Deps = { readonly store: Store; readonly publishing: Publishing; readonly cosigned: CosignedHeads };

export function createLogs({ store, publishing, cosigned }: Deps): Logs {
  async function publication(log: string) {
    return log === HEADS ? await publishing.publishedHeads() : ((await publishing.published(log))?.statement ?? null);
  }
  async function isPublished(log: string, tile: TileCoordinate): Promise<boolean> {
    if (isServed(tile, (await publication(log))?.size ?? 0)) return true;
    // What is remembered may be older than the checkpoint that another process has just served.
    return isServed(tile, (await readPublication(store.db, log))?.size ?? 0);
  }
  return {
    async checkpoint(log) {
      const last = await publication(log);
      return last && (log === HEADS ? await cosigned.decorate(last) : last.checkpoint);
    },
    async tile(log, path) {
      const tile = readPath(path);
      if (tile === null || !(await isPublished(log, tile))) return null;
      if (tile.level !== "entries") return await readTile(store.db, log, tile.level, tile.index, tile.width);
      const start = tile.index * TILE_WIDTH;
      return formatEntryBundle(await readEntries(store.db, log, start, start + tile.width));
    },
  };
}

/** A full tile, or a partial one of a published size: every smaller width was the edge of the tree once. */
function isServed({ level, index, width }: TileCoordinate, size: number): boolean {
  return width <= tileWidth(level, index, size);
}

function readPath(path: string): TileCoordinate | null {
  try {
    return parseTilePath(path);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}
