import { inflateSync } from "node:zlib";
import type { PictureSize } from "./picture-size.ts";
import { refuseBroken, refuseLogo, refuseMore, refuseMoving } from "./refuse.ts";

/** Bytes that the packed texts and colour profiles of a picture may unpack to, together: a logo has little to say. */
const PACKED_LIMIT = 512 * 1024;
/** Greatest number of chunks; a PNG of this size has a few dozen. */
const CHUNK_LIMIT = 4_096;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(SIGNATURE);
}

/**
 * Size of a PNG from its chunks (W3C PNG, section 5), without unpacking a pixel.
 * @throws RefusedError `invalid_field` when it is damaged, moves, hides something behind its end, or unpacks to too much
 */
export function readPng(bytes: Buffer): PictureSize {
  let size: PictureSize | null = null;
  let packed = PACKED_LIMIT;
  let at = SIGNATURE.length;
  for (let count = 0; count < CHUNK_LIMIT; count += 1) {
    if (at + 12 > bytes.length) refuseBroken();
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const end = at + 12 + length;
    if (end > bytes.length || (size === null) !== (type === "IHDR")) refuseBroken();
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") size = readHeader(data);
    if (type === "acTL") refuseMoving();
    packed -= unpackedLength(type, data, packed);
    if (type === "IEND") {
      if (end !== bytes.length) refuseMore();
      return size ?? refuseBroken();
    }
    at = end;
  }
  return refuseBroken();
}

function readHeader(data: Buffer): PictureSize {
  if (data.length !== 13) refuseBroken();
  return { width: data.readUInt32BE(0), height: data.readUInt32BE(4) };
}

/** Bytes that a chunk of packed text or colours unpacks to; a few hundred of them can hold gigabytes. */
function unpackedLength(type: string, data: Buffer, limit: number): number {
  const start = packedStart(type, data);
  if (start === null) return 0;
  try {
    return inflateSync(data.subarray(start), { maxOutputLength: Math.max(1, limit) }).length;
  } catch (cause) {
    const isTooMuch = cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
    if (!isTooMuch) refuseBroken(cause);
    return refuseLogo(
      "This picture carries far more text or colour data than a logo needs. Save it again as PNG without comments and profiles, and try once more.",
      cause,
    );
  }
}

/** Where the packed bytes of a chunk begin (sections 11.3.2.3, 11.3.3.3 and 11.3.3.4); null where nothing is packed. */
function packedStart(type: string, data: Buffer): number | null {
  const name = data.indexOf(0);
  if (type === "zTXt" || type === "iCCP") return name < 0 ? refuseBroken() : name + 2;
  if (type !== "iTXt") return null;
  const language = data.indexOf(0, name + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (name < 0 || translated < 0) return refuseBroken();
  return data[name + 1] === 1 ? translated + 1 : null;
}
