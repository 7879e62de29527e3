import { open } from "node:fs/promises";

/** Writes a new file, readable by its owner alone. Its bytes are durable once it resolves; its name is by `syncFolder`. */
export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What was made, renamed or removed in a folder is durable once the folder itself is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
