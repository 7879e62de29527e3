import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { readIfThere } from "./files.ts";

const LOCK_FILE = "_lock";

/**
 * Takes a folder for this process alone: two monitors would overwrite what each remembers. One that was killed leaves its lock,
 * which the next takes over.
 * @returns how to give it back
 * @throws RefusedError `configuration` while another is at work
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, LOCK_FILE);
  const holder = await readIfThere(path);
  const pid = holder === null ? Number.NaN : Number(decodeUtf8(holder));
  if (holder !== null && !isAlive(pid)) await rm(path, { force: true });
  try {
    const file = await open(path, "wx");
    await file.writeFile(String(process.pid));
    await file.close();
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
    throw new RefusedError(
      "configuration",
      `Another monitor (process ${pid}) works in ${folder}. Give each a --folder of its own. If there is none, delete ${path}.`,
      { cause },
    );
  }
  return () => rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
