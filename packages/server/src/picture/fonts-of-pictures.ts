import type { Font } from "./font.ts";
import { openFont } from "./font.ts";

/** The parts of the site's typefaces that pictures are set in, as the site's sheet names their files. */
export const FONT_FILES = [
  ...["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "vietnamese"].map(
    (part) => `source-serif-4-${part}-opsz-normal.woff2`,
  ),
  "noto-naskh-arabic-arabic-wght-normal.woff2",
] as const;

/** Opens the fonts, the most used first. */
export function openFonts(files: readonly Uint8Array[]): Font[] {
  return files.map((file, at) => openFont(file, `picture-${at}`));
}
