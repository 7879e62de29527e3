import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeLargeBundle } from "./large-bundle.ts";
import { median } from "./load.ts";

export type VerifyingRun = {
  /** Of `undersigned verify`, from its start to its end, in seconds. */
  readonly seconds: number;
  /** Of each plain way of asking node:crypto, in seconds. */
  readonly floors: Readonly<Record<string, number>>;
  /** The median of the ratios to the fastest of them, each to the one measured beside it. */
  readonly ratio: number;
  /** The same to the fastest that gives bytes. */
  readonly ratioToBytes: number;
  /** The most memory of the verifying process, all threads, in bytes. */
  readonly peak: number;
};

const ROUNDS = 5;
const PROGRAM = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url));
const PEAK = new URL("./peak-memory.ts", import.meta.url).href;
const FLOOR = fileURLToPath(new URL("./hash-floor.ts", import.meta.url));

/** `undersigned verify` on a bundle of `size` entries, in turn with the floor (hash-floor.ts), so that both have the same machine. */
export async function measureVerifying(size: number): Promise<VerifyingRun> {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-bench-"));
  const path = join(folder, "bundle.zip");
  try {
    const key = await writeLargeBundle(path, size);
    const floor = spawn(process.execPath, [FLOOR], {
      env: { ...process.env, FLOOR_BUNDLE: path, FLOOR_SIZE: String(size) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    try {
      await nextMessage(floor);
      return await compare(floor, path, key);
    } finally {
      floor.kill();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(floor: ChildProcess, path: string, key: string): Promise<VerifyingRun> {
  // Once before, so that what is measured is neither the disk nor the first time that code runs.
  await verify(path, key);
  await askFloor(floor);
  const rounds: { seconds: number; peak: number; floors: Record<string, number> }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const floors = await askFloor(floor);
    rounds.push({ ...(await verify(path, key)), floors });
  }
  const ways = Object.keys(rounds[0]?.floors ?? {});
  const fastest = (floors: Record<string, number>, of: readonly string[]) =>
    Math.min(...of.map((way) => floors[way] ?? 0));
  const inBytes = ways.filter((way) => way !== "hash to hexadecimal");
  return {
    seconds: median(rounds.map(({ seconds }) => seconds)),
    floors: Object.fromEntries(ways.map((way) => [way, median(rounds.map(({ floors }) => floors[way] ?? 0))])),
    ratio: median(rounds.map(({ seconds, floors }) => seconds / fastest(floors, ways))),
    ratioToBytes: median(rounds.map(({ seconds, floors }) => seconds / fastest(floors, inBytes))),
    peak: Math.max(...rounds.map(({ peak }) => peak)),
  };
}

async function askFloor(floor: ChildProcess): Promise<Record<string, number>> {
  floor.send("measure");
  return (await nextMessage(floor)) as Record<string, number>;
}

/** Runs the program as anybody does. */
async function verify(path: string, key: string): Promise<{ seconds: number; peak: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", PEAK, PROGRAM, "verify", path, "--key", key], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const told = nextMessage(child);
  const [status] = await once(child, "exit");
  const seconds = (performance.now() - start) / 1_000;
  if (status !== 0) throw new Error(`undersigned verify ended with status ${status}: the bundle of the bench is valid`);
  const { peak } = (await told) as { peak: number };
  return { seconds, peak };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, "message");
  return message;
}
