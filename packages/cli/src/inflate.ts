import { inflateRawSync } from "node:zlib";
import { MalformedError } from "@undersigned/core/errors.ts";

/** The least that zlib takes for a piece of its output, in bytes. */
const LEAST_CHUNK = 64;

/**
 * Unpacks raw deflate data (RFC 1951) that should come to `size` bytes.
 * @throws MalformedError `malformed` for damaged data, for more than `size` bytes, before they take up memory, and when
 * bytes follow the end of the data
 */
export function inflate(data: Uint8Array, size: number): Uint8Array {
  let inflated: unknown;
  try {
    inflated = inflateRawSync(data, {
      // More than this is refused here, before it takes up memory.
      maxOutputLength: Math.max(1, size),
      // With room for one byte more than it should have, the output comes in one piece.
      chunkSize: Math.max(LEAST_CHUNK, size + 1),
      info: true,
    });
  } catch (cause) {
    throw new MalformedError("malformed", "it is damaged: it cannot be unpacked", { cause });
  }
  const { buffer, engine } = inflated as { buffer: Buffer; engine: { bytesWritten: number } };
  if (engine.bytesWritten !== data.length) {
    throw new MalformedError("malformed", "it is damaged: bytes follow its end");
  }
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
