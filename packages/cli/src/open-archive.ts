import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";
import { MalformedError } from "@undersigned/core/errors.ts";
import type { Archive, ZipSource } from "@undersigned/core/zip/archive.ts";
import { readArchive } from "@undersigned/core/zip/archive.ts";

/** A zip on disk, open until it is closed. */
export type OpenArchive = Archive & { close(): Promise<void> };

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
    return { ...archive, close: () => handle.close() };
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
  };
}

function inflate(data: Uint8Array, size: number): Uint8Array {
  let inflated: unknown;
  try {
    // More than this is refused here, before it takes up memory.
    inflated = inflateRawSync(data, { maxOutputLength: Math.max(1, size), info: true });
  } catch (cause) {
    throw new MalformedError("malformed", "it is damaged: it cannot be unpacked", { cause });
  }
  const { buffer, engine } = inflated as { buffer: Buffer; engine: { bytesWritten: number } };
  if (engine.bytesWritten !== data.length) {
    throw new MalformedError("malformed", "it is damaged: bytes follow its end");
  }
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
