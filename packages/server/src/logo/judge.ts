import { isJpeg, readJpeg } from "./jpeg.ts";
import type { PictureSize } from "./picture-size.ts";
import { isPng, readPng } from "./png.ts";
import { refuseBroken, refuseLogo } from "./refuse.ts";
import { isWebp, readWebp } from "./webp.ts";

/** Greatest number of bytes of a logo as it is sent. */
export const LOGO_BYTES = 1024 * 1024;
/** Greatest number of pixels of a logo as it is sent. */
export const LOGO_PIXELS = 16_000_000;

/**
 * Judges a file that is said to be a logo by its bytes alone, before anything of it is unpacked into pixels. Its name and its
 * type are not asked: anybody can write anything there.
 * @throws RefusedError `invalid_field` with a sentence for whoever chose it
 */
export function judgeLogo(bytes: Buffer): PictureSize {
  if (bytes.length === 0) refuseLogo("Please choose a picture of the logo first.");
  if (bytes.length > LOGO_BYTES) {
    refuseLogo(
      `This file has ${(bytes.length / 1024 / 1024).toFixed(1)} MiB; a logo may have 1 MiB. It is shown 400 pixels wide at most: please save it smaller.`,
    );
  }
  const size = readSize(bytes);
  if (size.width === 0 || size.height === 0) refuseBroken();
  if (size.width * size.height > LOGO_PIXELS) {
    refuseLogo(
      `This picture has ${size.width} × ${size.height} pixels; a logo may have 16 million in all. It is shown 400 pixels wide at most: please save it smaller.`,
    );
  }
  return size;
}

function readSize(bytes: Buffer): PictureSize {
  if (isPng(bytes)) return readPng(bytes);
  if (isJpeg(bytes)) return readJpeg(bytes);
  if (isWebp(bytes)) return readWebp(bytes);
  if (isSvg(bytes)) {
    return refuseLogo(
      "This is an SVG. It can hold scripts, so none is taken. Please save the logo as PNG, 400 pixels wide or more, and try once more.",
    );
  }
  return refuseLogo(
    "This file is not a PNG, JPEG or WebP picture, whatever its name ends in. Please save the logo as PNG and try once more.",
  );
}

/** Only for the words of the refusal. */
function isSvg(bytes: Buffer): boolean {
  const start = bytes.toString("latin1", 0, 4_096).replaceAll("\0", "");
  return /<svg[\s>]/i.test(start) || (bytes[0] === 0x1f && bytes[1] === 0x8b);
}
