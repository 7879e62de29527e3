import { equalBytes } from "@undersigned/core/bytes.ts";
import { VerificationError } from "@undersigned/core/errors.ts";
import type { Edge } from "@undersigned/core/log/append.ts";
import { append, rootOfEdge } from "@undersigned/core/log/append.ts";
import { formatEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { formatTile, formatTilePath, TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import type { MirrorFolder, ReadFile } from "./mirror.ts";
import { readEntries } from "./mirror.ts";

/** A size that a log had, and the root that was signed for it. */
export type Mark = { readonly size: number; readonly root: Uint8Array };

/** A log that is to be followed from what is known of it to a later size. */
export type Growth = {
  /** The edge of what is known: its root was verified. */
  readonly edge: Edge;
  /** Where the new entries are fetched. */
  readonly fetch: ReadFile;
  /** Where they are kept, below the log's prefix. */
  readonly mirror: MirrorFolder;
  /** Every size on the way whose root is known from elsewhere, ascending; the last is the size to arrive at. */
  readonly marks: readonly Mark[];
  /** Is told of each new entry, in order, before its root is compared: what it finds stands only once this function returns. */
  readonly each: (entry: Uint8Array, index: number) => Promise<void> | void;
};

/** The entries do not lead to the root that was signed, or are not those that were there before. */
export class RootDiffersError extends VerificationError {
  readonly mark: Mark;
  constructor(mark: Mark, message: string) {
    super("root_mismatch", message);
    this.mark = mark;
  }
}

/** Entry bundles that are fetched ahead of what is being worked on. */
const AHEAD = 3;

/**
 * Fetches what is new in a log, rebuilds its tree at every mark, and keeps entries and tiles. Since the new root is made
 * from the known edge and the new entries alone, arriving at it proves that the log was only appended to. Memory does not
 * grow with the number of entries. Nothing that was known before is overwritten.
 * @returns the edge at the last mark
 * @throws RootDiffersError; VerificationError `missing_file`; MalformedError; RefusedError `unavailable`
 */
export async function grow({ edge: known, fetch, mirror, marks, each }: Growth): Promise<Edge> {
  const target = marks.at(-1)?.size ?? known.size;
  let edge = known;
  let next = 0;
  let hashes: Uint8Array[] = [];
  async function flush(): Promise<void> {
    const grown = append(edge, hashes);
    edge = grown.edge;
    hashes = [];
    for (const { level, index, hashes: tile } of grown.tiles) {
      await mirror.write(formatTilePath({ level, index, width: TILE_WIDTH }), tile);
    }
  }
  for await (const { index, entries } of fetchAhead(fetch, known.size, target)) {
    const start = index * TILE_WIDTH;
    const skipped = Math.max(0, known.size - start);
    if (skipped > 0) await checkSeen(mirror, index, entries.slice(0, skipped), known);
    for (const [at, entry] of entries.entries()) {
      if (at < skipped) continue;
      const telling = each(entry, start + at);
      if (telling !== undefined) await telling;
      hashes.push(hashLeaf(entry));
      const mark = marks[next];
      if (start + at + 1 !== mark?.size) continue;
      await flush();
      checkMark(edge, mark);
      next += 1;
    }
    await flush();
    await mirror.write(formatTilePath({ level: "entries", index, width: entries.length }), formatEntryBundle(entries));
  }
  for (const { path, bytes } of partialTiles(edge)) await mirror.write(path, bytes);
  return edge;
}

function checkMark(edge: Edge, mark: Mark): void {
  if (equalBytes(rootOfEdge(edge), mark.root)) return;
  throw new RootDiffersError(mark, `the first ${mark.size} entries do not have the root that was signed for them`);
}

/** Entries that were seen before, and are served again in the same file, must still be the same. */
async function checkSeen(
  mirror: MirrorFolder,
  index: number,
  entries: readonly Uint8Array[],
  edge: Edge,
): Promise<void> {
  const seen = await readEntries(mirror.read, index, entries.length);
  if (seen.every((entry, at) => equalBytes(entry, entries[at] ?? new Uint8Array(0)))) return;
  const mark = { size: edge.size, root: rootOfEdge(edge) };
  throw new RootDiffersError(mark, `entries from ${index * TILE_WIDTH} on are not those that were served before`);
}

type Fetched = { readonly index: number; readonly entries: readonly Uint8Array[] };

async function* fetchAhead(fetch: ReadFile, from: number, to: number): AsyncGenerator<Fetched> {
  const waiting: Promise<Fetched>[] = [];
  let index = Math.floor(from / TILE_WIDTH);
  async function fetchOne(at: number): Promise<Fetched> {
    return { index: at, entries: await readEntries(fetch, at, tileWidth("entries", at, to)) };
  }
  for (;;) {
    while (from < to && index * TILE_WIDTH < to && waiting.length < AHEAD) {
      const fetching = fetchOne(index++);
      // It is awaited below, unless an earlier one fails: then nobody waits for it any more.
      fetching.catch(() => undefined);
      waiting.push(fetching);
    }
    const first = waiting.shift();
    if (first === undefined) return;
    yield await first;
  }
}

type PartialTile = { readonly path: string; readonly bytes: Uint8Array };

function partialTiles({ size, levels }: Edge): PartialTile[] {
  return levels.flatMap((hashes, level) => {
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    const path = formatTilePath({ level, index, width: hashes.length || TILE_WIDTH });
    return hashes.length === 0 ? [] : [{ path, bytes: formatTile(hashes) }];
  });
}

/** Deletes the partial tiles of an earlier size, once the later one is remembered: nothing needs them any more. */
export async function trim(mirror: MirrorFolder, earlier: Edge, later: Edge): Promise<void> {
  const kept = new Set(partialPaths(later));
  for (const path of partialPaths(earlier)) if (!kept.has(path)) await mirror.remove(path);
}

function partialPaths(edge: Edge): string[] {
  const index = Math.floor(edge.size / TILE_WIDTH);
  const width = edge.size % TILE_WIDTH;
  const entries = width === 0 ? [] : [formatTilePath({ level: "entries", index, width })];
  return [...entries, ...partialTiles(edge).map(({ path }) => path)];
}
