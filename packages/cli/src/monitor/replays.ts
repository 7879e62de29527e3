import { encodeHex, equalBytes } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Edge } from "@undersigned/core/log/append.ts";
import { append, emptyEdge, rootOfEdge } from "@undersigned/core/log/append.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import { CompactReplay } from "@undersigned/core/signature/compact-replay.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { StatementMemory } from "./memory.ts";
import type { MirrorFolder } from "./mirror.ts";
import { readEntries } from "./mirror.ts";

/** A statement's log as far as it was verified: its edge, and what its entries say. */
export type Replayed = { edge: Edge; readonly replay: CompactReplay };

/** Replays kept between visits, so that a log is not read again from its beginning whenever it grows. */
export type Replays = {
  /**
   * The log of a statement up to where it was verified: from memory, or else from the mirror, whose entries must lead to the
   * root that is remembered.
   * @throws RefusedError `configuration` when the mirror is damaged
   */
  load(key: string, memory: StatementMemory, mirror: MirrorFolder): Promise<Replayed>;
  keep(key: string, replayed: Replayed): void;
  /** What was under way was not finished. */
  drop(key: string): void;
};

/** Entries in all the replays that are kept: four bytes each. */
const KEPT_ENTRIES = 8_000_000;

export function makeReplays(): Replays {
  const kept = new Map<string, Replayed>();
  return {
    async load(key, memory, mirror) {
      const found = kept.get(key);
      if (found !== undefined && found.edge.size === (memory.reached?.size ?? 0)) return found;
      return await readMirror(memory, mirror);
    },
    keep(key, replayed) {
      kept.delete(key);
      kept.set(key, replayed);
      let total = 0;
      for (const { edge } of kept.values()) total += edge.size;
      for (const [oldest, { edge }] of kept) {
        if (total <= KEPT_ENTRIES) break;
        kept.delete(oldest);
        total -= edge.size;
      }
    },
    drop: (key) => void kept.delete(key),
  };
}

async function readMirror(memory: StatementMemory, mirror: MirrorFolder): Promise<Replayed> {
  const { reached } = memory;
  const replay = new CompactReplay();
  let edge = emptyEdge();
  if (reached === null) return { edge, replay };
  try {
    for (let index = 0; index * TILE_WIDTH < reached.size; index++) {
      const entries = await readEntries(mirror.read, index, tileWidth("entries", index, reached.size));
      // Of a log that was found broken only the tree is followed.
      if (memory.broken === null) for (const entry of entries) replay.apply(parseEntry(entry));
      edge = append(edge, entries.map(hashLeaf)).edge;
    }
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw damaged(mirror, cause.message, cause);
  }
  const root = encodeHex(rootOfEdge(edge));
  if (root !== reached.root)
    throw damaged(mirror, `its ${reached.size} entries do not lead to the root that was verified`);
  return { edge, replay };
}

/** The mirror is ours: when it is damaged, that says nothing about the depositary. */
export function damaged(mirror: MirrorFolder, what: string, cause?: unknown): RefusedError {
  return new RefusedError(
    "configuration",
    `The mirror in ${mirror.folder} is damaged: ${what}. Put it back from a backup, together with what is remembered; or delete both, to begin anew.`,
    { cause },
  );
}

/** @throws RefusedError `configuration` unless the edge leads to this root */
export function checkEdge(edge: Edge, root: Uint8Array, mirror: MirrorFolder): void {
  if (!equalBytes(rootOfEdge(edge), root)) throw damaged(mirror, "its tiles do not lead to the root that was verified");
}
