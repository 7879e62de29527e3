import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { isAlive } from "./process-alive.ts";

export type TestDatabase = {
  readonly url: string;
  drop(): Promise<void>;
};

/** A new, empty database on a real PostgreSQL server, which is started if it does not run yet. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = await startPostgres();
  const name = `test_${randomBytes(8).toString("hex")}`;
  await run(admin, `create database ${name}`);
  return {
    url: admin.replace("/postgres?", `/${name}?`),
    drop: () => run(admin, `drop database ${name} with (force)`),
  };
}

let started: Promise<string> | null = null;

/**
 * Starts the server once for all files of one `node --test` run, or for this process when there is none, and returns the
 * address of its maintenance database. It ends with that run.
 * @throws when no PostgreSQL can be started: the tests must fail then, not pass by leaving something out
 */
export function startPostgres(): Promise<string> {
  started ??= startOrJoin();
  return started;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function startOrJoin(): Promise<string> {
  const dir = join(tmpdir(), `undersigned-postgres-${process.getuid?.() ?? 0}-${testRun()}`);
  // What a supervisor left that was itself killed, long ago, for a process that had the same number.
  const old = readServer(dir);
  if (old !== null && !isAlive(old.supervisor)) rmSync(dir, { recursive: true, force: true });
  if (makeFolder(dir)) {
    const supervisor = fileURLToPath(new URL("./postgres-supervisor.ts", import.meta.url));
    // Detached and without our pipes: it must outlive this file's process, and nobody may wait for it.
    spawn(process.execPath, [supervisor, dir, String(testRun())], { detached: true, stdio: "ignore" }).unref();
  }
  return waitForServer(dir);
}

/** The process that the server is for: node --test runs each file in a process of its own, whose parent it is. */
function testRun(): number {
  return process.env.NODE_TEST_CONTEXT === undefined ? process.pid : process.ppid;
}

/** Whoever makes the folder starts the server; the others wait. */
function makeFolder(dir: string): boolean {
  try {
    mkdirSync(dir);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
  // PostgreSQL's own user must get through to its data, which it keeps to itself.
  chmodSync(dir, 0o755);
  return true;
}

async function waitForServer(dir: string): Promise<string> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (existsSync(join(dir, "failed"))) throw new Error(readFileSync(join(dir, "failed"), "utf8"));
    const server = readServer(dir);
    if (server !== null) return server.url;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`No PostgreSQL came up in ${dir} within a minute`);
}

function readServer(dir: string): { url: string; supervisor: number } | null {
  const file = join(dir, "server.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { url: string; supervisor: number }) : null;
}
