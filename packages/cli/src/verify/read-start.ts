import { open } from "node:fs/promises";

/** The file, or its first `limit` bytes when it is longer: enough to refuse it. @throws Error of node:fs */
export async function readStart(path: string, limit: number): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const bytes = new Uint8Array(Math.min(limit, (await file.stat()).size));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
