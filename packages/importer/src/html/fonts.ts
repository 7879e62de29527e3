import type { Names } from "./sheet.ts";
import { familyOf } from "./sheet.ts";

/**
 * Why a font makes words doubtful. A font that a page brings may show any letters for those that stand there. One that shows whole
 * blocks, fetched from elsewhere, is what nearly every page has: it cannot swap a word here and there without showing the same
 * other letters everywhere, which readers of the page would see as nonsense. So what is told is a font within the page itself,
 * made for it, and one that shows only some words of a block.
 */
export function doubtOfFont(fontFamily: string, blockFamily: string, { fonts }: Names): string | null {
  if (fonts.size === 0) return null;
  const family = familyOf(fontFamily);
  const kind = fonts.get(family);
  if (kind === undefined) return null;
  if (kind === "embedded")
    return `words in a font that is within the page (“${family.slice(0, 40)}”) and may show other letters`;
  return family === familyOf(blockFamily)
    ? null
    : `words in another font than those around them (“${family.slice(0, 40)}”), which may show other letters`;
}
