import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createFileOnce } from "../secrets.ts";
import { randomToken } from "./tokens.ts";

const NAME = "setup-token";

/** The one-time token of `dataDir`, made when there is none. Whoever can read the folder may set the depositary up. */
export function loadSetupToken(dataDir: string): string {
  return readSetupToken(dataDir) ?? makeSetupToken(dataDir);
}

/** Once it is used, or no longer needed. */
export function dropSetupToken(dataDir: string): void {
  rmSync(join(dataDir, NAME), { force: true });
}

function makeSetupToken(dataDir: string): string {
  createFileOnce(dataDir, NAME, `${randomToken()}\n`);
  return readFileSync(join(dataDir, NAME), "utf8").trim();
}

function readSetupToken(dataDir: string): string | null {
  try {
    return readFileSync(join(dataDir, NAME), "utf8").trim() || null;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw cause;
  }
}
