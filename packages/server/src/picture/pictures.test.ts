import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import { assetBytes } from "../http/assets.ts";
import type { CheckPicture } from "./check-picture.ts";
import { formatPicture } from "./check-picture.ts";
import { FONT_FILES, openFonts } from "./fonts-of-pictures.ts";
import { createPictures } from "./pictures.ts";
import { breakLines, canSet } from "./set-lines.ts";

const fonts = openFonts(FONT_FILES.map((name) => assetBytes(name) ?? new Uint8Array()));

const PICTURE: CheckPicture = {
  verdict: "altered",
  heading: "Check of a copy · letters.example",
  sentence: "This copy differs from the signed text.",
  detail: "One demand is missing. There are 3 more changes.",
  title: { words: "Open the reading rooms", lang: "en" },
  date: "28 November 2026",
  address: "letters.example/c/k3jx7q2m",
  lang: "en",
};

test("a picture is drawn in its size, with its words in it, and the same one once", async () => {
  const pictures = createPictures();
  const png = await pictures.draw(PICTURE);
  const { width, height, format } = await sharp(png).metadata();
  assert.deepEqual({ width, height, format }, { width: 1200, height: 630, format: "png" });
  assert.equal(await pictures.draw({ ...PICTURE }), png);
  const bare = await pictures.draw({ ...PICTURE, title: null });
  assert.notDeepEqual(bare, png);
});

test("titles in Latin, Cyrillic, Greek and Arabic letters are set, each letter in a font that has it", () => {
  for (const [lang, words] of [
    ["pl", "Łódź, Tiếng Việt, ŵ"],
    ["ru", "Откройте читальные залы"],
    ["sr-Cyrl", "Отворите читаонице Ђ Ћ"],
    ["el", "Ανοίξτε τα αναγνωστήρια"],
    ["ar", "افتحوا قاعات القراءة (2026)."],
  ] as const) {
    assert.ok(canSet(fonts, words, lang), words);
  }
  assert.ok(!canSet(fonts, "من Łódź", "ar"), "letters of one word would change places");
});

test("a title in two directions is drawn, whichever it begins in", async () => {
  const pictures = createPictures();
  const bare = await pictures.draw({ ...PICTURE, title: null });
  for (const title of [
    { lang: "ar", words: "افتحوا قاعات القراءة (2026)." },
    { lang: "en", words: "Open قاعات now" },
  ]) {
    const { data, info } = await sharp(await pictures.draw({ ...PICTURE, title }))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const without = await sharp(bare).raw().toBuffer();
    const edge = (from: number, to: number) => {
      let differing = 0;
      for (let y = 470; y < 530; y += 1)
        for (let x = from; x < to; x += 1) {
          const at = (y * info.width + x) * info.channels;
          if (Math.abs((data[at] ?? 0) - (without[at] ?? 0)) > 40) differing += 1;
        }
      return differing;
    };
    const [left, right] = [edge(80, 300), edge(900, 1120)];
    assert.ok(title.lang === "ar" ? right > 300 && left === 0 : left > 300 && right === 0, `${left} ${right}`);
  }
});

test("a title with a letter that has no glyph is left out, and no box is drawn", async () => {
  for (const words of ["开放阅览室", "पठन कक्ष खोलें", "Reading 📚 rooms", "\u{10ffff}"]) {
    assert.ok(!canSet(fonts, words, "zh"), words);
    const pictures = createPictures();
    const png = await pictures.draw({ ...PICTURE, title: { words, lang: "zh" } });
    assert.deepEqual(png, await pictures.draw({ ...PICTURE, title: null }), words);
  }
});

test("long titles end in dots, and stay within the picture", () => {
  const lines = breakLines(fonts, "Open every reading room in every town, ".repeat(9), 20, 2);
  assert.equal(lines.length, 2);
  assert.match(lines[1] ?? "", /[^…]…$/);
  assert.deepEqual(breakLines(fonts, "Short", 20, 2), ["Short"]);
  const [line = ""] = breakLines(fonts, "W".repeat(300), 20, 1);
  assert.match(line, /^W{10,25}…$/);
});

test("words that look like mark-up are words", () => {
  const svg = formatPicture({ ...PICTURE, title: { words: `"><image href="x"/>&`, lang: "en" } }, fonts, () => 0);
  assert.match(svg, /&quot;&gt;&lt;image href=&quot;x&quot;\/&gt;&amp;/);
  assert.ok(!svg.includes("<image"));
});
