import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeUtf8, encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import { append, emptyEdge } from "@undersigned/core/log/append.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { formatEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import type { Head } from "@undersigned/core/log/head.ts";
import { formatHead } from "@undersigned/core/log/head.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { formatVerifierKey, signNote } from "@undersigned/core/log/note.ts";
import { formatTile, parseTilePath, TILE_WIDTH, tileRows } from "@undersigned/core/log/tile.ts";
import type { Entry } from "@undersigned/core/signature/entry.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { makeTestSigner } from "./test-signer.ts";

export const FORGED_HOST = "forged.example";
export const FORGED_SEED = 9;
export const FORGED_KEY = formatVerifierKey(makeTestSigner(FORGED_HOST, FORGED_SEED).key);

/**
 * A depositary whose key signs whatever a test wants: what no real one of ours can be made to do. Its logs are C2SP
 * tlog-tiles; only their meaning is at the test's mercy.
 */
export type ForgedDepositary = {
  readonly url: URL;
  /** Entries of each statement's log, by its id, as they are served. */
  readonly statements: Map<string, Uint8Array[]>;
  /** Entries of the log of heads. */
  readonly heads: Uint8Array[];
  /** Other files, by their path. */
  readonly files: Map<string, Uint8Array>;
  /** Lines to add to the checkpoint of the log of heads. */
  cosign: (text: string) => readonly string[];
  /** Whether it takes connections and answers nothing. */
  silent: boolean;
  add(id: string, ...entries: Entry[]): void;
  /** Appends a head for the statement as it is now, or with what is given instead. */
  publish(id: string, change?: Partial<Head>): void;
  close(): Promise<void>;
};

export async function forgeDepositary(): Promise<ForgedDepositary> {
  const statements = new Map<string, Uint8Array[]>();
  const heads: Uint8Array[] = [];
  const last = new Map<string, number>();
  const files = new Map<string, Uint8Array>();
  const server: Server = createServer((request, response) => {
    if (forged.silent) return;
    const found = answer(decodeURIComponent(request.url ?? "/"));
    response.writeHead(found === null ? 404 : 200).end(found ?? "");
  });

  function answer(path: string): Uint8Array | null {
    const file = files.get(path);
    if (file !== undefined) return file;
    if (path === "/.well-known/undersigned.json") {
      return encodeUtf8(JSON.stringify({ origin: FORGED_HOST, vkey: FORGED_KEY }));
    }
    if (path.startsWith("/api/v1/statements?")) return encodeUtf8('{"items":[],"next":null}');
    const [, id, rest = ""] = /^(?:\/s\/([a-z0-9-]+))?\/log\/(.*)$/.exec(path) ?? [];
    const entries = id === undefined ? heads : statements.get(id);
    if (entries === undefined || entries.length === 0 || rest === "") return null;
    if (rest === "checkpoint") return checkpointOf(id === undefined ? FORGED_HOST : `${FORGED_HOST}/s/${id}`, entries);
    return tileOf(entries, rest);
  }

  function checkpointOf(origin: string, entries: readonly Uint8Array[]): Uint8Array {
    const { root } = append(emptyEdge(), entries.map(hashLeaf));
    const text = formatCheckpoint({ origin, size: entries.length, root, extensions: [] });
    const note = decodeUtf8(signNote(text, [makeTestSigner(origin, FORGED_SEED).signer]));
    return encodeUtf8(note + (origin === FORGED_HOST ? forged.cosign(text).join("") : ""));
  }

  const forged: ForgedDepositary = {
    url: new URL("http://127.0.0.1"),
    statements,
    heads,
    files,
    cosign: () => [],
    silent: false,
    add(id, ...entries) {
      statements.set(id, [...(statements.get(id) ?? []), ...entries.map(formatEntry)]);
    },
    publish(id, change = {}) {
      const entries = statements.get(id) ?? [];
      const { root } = append(emptyEdge(), entries.map(hashLeaf));
      const head = {
        statement: `${FORGED_HOST}/s/${id}`,
        size: entries.length,
        root: encodeHex(root),
        time: 1_800_000_000,
        previous: last.get(id) ?? null,
        ...change,
      };
      last.set(id, heads.length);
      heads.push(formatHead(head));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(forged, { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) });
}

/** Computed afresh each time: these logs are small. */
function tileOf(entries: readonly Uint8Array[], path: string): Uint8Array | null {
  const { level, index, width } = parseTilePath(path);
  const start = index * TILE_WIDTH;
  if (level === "entries") {
    const bundle = entries.slice(start, start + width);
    return bundle.length === width ? formatEntryBundle(bundle) : null;
  }
  let hashes = entries.map(hashLeaf);
  for (let above = 0; above < level; above++) {
    const full = Math.floor(hashes.length / TILE_WIDTH);
    hashes = Array.from({ length: full }, (_, i) => {
      const rows = tileRows(hashes.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH));
      return rows.at(-1)?.[0] as Uint8Array;
    });
  }
  const tile = hashes.slice(start, start + width);
  return tile.length === width ? formatTile(tile) : null;
}

/** The entry that opens a version nobody wrote. */
export function openEntry(version = encodeHex(sha256(encodeUtf8("version")))): Entry {
  return { act: "open", version, closes: null };
}

export function signEntry(seed: number, version = encodeHex(sha256(encodeUtf8("version")))): Entry {
  const commitment = encodeHex(sha256(encodeUtf8(`commitment ${seed}`)));
  return { act: "sign", version, kind: "person", capacity: "personal", level: 1, named: false, commitment };
}
