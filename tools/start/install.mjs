// @ts-check
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { Failure } from "./failure.mjs";
import { errorCode, withLock } from "./lock.mjs";
import { dropBrokenRuntime } from "./runtime.mjs";

/**
 * One package in a lock file of npm (lockfileVersion 3).
 * @typedef {{ version?: string, link?: boolean, dev?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage
 */

/**
 * Installs what package-lock.json says, unless it is there already. Nothing is ever resolved anew or written to the lock.
 * @param {string} root
 * @param {boolean} dev also what only tests, checks and builds need
 */
export async function ensurePackages(root, dev) {
  if (isInstalled(root, dev)) return;
  await withLock(root, "Another start is installing the packages; waiting for it ...", async (setChild) => {
    if (isInstalled(root, dev)) return;
    const started = Date.now();
    console.error(`Installing the packages${dev ? " for development" : ""} (once) ...`);
    await runNpm(root, dev, setChild);
    dropBrokenRuntime(root);
    console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  });
}

/**
 * Compares the lock with what npm says it installed (node_modules/.package-lock.json, which it writes last), so that an
 * install by hand counts and one that was cut short does not.
 * @param {string} root
 * @param {boolean} dev
 */
export function isInstalled(root, dev) {
  const wanted = readLock(path.join(root, "package-lock.json"));
  const present = readLock(path.join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined)
    throw new Failure(`${root} has no package-lock.json that can be read: is the clone complete?`);
  if (present === undefined) return false;
  for (const [where, locked] of Object.entries(wanted)) {
    if (!where.includes("node_modules/") || (locked.dev && !dev)) continue;
    const found = present[where];
    if (found === undefined ? !isLeftOutSometimes(locked) : found.version !== locked.version) return false;
  }
  return true;
}

/**
 * Packages for other platforms, and peers that nobody asked for.
 * @param {LockedPackage} locked
 */
function isLeftOutSometimes(locked) {
  return locked.optional === true || locked.devOptional === true || locked.peer === true;
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} root
 * @param {boolean} dev
 * @param {(pid: number | undefined) => void} setChild
 */
async function runNpm(root, dev, setChild) {
  const marker = path.join(root, "node_modules", ".package-lock.json");
  // `npm ci` empties node_modules, under the feet of whatever runs from it; so it is for the first time alone.
  const present = readLock(marker);
  const words = present === undefined ? ["ci"] : ["install", "--no-save"];
  // Gone until npm has finished: an install that is cut short starts again from nothing.
  rmSync(marker, { force: true });
  // Said in full, since NODE_ENV=production or a setting of the user's would leave packages out.
  const keepsDev = dev || Object.values(present ?? {}).some((locked) => locked.dev);
  words.push(keepsDev ? "--include=dev" : "--omit=dev", "--include=optional", "--engine-strict=false");
  words.push("--no-audit", "--no-fund", "--no-progress", "--loglevel=error", "--prefer-offline");
  const cache = borrowedCache();
  if (cache !== undefined) words.push(`--cache=${cache}`);
  try {
    const { status, output } = await capture(root, [...npmCommand(), ...words], setChild);
    if (status !== "0" || !isInstalled(root, dev)) throw new Failure(explain(root, status, output));
  } finally {
    if (cache !== undefined) rmSync(cache, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {string} status
 * @param {string} output
 */
function explain(root, status, output) {
  return [
    output.trimEnd(),
    "",
    `npm could not install the packages (it ended with ${status}). What it said is above. Usual causes:`,
    "  - no network, or a proxy or registry that npm was not told of: npm ping, npm config get registry",
    `  - a full disk, or a folder this user may not write: df -h ${root}`,
    "Mend it and run the same command again. Nothing has to be cleaned up first.",
  ].join("\n");
}

/** The npm that runs this script, else the one on the path. */
function npmCommand() {
  const running = process.env.npm_execpath;
  const cli = running === undefined ? undefined : path.join(path.dirname(running), "npm-cli.js");
  if (cli !== undefined && existsSync(cli)) return [process.env.npm_node_execpath ?? process.execPath, cli];
  return ["npm"];
}

/** A cache for users without a home that can be written (containers with any user id, service accounts). */
function borrowedCache() {
  if (process.env.npm_config_cache !== undefined && isWritable(path.dirname(process.env.npm_config_cache)))
    return undefined;
  return isWritable(homedir()) ? undefined : mkdtempSync(path.join(tmpdir(), "undersigned-npm-"));
}

/**
 * Whether this user may make files in the folder.
 * @param {string} folder
 */
export function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a command to its end, keeping what it prints.
 * @param {string} folder
 * @param {readonly string[]} command
 * @param {(pid: number | undefined) => void} setChild
 * @returns {Promise<{ status: string, output: string }>} status: exit status or name of a signal
 */
export function capture(folder, command, setChild) {
  const [program, ...words] = command;
  if (program === undefined) throw new Error("a command needs a program");
  return new Promise((resolve, reject) => {
    const shell = process.platform === "win32" && program === "npm";
    const child = spawn(program, words, { cwd: folder, shell, stdio: ["ignore", "pipe", "pipe"] });
    setChild(child.pid);
    let output = "";
    child.stdout.on("data", (part) => (output += part));
    child.stderr.on("data", (part) => (output += part));
    child.on("error", (error) => {
      if (errorCode(error) !== "ENOENT") return reject(error);
      reject(new Failure(`${program} was not found. Install Node 24 with npm from https://nodejs.org and try again.`));
    });
    child.on("close", (code, signal) => resolve({ status: signal ?? String(code), output }));
  });
}
