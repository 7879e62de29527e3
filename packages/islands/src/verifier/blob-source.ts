import { MalformedError } from "@undersigned/core/errors.ts";
import type { ZipSource } from "@undersigned/core/zip/archive.ts";

/** A zip that the browser was given. It is read piece by piece, and never as a whole. */
export function blobSource(blob: Blob): ZipSource {
  return {
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
    inflate,
  };
}

/** Unpacks by the browser's own inflate, which refuses damaged data and bytes after their end. */
async function inflate(data: Uint8Array, size: number): Promise<Uint8Array> {
  const unpacked = new Blob([new Uint8Array(data)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(size);
  let length = 0;
  const reader = unpacked.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new MalformedError("malformed", "it is damaged: it cannot be unpacked", { cause });
    });
    if (done) break;
    if (length + value.length > size) {
      await reader.cancel();
      throw new MalformedError("malformed", "it is damaged: it unpacks to more than it says");
    }
    bytes.set(value, length);
    length += value.length;
  }
  return bytes.subarray(0, length);
}
