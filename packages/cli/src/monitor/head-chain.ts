import { decodeHex } from "@undersigned/core/bytes.ts";
import { MalformedError, VerificationError } from "@undersigned/core/errors.ts";
import { parseHead } from "@undersigned/core/log/head.ts";
import { TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import type { Mark } from "./grow.ts";
import type { SeenHead } from "./memory.ts";
import type { MirrorFolder } from "./mirror.ts";
import { readEntries } from "./mirror.ts";
import { damaged } from "./replays.ts";

/** Reads verified heads back from the mirror of the log of heads. The last few files are kept: chains go through them in order. */
export type HeadMirror = { head(index: number): Promise<SeenHead & { previous: number | null }> };

const KEPT_FILES = 16;

/** @param size entries in the log of heads that were verified */
export function openHeads(mirror: MirrorFolder, size: number): HeadMirror {
  const kept = new Map<number, readonly Uint8Array[]>();
  async function read(file: number): Promise<readonly Uint8Array[]> {
    const found = kept.get(file) ?? (await readEntries(mirror.read, file, tileWidth("entries", file, size)));
    kept.delete(file);
    kept.set(file, found);
    for (const oldest of kept.keys()) if (kept.size > KEPT_FILES) kept.delete(oldest);
    return found;
  }
  return {
    async head(index) {
      try {
        const entries = await read(Math.floor(index / TILE_WIDTH));
        const {
          size: entriesOfStatement,
          root,
          time,
          previous,
        } = parseHead(entries[index % TILE_WIDTH] ?? new Uint8Array(0));
        return { index, size: entriesOfStatement, root, time, previous };
      } catch (error) {
        if (error instanceof MalformedError || error instanceof VerificationError) {
          throw damaged(mirror, `head ${index} cannot be read: ${error.message}`, error);
        }
        throw error;
      }
    },
  };
}

/** The heads of one statement after `from` (exclusive; null: from its first) to `to`, in their order. */
export async function readChain(heads: HeadMirror, from: SeenHead | null, to: SeenHead): Promise<SeenHead[]> {
  const chain: SeenHead[] = [];
  for (let index: number | null = to.index; index !== null && index !== from?.index; ) {
    const { previous, ...head }: SeenHead & { previous: number | null } = await heads.head(index);
    chain.push(head);
    index = previous;
  }
  return chain.reverse();
}

export function markOf(head: SeenHead): Mark {
  return { size: head.size, root: decodeHex(head.root) };
}
