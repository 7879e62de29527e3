import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { encodeLogo } from "./encode.ts";
import { judgeLogo } from "./judge.ts";

/** As it goes with every file that is sent. */
async function take(bytes: Buffer): ReturnType<typeof encodeLogo> {
  judgeLogo(bytes);
  return encodeLogo(bytes);
}

function picture(width = 600, height = 300) {
  return sharp({ create: { width, height, channels: 4, background: { r: 20, g: 60, b: 120, alpha: 0.5 } } });
}

const PNG_START = Buffer.from("89504e470d0a1a0a", "hex");

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function header(width: number, height: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([1, 0, 0, 0, 0], 8);
  return chunk("IHDR", data);
}

/** A PNG of one bit a pixel, all black: a square of 30,000 pixels a side packs into about 110 kB. */
function blackPng(side: number, ...more: Buffer[]): Buffer {
  const line = Math.ceil(side / 8) + 1;
  const pixels = deflateSync(Buffer.alloc(line * side), { level: 9 });
  return Buffer.concat([PNG_START, header(side, side), ...more, chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

async function refused(bytes: Buffer, words: RegExp): Promise<void> {
  await assert.rejects(take(bytes), { code: "invalid_field", message: words });
}

for (const format of ["png", "jpeg", "webp"] as const) {
  test(`a logo in ${format} becomes a PNG of at most 400 by 200 pixels, without anything else that was in it`, async () => {
    const given = await picture()
      .withExif({ IFD0: { Copyright: "Somebody, of Riverbend" } })
      .toFormat(format)
      .toBuffer();
    assert.ok(given.includes("Riverbend"));
    const logo = await take(given);
    assert.deepEqual([logo.width, logo.height], [400, 200]);
    const { format: shown, exif, icc } = await sharp(logo.bytes).metadata();
    assert.deepEqual([shown, exif, icc], ["png", undefined, undefined]);
    assert.ok(!logo.bytes.includes("Riverbend"));
  });
}

test("a small logo stays as small as it is", async () => {
  const logo = await take(await picture(64, 32).png().toBuffer());
  assert.deepEqual([logo.width, logo.height], [64, 32]);
});

test("a logo bomb of a hundred kilobytes and 900 million pixels is refused before it is unpacked", () => {
  const bomb = blackPng(30_000);
  assert.ok(bomb.length < 150_000);
  const before = performance.now();
  assert.throws(() => judgeLogo(bomb), {
    code: "invalid_field",
    message: /30000 × 30000 pixels; a logo may have 16 million/,
  });
  assert.ok(performance.now() - before < 1_000);
});

test("a picture that only says that it is small is refused when its pixels are read", async () => {
  const small = blackPng(8);
  const forged = Buffer.concat([PNG_START, header(3_000, 3_000), small.subarray(33)]);
  await refused(forged, /damaged/);
});

test("packed text that unpacks to gigabytes is refused", async () => {
  const packed = deflateSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });
  const words = Buffer.from("Comment\0\0", "latin1");
  await refused(blackPng(8, chunk("zTXt", Buffer.concat([words, packed]))), /far more text/);
  const profile = Buffer.from("Profile\0\0", "latin1");
  await refused(blackPng(8, chunk("iCCP", Buffer.concat([profile, packed]))), /far more text/);
  const foreign = Buffer.from("Comment\0\u0001\0en\0\0", "latin1");
  await refused(blackPng(8, chunk("iTXt", Buffer.concat([foreign, packed]))), /far more text/);
});

test("many packed texts, each of them small enough, are refused together", async () => {
  const packed = deflateSync(Buffer.alloc(300 * 1024), { level: 9 });
  const text = chunk("zTXt", Buffer.concat([Buffer.from("Comment\0\0", "latin1"), packed]));
  await refused(blackPng(8, text, text), /far more text/);
});

test("a picture that moves is refused", async () => {
  await refused(blackPng(8, chunk("acTL", Buffer.from("0000000200000000", "hex"))), /moves/);
  const frames = Buffer.concat([await picture(8, 8).raw().toBuffer(), Buffer.alloc(8 * 8 * 4, 9)]);
  const webp = await sharp(frames, { raw: { width: 8, height: 16, channels: 4, pageHeight: 8 } })
    .webp()
    .toBuffer();
  await refused(webp, /moves/);
});

test("a picture that was cut off is refused wherever it was cut", async () => {
  for (const format of ["png", "jpeg", "webp"] as const) {
    const whole = await picture(40, 20).toFormat(format).toBuffer();
    for (let length = 13; length < whole.length; length += 7) {
      await refused(whole.subarray(0, length), /damaged|not a PNG/);
    }
  }
});

test("another file behind the picture, or a page in its place, is refused", async () => {
  for (const format of ["png", "jpeg", "webp"] as const) {
    const whole = await picture(40, 20).toFormat(format).toBuffer();
    await refused(
      Buffer.concat([whole, Buffer.from("PK\u0003\u0004<script>alert(1)</script>")]),
      /something else behind/,
    );
  }
  await refused(Buffer.from("<!doctype html><script>alert(1)</script>"), /not a PNG, JPEG or WebP/);
});

test("an SVG is refused with what to do, whatever it is called, packed or not", async () => {
  const svg =
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
  await refused(Buffer.from(svg), /SVG.*scripts.*PNG/);
  await refused(Buffer.from(`\ufeff<!-- a logo -->\n${svg}`), /SVG/);
  await refused(Buffer.from(svg, "utf16le"), /SVG/);
});

test("other formats are refused by their bytes", async () => {
  await refused(await picture(8, 8).gif().toBuffer(), /not a PNG, JPEG or WebP picture, whatever its name ends in/);
  await refused(await picture(8, 8).tiff().toBuffer(), /not a PNG/);
  await refused(Buffer.from("%PDF-1.7"), /not a PNG/);
  await refused(Buffer.alloc(0), /choose a picture/);
  await refused(Buffer.alloc(1024 * 1024 + 1), /1.0 MiB; a logo may have 1 MiB/);
});

test("a JPEG that would be drawn hundreds of times is refused", async () => {
  const whole = await picture(16, 16).jpeg({ progressive: true }).toBuffer();
  const last = whole.lastIndexOf(Buffer.from("ffda", "hex"));
  const scan = whole.subarray(last, whole.length - 2);
  const many = Buffer.concat([whole.subarray(0, last), ...Array(500).fill(scan), whole.subarray(-2)]);
  await refused(many, /too many steps/);
});

test("bytes changed anywhere are refused in words or drawn, and never more than that", async () => {
  for (const format of ["png", "jpeg", "webp"] as const) {
    const whole = await picture(12, 6).toFormat(format).toBuffer();
    for (let at = 0; at < whole.length; at += 3) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const outcome = await take(changed).then(
        () => "drawn",
        (error: { code?: string }) => error.code,
      );
      assert.ok(outcome === "drawn" || outcome === "invalid_field", `${format} at ${at}: ${outcome}`);
    }
  }
});
