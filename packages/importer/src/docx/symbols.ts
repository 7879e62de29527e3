/** Fonts whose letters are no letters: `a` in Wingdings shows a sign of the zodiac. */
const SYMBOL_FONTS = /^(?:symbol|wingdings(?: ?[23])?|webdings|zapf ?dingbats|marlett|monotype sorts|mt extra)$/i;

/** Adobe's Symbol encoding, letters and the signs that texts use. */
const SYMBOL: Readonly<Record<number, string>> = {
  45: "−",
  162: "′",
  163: "≤",
  165: "∞",
  174: "→",
  176: "°",
  177: "±",
  178: "″",
  179: "≥",
  180: "×",
  183: "•",
  184: "÷",
  185: "≠",
  187: "≈",
  188: "…",
  214: "√",
};

/** What people use of Wingdings: bullets, boxes and ticks. */
const WINGDINGS: Readonly<Record<number, string>> = {
  108: "●",
  110: "■",
  111: "□",
  113: "❑",
  118: "❖",
  119: "⬥",
  159: "•",
  167: "▪",
  168: "◻",
  216: "➢",
  223: "←",
  224: "→",
  232: "➔",
  240: "⇨",
  251: "✗",
  252: "✓",
  253: "☒",
  254: "☑",
};

const GREEK = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

export function isSymbolFont(font: string): boolean {
  return SYMBOL_FONTS.test(font.trim());
}

/** The character that shows, or null when it cannot be told. */
export function symbolOf(font: string, character: string): string | null {
  const code = character.codePointAt(0) ?? 0;
  // Symbol fonts have their glyphs in the private use area too.
  const glyph = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code;
  if (!isSymbolFont(font)) return code >= 0xe000 && code <= 0xf8ff ? null : character;
  if (glyph === 0x20) return " ";
  if (/^symbol$/i.test(font.trim())) {
    if (glyph >= 0x61 && glyph <= 0x7a) return GREEK[glyph - 0x61] ?? null;
    if ((glyph >= 0x30 && glyph <= 0x39) || [0x28, 0x29, 0x2b, 0x2c, 0x2e, 0x2f, 0x3d].includes(glyph))
      return String.fromCodePoint(glyph);
    return SYMBOL[glyph] ?? null;
  }
  return /^wingdings$/i.test(font.trim()) ? (WINGDINGS[glyph] ?? null) : null;
}
