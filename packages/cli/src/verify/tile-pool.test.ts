import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Report } from "@undersigned/core/verify/report.ts";
import type { TileReading } from "@undersigned/core/verify/tile-queue.ts";
import { verifyBundle } from "@undersigned/core/verify/verify.ts";
import { zipSync } from "fflate";
import { buildBundle } from "../../../../tests/bundle-fixture.ts";
import { tellLongStory } from "../../../../tests/bundle-story.ts";
import type { BundleVector } from "../../../../tests/bundle-vectors.ts";
import { applyVector, readTrust } from "../../../../tests/bundle-vectors.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import type { OpenArchive } from "../open-archive.ts";
import { openArchive } from "../open-archive.ts";
import { startTilePool } from "./tile-pool.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-pool-"));
after(() => rmSync(folder, { recursive: true }));

let written = 0;
async function openBundle(files: ReadonlyMap<string, Uint8Array>, level: 0 | 3): Promise<OpenArchive> {
  const path = join(folder, `${written++}.zip`);
  writeFileSync(path, zipSync(Object.fromEntries(files), { level, mtime: new Date(1980, 0, 1) }));
  return await openArchive(path);
}

/** The report of one pool of threads for each archive that it is asked about. */
async function reportInThreads(
  archive: OpenArchive,
  trust: Parameters<typeof verifyBundle>[1],
  url?: URL,
): Promise<Report> {
  const pool = startTilePool(archive, 2, ...(url === undefined ? [] : [url]));
  try {
    return await verifyBundle(archive, trust, { reading: pool });
  } finally {
    await pool.close();
  }
}

function threadThat(does: string): URL {
  const path = join(folder, `${written++}.mjs`);
  writeFileSync(path, `import { parentPort } from "node:worker_threads";\n${does}\n`);
  return pathToFileURL(path);
}

/** Threads are started anew for each, which takes a fifth of a second. */
const EVERY_NTH = 4;

test("threads and this thread give the same report on bundles of the vectors", async () => {
  const bundles = readVectors<BundleVector>("bundle");
  const base = bundles.find(({ name }) => name === "valid")?.vector;
  assert.ok(base !== undefined);
  for (const [at, { name, vector }] of bundles.filter((_, at) => at % EVERY_NTH === 0).entries()) {
    const files = applyVector(vector, applyVector(base, new Map()));
    if ([...files.keys()].some((file) => !/^[!-~]+$/.test(file))) continue;
    const archive = await openBundle(files, at % 2 === 0 ? 0 : 3);
    const trust = readTrust(vector);
    assert.deepEqual(await reportInThreads(archive, trust), await verifyBundle(archive, trust), name);
    await archive.close();
  }
});

test("many tiles, with and without a defect somewhere: the same report, and progress in order", async () => {
  const files = await buildBundle(tellLongStory(9_000));
  const tiles = [...files.keys()].filter((name) => name.startsWith("log/tile/entries/")).sort();
  const defects: ((files: Map<string, Uint8Array>) => void)[] = [
    () => undefined,
    (broken) => broken.delete(tiles[20] ?? ""),
    (broken) => broken.set(tiles[3] ?? "", new Uint8Array(5)),
    (broken) => broken.set(tiles[30] ?? "", mangle(broken.get(tiles[30] ?? ""))),
    (broken) => broken.set("openings/000.jsonl", mangle(broken.get("openings/000.jsonl"))),
  ];
  for (const [at, defect] of defects.entries()) {
    const broken = new Map(files);
    defect(broken);
    const archive = await openBundle(broken, 3);
    const progress: number[] = [];
    const pool = startTilePool(archive, 3);
    const onProgress = (read: number): number => progress.push(read);
    const report = await verifyBundle(archive, null, { reading: pool, onProgress });
    await pool.close();
    assert.deepEqual(report, await verifyBundle(archive, null), `defect ${at}`);
    assert.deepEqual(
      progress,
      progress.toSorted((a, b) => a - b),
    );
    assert.equal(report.verdict, at === 0 ? "inconclusive" : "invalid");
    await archive.close();
  }
});

function mangle(bytes: Uint8Array | undefined): Uint8Array {
  assert.ok(bytes !== undefined);
  const mangled = Uint8Array.from(bytes);
  mangled[Math.floor(bytes.length / 2)] = (mangled[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
  return mangled;
}

test("a thread that stops while it works is an error, and no verdict", async () => {
  const archive = await openBundle(await buildBundle(tellLongStory(600)), 3);
  const stops = [
    'parentPort.on("message", () => process.exit(7)); parentPort.postMessage("ready");',
    'parentPort.on("message", () => { throw new Error("out of memory"); }); parentPort.postMessage("ready");',
    'parentPort.postMessage("ready"); parentPort.close();',
  ];
  for (const stop of stops) {
    await assert.rejects(reportInThreads(archive, null, threadThat(stop)), (error: Error) => {
      assert.match(error.message, /was not finished.*says nothing about the bundle.*run it again/);
      return Reflect.get(error, "code") === "unavailable";
    });
  }
  await archive.close();
});

test("what a thread cannot do is an error, and no verdict", async () => {
  const archive = await openBundle(await buildBundle(tellLongStory(600)), 3);
  const fails =
    'parentPort.on("message", ({ id }) => parentPort.postMessage({ id, error: new Error("the disk is gone") }));' +
    'parentPort.postMessage("ready");';
  await assert.rejects(reportInThreads(archive, null, threadThat(fails)), /the disk is gone/);
  await archive.close();
});

test("where no thread can be started, this one does the work", async () => {
  const archive = await openBundle(await buildBundle(tellLongStory(600)), 3);
  const alone = await verifyBundle(archive, null);
  assert.deepEqual(await reportInThreads(archive, null, pathToFileURL(join(folder, "nowhere.mjs"))), alone);
  assert.deepEqual(await reportInThreads(archive, null, threadThat("throw new Error('not here');")), alone);
  await archive.close();
});

test("a pool that was closed has no threads left, also while they start", async () => {
  const archive = await openBundle(await buildBundle(tellLongStory(300)), 3);
  const pool: TileReading & { close(): Promise<void> } = startTilePool(archive, 2);
  await pool.close();
  await archive.close();
});
