import type { PictureSize } from "./picture-size.ts";
import { refuseBroken, refuseMore, refuseMoving } from "./refuse.ts";

const CHUNK_LIMIT = 256;

export function isWebp(bytes: Buffer): boolean {
  return bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP";
}

/**
 * Size of a WebP from its chunks (RFC 9649), without decoding a pixel: the larger of what its canvas and its picture say.
 * @throws RefusedError `invalid_field` when it is damaged, moves, or hides something behind its end
 */
export function readWebp(bytes: Buffer): PictureSize {
  if (bytes.length < 20) refuseBroken();
  const total = bytes.readUInt32LE(4) + 8;
  if (total > bytes.length) refuseBroken();
  if (total < bytes.length) refuseMore();
  let size: PictureSize = { width: 0, height: 0 };
  let at = 12;
  for (let count = 0; at < bytes.length; count += 1) {
    if (at + 8 > bytes.length || count >= CHUNK_LIMIT) refuseBroken();
    const type = bytes.toString("latin1", at, at + 4);
    const end = at + 8 + bytes.readUInt32LE(at + 4);
    if (end > bytes.length) refuseBroken();
    if (type === "ANIM" || type === "ANMF") refuseMoving();
    const one = sizeOf(type, bytes.subarray(at + 8, end));
    size = { width: Math.max(size.width, one.width), height: Math.max(size.height, one.height) };
    // A chunk of odd length is followed by one byte of nothing.
    at = end + ((end - at) % 2);
  }
  return size;
}

function sizeOf(type: string, data: Buffer): PictureSize {
  switch (type) {
    case "VP8X":
      if (data.length < 10) refuseBroken();
      return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
    case "VP8 ":
      if (data.length < 10) refuseBroken();
      return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
    case "VP8L": {
      if (data.length < 5 || data[0] !== 0x2f) refuseBroken();
      const bits = data.readUInt32LE(1);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return { width: 0, height: 0 };
  }
}
