import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

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
  // node --test runs each file in a process of its own; its process is the parent.
  const run = process.env.NODE_TEST_CONTEXT === undefined ? process.pid : process.ppid;
  const dir = join(tmpdir(), `undersigned-postgres-${process.getuid?.() ?? 0}-${run}`);
  if (makeFolder(dir)) {
    const supervisor = fileURLToPath(new URL("./postgres-supervisor.ts", import.meta.url));
    // Detached and without our pipes: it must outlive this file's process, and nobody may wait for it.
    spawn(process.execPath, [supervisor, dir, String(run)], { detached: true, stdio: "ignore" }).unref();
  }
  return waitForServer(dir);
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
    if (existsSync(join(dir, "server.json"))) {
      return (JSON.parse(readFileSync(join(dir, "server.json"), "utf8")) as { url: string }).url;
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`No PostgreSQL came up in ${dir} within a minute`);
}
