import { encodeHex, equalBytes } from "@undersigned/core/bytes.ts";
import { invariant, VerificationError } from "@undersigned/core/errors.ts";
import type { Edge } from "@undersigned/core/log/append.ts";
import { append } from "@undersigned/core/log/append.ts";
import { openCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { parseEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { parseNote } from "@undersigned/core/log/note.ts";
import { formatTilePath, TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import type { Mirror } from "./mirror.ts";

/** A log at a mirror, as far as its checkpoint, signed by our own key, says that it goes. */
export type MirroredLog = {
  readonly mirror: Mirror;
  readonly prefix: string;
  readonly size: number;
  readonly root: Uint8Array;
};

/** A root that is known at some size, and from where. */
export type KnownRoot = { readonly size: number; readonly root: Uint8Array; readonly by: string };

/**
 * @param prefix path of the log at the mirror: `log`, or `s/ID/log`
 * @param keys ours, and those that held before, under the name of this log
 * @returns null when the mirror has no checkpoint there
 * @throws MalformedError, VerificationError when it is not one that our key signed for this log
 */
export async function openMirroredLog(
  mirror: Mirror,
  prefix: string,
  keys: readonly VerifierKey[],
): Promise<MirroredLog | null> {
  const note = await mirror.read(`${prefix}/checkpoint`);
  if (note === null) return null;
  const { signatures } = parseNote(note);
  const signer = keys.find(({ keyId }) => signatures.some((line) => equalBytes(line.keyId, keyId))) ?? keys[0];
  invariant(signer !== undefined, "there is always our own key");
  const { size, root } = openCheckpoint(note, signer, signer.name);
  return { mirror, prefix, size, root };
}

/**
 * Reads the entries from the edge of our own log up to `end`, and rebuilds the root at each size that is known on the
 * way. At least one must be known at `end`, or what was read would be anybody's.
 * @throws {VerificationError} `root_mismatch`, `missing_file`
 */
export async function readGrowth(
  log: MirroredLog,
  edge: Edge,
  end: number,
  known: readonly KnownRoot[],
  tell: (entry: number) => void,
): Promise<Uint8Array[]> {
  const entries: Uint8Array[] = [];
  let grown = edge;
  while (grown.size < end) {
    tell(grown.size);
    const index = Math.floor(grown.size / TILE_WIDTH);
    const bundle = await readBundle(log, index);
    const fresh = bundle.slice(grown.size - index * TILE_WIDTH, end - index * TILE_WIDTH);
    grown = growTo(grown, fresh, log, known);
    entries.push(...fresh);
  }
  return entries;
}

function growTo(edge: Edge, entries: readonly Uint8Array[], log: MirroredLog, known: readonly KnownRoot[]): Edge {
  let grown = edge;
  const target = edge.size + entries.length;
  const stops = new Set(known.map(({ size }) => size).filter((size) => size > edge.size && size <= target));
  for (const size of [...stops.add(target)].sort((a, b) => a - b)) {
    const appended = append(grown, entries.slice(grown.size - edge.size, size - edge.size).map(hashLeaf));
    grown = appended.edge;
    for (const one of known) {
      if (one.size === size && !equalBytes(one.root, appended.root)) throw differ(log, one, appended.root);
    }
  }
  return grown;
}

async function readBundle({ mirror, prefix, size }: MirroredLog, index: number): Promise<Uint8Array[]> {
  const width = tileWidth("entries", index, size);
  // Of a log that has grown since there may be only the full one.
  for (const wide of width === TILE_WIDTH ? [width] : [width, TILE_WIDTH]) {
    const bytes = await mirror.read(`${prefix}/${formatTilePath({ level: "entries", index, width: wide })}`);
    if (bytes !== null) return parseEntryBundle(bytes, wide).slice(0, width);
  }
  const path = formatTilePath({ level: "entries", index, width });
  throw new VerificationError(
    "missing_file",
    `${mirror.name} has no ${prefix}/${path}, though its checkpoint covers it.`,
  );
}

function differ({ mirror, prefix }: MirroredLog, { size, by }: KnownRoot, root: Uint8Array): VerificationError {
  return new VerificationError(
    "root_mismatch",
    `The database and the entries of ${mirror.name}/${prefix} together do not give the root that ${by} has at size ${size} ` +
      `(they give ${encodeHex(root)}). Either the mirror is damaged: use another. Or this database recorded acts of its own ` +
      "after it was put back: put the copy back once more, and restore before the server is started on it.",
  );
}
