import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { parseCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { encodeIdentityLinks } from "../packages/core/src/log/identity-chain.ts";
import { parseNote } from "../packages/core/src/log/note.ts";
import { formatTilePath, tileWidth } from "../packages/core/src/log/tile.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import { HEADS } from "../packages/store/src/log-reading.ts";

/** Writes what a depositary serves of these logs into a folder, as a monitor keeps it. */
export async function mirrorOf(depositary: Depositary, folder: string, statements: readonly string[]): Promise<void> {
  const { origin, vkey, chain } = depositary.identity;
  const identity = JSON.stringify({ origin, vkey, identity: encodeIdentityLinks(chain) });
  write(join(folder, ".well-known", "undersigned.json"), new TextEncoder().encode(identity));
  await mirrorLog(depositary, HEADS, join(folder, "log"));
  for (const id of statements) await mirrorLog(depositary, id, join(folder, "s", id, "log"));
}

async function mirrorLog({ logs }: Depositary, log: string, folder: string): Promise<void> {
  const note = await logs.checkpoint(log);
  if (note === null) throw new Error(`nothing is published of ${log}`);
  write(join(folder, "checkpoint"), note);
  const { size } = parseCheckpoint(parseNote(note).text);
  for (let index = 0; index * 256 < size; index++) {
    const path = formatTilePath({ level: "entries", index, width: tileWidth("entries", index, size) });
    write(join(folder, path), (await logs.tile(log, path)) ?? new Uint8Array(0));
  }
}

function write(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

/** Serves a folder's files over HTTP, as any static web server would. */
export async function serveFolder(folder: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    readFile(join(folder, ...(request.url ?? "").split("/")))
      .then((bytes) => response.end(bytes))
      .catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
