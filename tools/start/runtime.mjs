// @ts-check
import { spawn, spawnSync } from "node:child_process";
import { realpathSync, rmSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Failure } from "./failure.mjs";

/** The first Node that runs erasable TypeScript without a flag and has node:sqlite. */
const LEAST = [22, 18];

/**
 * A Node that can run this repository; `current` when it is the one running now.
 * @typedef {{ path: string, current: boolean }} Runtime
 */

/**
 * The Node that npm installed (package.json, optionalDependencies); undefined where there is none for this platform.
 * @param {string} root
 */
function pinnedRuntime(root) {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const folder = path.join(root, "node_modules", `node-${platform}-${process.arch}`, "bin");
  try {
    return realpathSync(path.join(folder, platform === "win" ? "node.exe" : "node"));
  } catch {
    return undefined;
  }
}

/**
 * The pinned Node if it runs here, else the one running now if it is new enough.
 * @param {string} root
 * @returns {Runtime}
 */
export function findRuntime(root) {
  const pinned = pinnedRuntime(root);
  const current = realpathSync(process.execPath);
  if (pinned === current) return { path: current, current: true };
  if (pinned !== undefined && runs(pinned)) return { path: pinned, current: false };
  if (isEnough(process.versions.node)) return { path: current, current: true };
  throw new Failure(
    `Undersigned needs Node ${LEAST.join(".")} or newer; this is Node ${process.versions.node}, and npm has no newer one that ` +
      `runs on this machine (${process.platform} ${process.arch}).\nInstall Node 24 from https://nodejs.org and try again.`,
  );
}

/** @param {string} version such as "22.18.0" */
export function isEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** @param {string} node */
function runs(node) {
  return spawnSync(node, ["--version"], { stdio: "ignore" }).status === 0;
}

/**
 * npm puts node_modules/.bin before the path of its scripts. Where the pinned Node cannot run (musl, an old C library) its
 * link there would hide the machine's own from every later `npm start`.
 * @param {string} root
 */
export function dropBrokenRuntime(root) {
  const pinned = pinnedRuntime(root);
  if (pinned !== undefined && !runs(pinned)) rmSync(path.join(root, "node_modules", ".bin", "node"), { force: true });
}

/**
 * Runs `file`: in this process where it can, else in this process's place, else as a child.
 * @param {string} root
 * @param {Runtime} runtime
 * @param {string} file
 * @param {readonly string[]} words
 */
export async function runFile(root, runtime, file, words) {
  process.env.NODE_COMPILE_CACHE ??= path.join(root, "node_modules", ".cache", "node");
  if (runtime.current) {
    module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
    // A server may end by a signal that leaves no time to write what was compiled.
    setTimeout(() => module.flushCompileCache?.(), 2000).unref();
    process.argv = [runtime.path, file, ...words];
    await import(pathToFileURL(file).href);
    return;
  }
  if (process.platform !== "win32" && process.execve !== undefined) {
    // The environment is named because Node 22 passes none by itself.
    process.execve(runtime.path, [runtime.path, file, ...words], { ...process.env });
  }
  await runChild(runtime.path, [file, ...words]);
}

/**
 * Runs a program as a child that shares the terminal; its end, by status or by signal, becomes this process's own.
 * @param {string} node
 * @param {readonly string[]} words
 */
export async function runChild(node, words) {
  const child = spawn(node, words, { stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      // A terminal sends its interrupt to the child as well; a second one would look like impatience.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  const parent = process.ppid;
  const watch = setInterval(() => {
    // npm's shell dies of a signal without passing it on; nobody is left to stop the child then but this process.
    if (process.ppid !== parent) child.kill("SIGTERM");
  }, 200);
  /** @type {{ code: number | null, signal: NodeJS.Signals | null }} */
  const end = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  clearInterval(watch);
  if (end.signal === null) {
    process.exitCode = end.code ?? 1;
    return;
  }
  // Pass the child's end on as it was, so that a shell sees the signal too.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(signal);
  process.kill(process.pid, end.signal);
}
