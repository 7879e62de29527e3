// @ts-check
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "./failure.mjs";

/** The holder touches its lock once a second; one untouched for this long was left behind. */
const STALE_MS = 15_000;
/** The child of a holder that was killed may still be at work. It is waited for, but no longer than this. */
const ORPHAN_MS = 600_000;
const RETRY_MS = 200;

/**
 * What the lock file holds. `child` is the process that does the work, and may outlive `pid`.
 * @typedef {{ pid: number, child: number | null, host: string, token: string }} Holder
 */

/**
 * Runs `work` while no other process of this folder does. Those that come second wait for the first.
 * @template T
 * @param {string} root folder that the lock guards
 * @param {string} waiting line to show once when another process holds the lock
 * @param {(setChild: (pid: number | undefined) => void) => Promise<T>} work calls `setChild` with the process it starts
 * @returns {Promise<T>}
 */
export async function withLock(root, waiting, work) {
  const file = path.join(root, ".installing");
  const token = `${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  /** @type {Holder} */
  const own = { pid: process.pid, child: null, host: hostname(), token };
  let told = false;
  while (!take(file, own)) {
    if (isHeld(file)) {
      if (!told) console.error(waiting);
      told = true;
    } else {
      moveAside(file, token);
    }
    // Also after moving a stale lock aside: whoever judged that same lock stale has long acted on it when we take ours.
    await sleep(RETRY_MS);
  }
  const beat = setInterval(() => touch(file), 1000);
  beat.unref();
  try {
    return await work((pid) => {
      own.child = pid ?? null;
      writeFileSync(file, JSON.stringify(own));
    });
  } finally {
    clearInterval(beat);
    if (read(file)?.token === token) rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {Holder} own
 * @returns {boolean} whether the lock is now ours
 */
function take(file, own) {
  try {
    writeFileSync(file, JSON.stringify(own), { flag: "wx" });
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") return false;
    if (code !== "EACCES" && code !== "EPERM" && code !== "EROFS") throw error;
    throw new Failure(
      `Something has to be installed or built in ${path.dirname(file)}, but this user may not write there.\n` +
        "Give the folder to this user (chown -R), or make a clone of your own.",
    );
  }
}

/** @param {string} file */
function isHeld(file) {
  const age = ageOf(file);
  if (age === undefined) return false;
  const holder = read(file);
  // Unreadable for a moment while it is written; another machine's processes cannot be seen from here.
  if (holder === undefined || holder.host !== hostname()) return age < STALE_MS;
  if (isAlive(holder.pid) && age < STALE_MS) return true;
  return holder.child !== null && isAlive(holder.child) && age < ORPHAN_MS;
}

/**
 * Renaming is atomic: of two processes that judged the same lock stale, one moves it and the other finds nothing.
 * @param {string} file
 * @param {string} token
 */
function moveAside(file, token) {
  const aside = `${file}-${token}`;
  try {
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

/**
 * @param {string} file
 * @returns {Holder | undefined} undefined when the file is gone or half written
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file
 * @returns {number | undefined} milliseconds since the file was last touched; undefined when it is gone
 */
function ageOf(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Gone: somebody took this process for dead. The work goes on, and the next start looks at what is installed.
  }
}

/**
 * The `code` of a system error.
 * @param {unknown} error
 */
export function errorCode(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
