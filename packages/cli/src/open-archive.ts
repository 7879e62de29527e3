import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { Archive, ZipSource } from "@undersigned/core/zip/archive.ts";
import { readArchive } from "@undersigned/core/zip/archive.ts";
import { inflate } from "./inflate.ts";

/** A zip on disk, open until it is closed. */
export type OpenArchive = Archive & {
  /** The open file, for other threads of this process to read in too. */
  readonly fd: number;
  close(): Promise<void>;
};

/**
 * Opens a zip for reading.
 * @throws MalformedError as readArchive does
 * @throws Error of node:fs when the file cannot be read
 */
export async function openArchive(path: string): Promise<OpenArchive> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const archive = await readArchive(sourceOf(handle, size));
    return { ...archive, fd: handle.fd, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function sourceOf(handle: FileHandle, size: number): ZipSource {
  return {
    size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      return bytes.subarray(0, bytesRead);
    },
    inflate: async (data, length) => inflate(data, length),
    crc32,
  };
}
