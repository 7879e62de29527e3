import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { formatEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import { encodeIdentityLinks } from "@undersigned/core/log/identity-chain.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import type { TileCoordinate } from "@undersigned/core/log/tile.ts";
import { formatTilePath, TILE_WIDTH } from "@undersigned/core/log/tile.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS, readEntries, readTile } from "@undersigned/store/log-reading.ts";
import { readPublication } from "@undersigned/store/publish.ts";
import { findStatement, listOpenedIds } from "@undersigned/store/statements.ts";
import { listTexts, listVersions } from "@undersigned/store/versions.ts";
import { syncFolder } from "../depositary/durable-file.ts";
import { maySee } from "../depositary/may-see.ts";
import { readOwnChain } from "../depositary/own-chain.ts";

/**
 * Writes all that a host serves of its logs into a folder, under the paths at which it serves them (C2SP tlog-tiles), so that
 * any web server can go on answering there: the log of heads, those of statements that everybody may see, with their versions,
 * and the key with how it was handed over. Durable once it resolves. What is in the folder already is written over.
 * @param key of the log of heads, under the host
 */
export async function exportLogs(store: Store, key: VerifierKey, folder: string, now: number): Promise<void> {
  const files = openFolder(folder);
  const { links, handOvers } = await readOwnChain(store);
  // Whoever follows the log goes from one hand-over to the next, and asks for the tiles of each.
  const passed = handOvers.filter(({ from }) => from.name === key.name).map(({ checkpoint }) => checkpoint.size);
  await exportLog(store, HEADS, "log", files, passed);
  for (const id of await listOpenedIds(store)) {
    const row = await findStatement(store, id);
    if (row === null || !maySee(row, {}, now)) continue;
    await exportVersions(store, id, files);
    await exportLog(store, id, `s/${id}/log`, files, []);
  }
  const identity = { origin: key.name, vkey: formatVerifierKey(key), identity: encodeIdentityLinks(links) };
  await files.write(".well-known/undersigned.json", encodeUtf8(`${JSON.stringify(identity, null, 2)}\n`));
  await files.sync();
}

/** What the versions of a statement are made of, which its log names by digest. */
async function exportVersions(store: Store, id: string, files: Files): Promise<void> {
  for (const { number, manifest, consent_notice } of await listVersions(store, id)) {
    const folder = `s/${id}/versions/${number}`;
    await files.write(`${folder}/manifest.json`, manifest);
    await files.write(`${folder}/consent-notice.txt`, encodeUtf8(consent_notice));
    for (const { lang, bytes } of await listTexts(store, id, number))
      await files.write(`${folder}/text.${lang}.md`, bytes);
  }
}

/**
 * As it was published last.
 * @param passed smaller sizes of which the partial tiles are wanted too
 */
async function exportLog(
  store: Store,
  log: string,
  prefix: string,
  files: Files,
  passed: readonly number[],
): Promise<void> {
  const published = await readPublication(store.db, log);
  if (published === null) return;
  const partial = passed.flatMap((size) => [...tilesOf(size)].filter(({ width }) => width < TILE_WIDTH));
  for (const tile of [...partial, ...tilesOf(published.size)]) {
    await files.write(`${prefix}/${formatTilePath(tile)}`, await readFile(store, log, tile));
  }
  // Last: what it sums up is there before it is.
  await files.write(`${prefix}/checkpoint`, published.checkpoint);
}

/** Every file of a log of this size: entry bundles, and tiles of every level. */
function* tilesOf(size: number): Generator<TileCoordinate> {
  for (const first of ["entries", 0] as const) {
    for (let width = size, level = first; width > 0; width = Math.floor(width / TILE_WIDTH)) {
      for (let index = 0; index * TILE_WIDTH < width; index++) {
        yield { level, index, width: Math.min(TILE_WIDTH, width - index * TILE_WIDTH) };
      }
      if (level === "entries") break;
      level += 1;
    }
  }
}

async function readFile(store: Store, log: string, { level, index, width }: TileCoordinate): Promise<Uint8Array> {
  if (level !== "entries") return await readTile(store.db, log, level, index, width);
  const start = index * TILE_WIDTH;
  return formatEntryBundle(await readEntries(store.db, log, start, start + width));
}

type Files = { write(path: string, bytes: Uint8Array): Promise<void>; sync(): Promise<void> };

function openFolder(folder: string): Files {
  const folders = new Set<string>();
  return {
    async write(path, bytes) {
      const file = join(folder, ...path.split("/"));
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(file, "w");
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      for (let at = dirname(file); at.startsWith(folder); at = dirname(at)) folders.add(at);
    },
    async sync() {
      for (const one of folders) await syncFolder(one);
    },
  };
}
