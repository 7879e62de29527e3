import { createHash, createHmac, hash, randomBytes } from "node:crypto";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { parseEntryBundle } from "../packages/core/src/log/entry-bundle.ts";
import { tileWidth } from "../packages/core/src/log/tile.ts";
import { entriesFile, openingsFile } from "../packages/core/src/verify/bundle.ts";

/**
 * The floor of verifying: every digest that a bundle needs, of the same lengths, by node:crypto, one call after another on one
 * core, all inputs in memory before the clock starts. The leaves are the bundle's own entries; what a node or a combining hash
 * is of makes no difference, so that is random.
 */
const path = process.env.FLOOR_BUNDLE ?? "";
const size = Number(process.env.FLOOR_SIZE);
const LEAF = Buffer.of(0);
const NODE_LENGTH = 65;
/** "undersigned/commitment@v1", its line end, and two digests. */
const COMBINED_LENGTH = 90;

const leaves: Buffer[] = [];
const parts: Buffer[] = [];
await readInputs();
const nodes = cut(randomBytes(NODE_LENGTH * (size - 1)), NODE_LENGTH);
const combined = cut(randomBytes(COMBINED_LENGTH * parts.length), COMBINED_LENGTH);
const salt = randomBytes(32);

/** The plain ways to ask for one digest. The fastest is the floor. */
const WAYS: Readonly<Record<string, (data: Buffer) => unknown>> = {
  "hash to hexadecimal": (data) => hash("sha256", data),
  "hash to bytes": (data) => hash("sha256", data, "buffer"),
  createHash: (data) => createHash("sha256").update(data).digest(),
};
process.on("message", () => {
  process.send?.(Object.fromEntries(Object.entries(WAYS).map(([name, way]) => [name, measure(way)])));
});
process.send?.({ openings: parts.length });

function measure(way: (data: Buffer) => unknown): number {
  const start = performance.now();
  for (const leaf of leaves) way(leaf);
  for (const node of nodes) way(node);
  for (const part of parts) createHmac("sha256", salt).update(part).digest();
  for (const both of combined) way(both);
  return (performance.now() - start) / 1_000;
}

async function readInputs(): Promise<void> {
  const archive = await openArchive(path);
  const names = new Set(archive.names());
  for (let index = 0; index * 256 < size; index++) {
    const bytes = await archive.read(entriesFile(index, size), Number.MAX_SAFE_INTEGER);
    const entries = parseEntryBundle(bytes, tileWidth("entries", index, size));
    for (const entry of entries) leaves.push(Buffer.concat([LEAF, entry]));
    if (!names.has(openingsFile(index, size))) continue;
    const lines = Buffer.from(await archive.read(openingsFile(index, size), Number.MAX_SAFE_INTEGER))
      .toString()
      .trimEnd();
    for (const line of lines.split("\n")) parts.push(Buffer.from(JSON.stringify(JSON.parse(line).opening.public.part)));
  }
  await archive.close();
}

function cut(bytes: Buffer, length: number): Buffer[] {
  return Array.from({ length: bytes.length / length }, (_, i) => bytes.subarray(i * length, (i + 1) * length));
}
