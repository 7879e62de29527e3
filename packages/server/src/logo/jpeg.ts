import type { PictureSize } from "./picture-size.ts";
import { refuseBroken, refuseLogo, refuseMore } from "./refuse.ts";

/** A progressive picture is drawn once for each scan: about ten of them are usual. */
const SCAN_LIMIT = 32;
const [SOI, EOI, SOS] = [0xd8, 0xd9, 0xda];
/** Start of frame, but for the three markers of other kinds among them (ITU-T T.81, table B.1). */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

export function isJpeg(bytes: Buffer): boolean {
  return bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff;
}

/**
 * Size of a JPEG from its markers, without decoding a pixel.
 * @throws RefusedError `invalid_field` when it is damaged, hides something behind its end, or would be drawn too often
 */
export function readJpeg(bytes: Buffer): PictureSize {
  let size: PictureSize | null = null;
  let scans = 0;
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) refuseBroken();
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1] ?? refuseBroken();
    if (marker === EOI) {
      if (at + 2 !== bytes.length) refuseMore();
      return scans > 0 && size !== null ? size : refuseBroken();
    }
    if (at + 4 > bytes.length) refuseBroken();
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) refuseBroken();
    if (isFrame(marker)) {
      if (size !== null || end < at + 9) refuseBroken();
      size = { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
    at = end;
    if (marker !== SOS) continue;
    scans += 1;
    if (scans > SCAN_LIMIT) {
      refuseLogo("This JPEG is drawn in too many steps. Save it again as PNG, and try once more.");
    }
    at = endOfScan(bytes, at);
  }
}

/** The next marker that is neither an escaped byte nor a restart within the scan (section F.1.2.3). */
function endOfScan(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(0xff, start);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
    at = bytes.indexOf(0xff, at + 2);
  }
  return refuseBroken();
}
