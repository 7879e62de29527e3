import type { TileNodes } from "@undersigned/core/log/prove.ts";
import { makeTileNodes } from "@undersigned/core/log/prove.ts";
import { TILE_WIDTH } from "@undersigned/core/log/tile.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readTile } from "@undersigned/store/log-reading.ts";

/** Reads tiles for proofs; the nodes of a tile are computed once and kept while it is in use. */
export type TileReading = {
  nodes(log: string, level: number, index: number, width: number): Promise<TileNodes>;
};

/** 256 nodes of 32 bytes and as many inner ones, each an object: some 60 kB a tile. */
const KEPT_TILES = 500;

/** A least-recently-used memory of tiles. They are immutable, so only their number must be bounded. */
export function makeTileReading(store: Store): TileReading {
  const kept = new Map<string, Promise<TileNodes>>();
  return {
    nodes(log, level, index, width) {
      const key = `${log}/${level}/${index}/${width}`;
      const found = kept.get(key);
      if (found !== undefined) {
        kept.delete(key);
        kept.set(key, found);
        return found;
      }
      const nodes = readTile(store.db, log, level, index, width).then((bytes) => makeTileNodes(bytes, width));
      kept.set(key, nodes);
      nodes.catch(() => kept.delete(key));
      if (kept.size > KEPT_TILES) evictOldest(kept);
      return nodes;
    },
  };
}

/** Partial tiles go first: the next publish round makes new ones. */
function evictOldest(kept: Map<string, Promise<TileNodes>>): void {
  for (const key of kept.keys()) {
    if (!key.endsWith(`/${TILE_WIDTH}`)) {
      kept.delete(key);
      return;
    }
  }
  const oldest = kept.keys().next().value;
  if (oldest !== undefined) kept.delete(oldest);
}
