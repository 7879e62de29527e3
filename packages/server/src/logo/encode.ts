import { RefusedError } from "@undersigned/core/errors.ts";
import { LOGO_PIXELS } from "./judge.ts";
import type { PictureSize } from "./picture-size.ts";
import { refuseBroken } from "./refuse.ts";

/** A logo as it is shown: a PNG of our own, with nothing in it but pixels. */
export type EncodedLogo = PictureSize & { readonly bytes: Buffer };

/** Greatest size of a logo as it is shown, in pixels: sharp on a dense screen at half of it. */
const WIDTH = 400;
const HEIGHT = 200;
/** Seconds after which a picture is given up: a logo takes hundredths of one. */
const TIME = 5;
/** So many pictures are worked on or wait at a time: each may take 64 MiB of memory while it is worked on. */
const WAITING_LIMIT = 8;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Draws a logo anew, in threads that are not Node's own, one at a time. Whatever the file held beside its pixels is not in what
 * comes out: no metadata, no colour profile, no other file.
 * @param bytes as `judgeLogo` has let them pass
 * @throws RefusedError `invalid_field` when it cannot be drawn, `unavailable` when too many others wait, or sharp is not there
 */
export async function encodeLogo(bytes: Buffer): Promise<EncodedLogo> {
  if (waiting >= WAITING_LIMIT) {
    throw new RefusedError("unavailable", "Too many logos arrive at this moment. Please try again in a minute.");
  }
  waiting += 1;
  const turn = last.then(() => draw(bytes));
  last = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    waiting -= 1;
  }
}

async function draw(bytes: Buffer): Promise<EncodedLogo> {
  const sharp = await loadSharp();
  try {
    const { data, info } = await sharp(bytes, {
      limitInputPixels: LOGO_PIXELS,
      limitInputChannels: 4,
      failOn: "warning",
      pages: 1,
    })
      .timeout({ seconds: TIME })
      .autoOrient()
      .resize({ width: WIDTH, height: HEIGHT, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .png({ compressionLevel: 9 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch (cause) {
    return refuseBroken(cause);
  }
}

/** Loaded when the first logo comes, since most depositaries start more often than they are sent one. */
async function loadSharp() {
  try {
    const { default: sharp } = await import("sharp");
    sharp.cache(false);
    sharp.concurrency(1);
    // The three formats that are judged, and none of the dozens beside them.
    sharp.block({ operation: ["VipsForeignLoad"] });
    sharp.unblock({ operation: ["VipsForeignLoadPng", "VipsForeignLoadJpeg", "VipsForeignLoadWebp"] });
    return sharp;
  } catch (cause) {
    throw new RefusedError(
      "unavailable",
      "This depositary cannot take logos: the package sharp, which draws them, is not installed beside it. Please tell whoever runs it.",
      { cause },
    );
  }
}
