import { spawn, spawnSync } from "node:child_process";
import { chownSync, closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { findPostgres } from "./postgres-binaries.ts";
import { isAlive } from "./process-alive.ts";

/**
 * A process of its own that starts a PostgreSQL server for tests, and stops it and removes its folder when the tests'
 * process has ended, however that ended. Arguments: the folder, and the process to outlive.
 */

const [dir = "", watched = ""] = process.argv.slice(2);

function tell(file: string, content: string): void {
  // Renamed into place, so that nobody reads half of it.
  writeFileSync(join(dir, `${file}.new`), content);
  renameSync(join(dir, `${file}.new`), join(dir, file));
}

function initialise(binaries: PostgresBinaries, data: string): void {
  const { uid, gid } = binaries.user;
  mkdirSync(data, { mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(data, uid, gid);
  const { status, error, stderr } = spawnSync(
    binaries.initdb,
    ["--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"],
    { ...binaries.user, cwd: data, encoding: "utf8", env: { LC_ALL: "C", PATH: process.env.PATH } },
  );
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr}`);
}

function start(binaries: PostgresBinaries, data: string) {
  const log = openSync(join(dir, "log"), "a");
  const settings = ["listen_addresses=", `unix_socket_directories=${data}`, "max_connections=200", "fsync=on"];
  const server = spawn(binaries.postgres, ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
    ...binaries.user,
    cwd: data,
    env: { LC_ALL: "C", PATH: process.env.PATH },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  return server;
}

async function waitUntilReady(url: string, server: ReturnType<typeof start>): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (server.exitCode !== null || Date.now() > deadline) {
        throw new Error(`PostgreSQL did not start: ${readFileSync(join(dir, "log"), "utf8")}`, { cause });
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}

async function main(): Promise<void> {
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopped.abort());
  const watch = setInterval(() => {
    if (!isAlive(Number(watched))) stopped.abort();
  }, 200);
  const stop = new Promise<void>((resolve) => stopped.signal.addEventListener("abort", () => resolve()));
  try {
    await serveUntil(stop);
  } catch (error) {
    tell("failed", error instanceof Error ? error.message : String(error));
    await stop;
  }
  clearInterval(watch);
  rmSync(dir, { recursive: true, force: true });
}

async function serveUntil(stop: Promise<void>): Promise<void> {
  const binaries = findPostgres(dir);
  const data = join(dir, "data");
  initialise(binaries, data);
  const server = start(binaries, data);
  const ended = new Promise<void>((resolve) => server.on("exit", () => resolve()));
  try {
    const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(data)}`;
    await waitUntilReady(url, server);
    tell("server.json", JSON.stringify({ url, supervisor: process.pid }));
    await Promise.race([stop, ended]);
  } finally {
    // SIGINT is PostgreSQL's fast shutdown: whoever is still connected is sent away.
    server.kill("SIGINT");
    const giveUp = setTimeout(() => server.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(giveUp);
  }
}

await main();
