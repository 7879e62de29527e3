import { apply, holds, multiply } from "./geometry.ts";
import type { GraphicsState } from "./graphics-state.ts";
import type { Colour, Glyph } from "./page-drawing.ts";

/** A letter as pdf.js gives it: its width in the font's units. */
type ShownGlyph = {
  readonly unicode?: string;
  readonly width?: number;
  readonly isSpace?: boolean;
  readonly vmetric?: readonly number[] | null;
};

/** Below this size, in points, nobody reads. */
const LEAST_SIZE = 3;

/**
 * The letters of one operator that shows text (ISO 32000-1, 9.4), and moves the place where the next will stand.
 * @param shown letters, and numbers that move by thousandths of the size
 */
export function glyphsOf(
  shown: readonly unknown[],
  state: GraphicsState,
  order: number,
  layerHidden: boolean,
): Glyph[] {
  const { font, fontSize, direction } = state;
  if (font === null) return [];
  const scale = state.horizontalScale * direction;
  const matrix = multiply(state.matrix, state.textMatrix);
  const [a, b, c, d] = matrix;
  const size = fontSize * Math.hypot(c, d);
  const along = Math.hypot(a, b);
  // Letters run along this direction; negative sizes and scales turn it.
  const turn = Math.atan2(b * scale, a * scale);
  const angle = Math.round((turn * 180) / Math.PI);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const glyphs: Glyph[] = [];
  let moved = 0;
  for (const each of shown) {
    if (typeof each === "number") {
      moved += ((font.vertical ? 1 : -1) * each * fontSize) / 1000;
      continue;
    }
    const glyph = each as ShownGlyph;
    const width = (glyph.width ?? 0) * state.fontScale * fontSize;
    const spacing = ((glyph.isSpace === true ? state.wordSpacing : 0) + state.charSpacing) * direction;
    const [x, y] = font.vertical
      ? apply(matrix, state.x, state.y + moved + state.rise)
      : apply(matrix, state.x + moved * scale, state.y + state.rise);
    const length = Math.abs(width * along * state.horizontalScale);
    const left = x * cos + y * sin;
    const up = size * 0.3;
    const middle: [number, number] = [x + (length / 2) * cos + up * sin, y + (length / 2) * sin - up * cos];
    glyphs.push({
      text: lettersOf(glyph.unicode ?? ""),
      left,
      right: left + length,
      baseline: -x * sin + y * cos,
      size,
      font,
      angle,
      middle,
      order,
      sequence: order + glyphs.length / 1_000_000,
      colour: colourOf(state),
      hidden: layerHidden ? "a layer that is turned off" : hiddenBy(state, size, length, middle),
    });
    moved += font.vertical ? -((glyph.vmetric?.[0] ?? -1000) * -1 * 0.001 * fontSize) - spacing : width + spacing;
  }
  if (font.vertical) state.y += moved;
  else state.x += moved * scale;
  return glyphs;
}

/** Letters of Arabic and Hebrew as they look at their place in a word (Unicode, presentation forms): no other letters. */
const PRESENTED = /[\ufb1d-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]/g;
/** Bullets of Word by their number in Symbol and Wingdings, which have no characters of their own. */
const SYMBOLS: Readonly<Record<string, string>> = {
  "\uf0b7": "•",
  "\uf0a7": "▪",
  "\uf0d8": "➢",
  "\uf0fc": "✓",
  "\uf0a8": "◻",
  "\uf076": "❖",
};

function lettersOf(unicode: string): string {
  // What pdf.js gives for a glyph without a character.
  if (unicode === "\0") return "";
  return SYMBOLS[unicode] ?? unicode.replaceAll(PRESENTED, (letter) => letter.normalize("NFKC"));
}

/** What letters are drawn in: filled, or by their outline alone. */
function colourOf(state: GraphicsState): Colour | null {
  return state.renderingMode % 4 === 1 ? state.stroke : state.fill;
}

function hiddenBy(
  state: GraphicsState,
  size: number,
  length: number,
  [x, y]: readonly [number, number],
): string | null {
  const mode = state.renderingMode % 4;
  if (mode === 3) return "letters that are not drawn";
  if (size < LEAST_SIZE) return `letters ${size.toFixed(1)} points high`;
  if (length > 0 && length < size * 0.04 && state.horizontalScale < 0.2) return "letters without width";
  const alpha =
    mode === 1 ? state.strokeAlpha : mode === 2 ? Math.max(state.fillAlpha, state.strokeAlpha) : state.fillAlpha;
  if (alpha < 0.1) return "letters that can be seen through";
  return holds(state.clip, x, y) ? null : "letters beyond the edge of what is shown";
}
