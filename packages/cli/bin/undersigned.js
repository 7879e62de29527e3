#!/usr/bin/env node
// @ts-check
// The command `undersigned`: the built program in the published package, the sources in a clone.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const built = new URL("../dist/undersigned.js", import.meta.url);
const starter = new URL("../../../tools/start.mjs", import.meta.url);
const source = new URL("../src/main.ts", import.meta.url);
const quiet = "--disable-warning=ExperimentalWarning";
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (existsSync(source) && existsSync(starter)) {
  const islands = process.argv.includes("serve") ? ["--islands"] : [];
  process.argv.splice(2, 0, ...islands, fileURLToPath(source));
  await import(starter.href);
} else if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `undersigned needs Node 22.18 or newer; this is Node ${process.versions.node}.\n` +
      "Install Node 24 from https://nodejs.org and try again.",
  );
  process.exitCode = 2;
} else {
  // Node 22 warns of its own SQLite at every start. Only a flag of the process silences that in worker threads too.
  if (major < 24 && process.platform !== "win32" && !process.execArgv.includes(quiet)) {
    const program = [quiet, ...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
    // The environment is named because Node 22 passes none by itself.
    process.execve?.(process.execPath, [process.execPath, ...program], { ...process.env });
  }
  await import(built.href);
}
