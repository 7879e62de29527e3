import type { Box, Matrix } from "./geometry.ts";
import { applyToBox, intersect, matrixOf, multiply } from "./geometry.ts";
import type { GraphicsState } from "./graphics-state.ts";
import { beginText, initialState, moveText } from "./graphics-state.ts";
import type { PdfJs } from "./open-pdf.ts";
import type { Colour, Cover, Glyph, PdfFont } from "./page-drawing.ts";
import { isBox, isDot, isDrawing } from "./shapes.ts";
import { glyphsOf } from "./show-text.ts";

/** A font as the page asks for it, and how wide its units are. */
export type FontFinder = (name: string) => { readonly font: PdfFont; readonly scale: number };

/** Most lines, and most bullets, of one page. */
const RULES_LIMIT = 5_000;
/** Most boxes, and most shapes, of one page that are held against each letter. */
const COVERS_LIMIT = 4_000;
/** Points that a line is high at most; what is higher covers what is behind. */
const RULE_HEIGHT = 3;

type Operator = (args: readonly unknown[]) => void;

/**
 * Follows the operators of a page, as pdf.js reads them, and notes what is drawn where. Nothing is painted.
 */
export class PageReader {
  readonly glyphs: Glyph[] = [];
  readonly covers: Cover[] = [];
  readonly pictures: Box[] = [];
  readonly dots: { box: Box; filled: boolean }[] = [];
  readonly rules: Box[] = [];
  /** Shapes that may be letters: curved or of many sides, and neither a bullet nor a frame. */
  readonly shapes: Box[] = [];
  crowded = false;
  #state: GraphicsState;
  readonly #stack: GraphicsState[] = [];
  #pendingClip = false;
  #order = 0;
  /** Layers that are open, and whether each is shown. */
  readonly #layers: boolean[] = [];
  readonly #operators: ReadonlyMap<number, Operator>;
  readonly #ops: PdfJs["OPS"];
  readonly #findFont: FontFinder;
  readonly #isShown: (layer: unknown) => boolean;

  constructor(pdfjs: PdfJs, base: Matrix, clip: Box, findFont: FontFinder, isShown: (layer: unknown) => boolean) {
    this.#ops = pdfjs.OPS;
    this.#state = initialState(base, clip);
    this.#findFont = findFont;
    this.#isShown = isShown;
    this.#operators = new Map<number, Operator>([...this.#texts(), ...this.#paints(), ...this.#structure()]);
  }

  follow({ fnArray, argsArray }: { fnArray: readonly number[]; argsArray: readonly unknown[] }): void {
    for (let at = 0; at < fnArray.length; at++) {
      this.#order = at;
      const args = argsArray[at];
      this.#operators.get(fnArray[at] ?? -1)?.(Array.isArray(args) ? args : []);
    }
  }

  get #hidden(): boolean {
    return this.#layers.includes(false);
  }

  #texts(): [number, Operator][] {
    const { OPS } = { OPS: this.#ops };
    const number = (value: unknown) => (typeof value === "number" ? value : 0);
    const set =
      (change: (state: GraphicsState, value: number) => void): Operator =>
      ([value]) =>
        change(this.#state, number(value));
    return [
      [OPS.beginText, () => beginText(this.#state)],
      [OPS.setCharSpacing, set((state, value) => (state.charSpacing = value))],
      [OPS.setWordSpacing, set((state, value) => (state.wordSpacing = value))],
      [OPS.setHScale, set((state, value) => (state.horizontalScale = value / 100))],
      [OPS.setLeading, set((state, value) => (state.leading = -value))],
      [OPS.setTextRise, set((state, value) => (state.rise = value))],
      [OPS.setTextRenderingMode, set((state, value) => (state.renderingMode = value))],
      [OPS.setFont, ([name, size]) => this.#setFont(String(name), number(size))],
      [OPS.moveText, ([x, y]) => moveText(this.#state, number(x), number(y))],
      [
        OPS.setLeadingMoveText,
        ([x, y]) => {
          this.#state.leading = number(y);
          moveText(this.#state, number(x), number(y));
        },
      ],
      [OPS.nextLine, () => moveText(this.#state, 0, this.#state.leading)],
      [
        OPS.setTextMatrix,
        ([matrix, ...rest]) => {
          beginText(this.#state);
          this.#state.textMatrix = numbersOf(typeof matrix === "number" ? [matrix, ...rest] : matrix);
        },
      ],
      [OPS.showText, ([shown]) => this.#show(shown)],
      [OPS.showSpacedText, ([shown]) => this.#show(shown)],
    ];
  }

  #show(shown: unknown): void {
    if (!Array.isArray(shown)) return;
    for (const glyph of glyphsOf(shown, this.#state, this.#order, this.#hidden)) this.glyphs.push(glyph);
  }

  #setFont(name: string, size: number): void {
    const { font, scale } = this.#findFont(name);
    Object.assign(this.#state, { font, fontScale: scale, fontSize: Math.abs(size), direction: size < 0 ? -1 : 1 });
  }

  #paints(): [number, Operator][] {
    const OPS = this.#ops;
    const picture = () => this.#paintPicture();
    return [
      [OPS.setFillRGBColor, ([colour]) => (this.#state.fill = colourOf(colour))],
      [OPS.setFillTransparent, () => (this.#state.fillAlpha = 0)],
      [OPS.setFillColorN, () => (this.#state.fill = null)],
      [OPS.setStrokeRGBColor, ([colour]) => (this.#state.stroke = colourOf(colour))],
      [OPS.setStrokeColorN, () => (this.#state.stroke = null)],
      [OPS.setLineWidth, ([width]) => (this.#state.lineWidth = Number(width))],
      [OPS.setGState, ([settings]) => this.#setGraphics(settings)],
      [OPS.clip, () => (this.#pendingClip = true)],
      [OPS.eoClip, () => (this.#pendingClip = true)],
      [OPS.constructPath, ([operator, data, bounds]) => this.#path(Number(operator), data, bounds)],
      [OPS.shadingFill, () => this.#cover(this.#state.clip, null)],
      ...[
        OPS.paintImageXObject,
        OPS.paintImageXObjectRepeat,
        OPS.paintInlineImageXObject,
        OPS.paintInlineImageXObjectGroup,
        OPS.paintImageMaskXObject,
        OPS.paintImageMaskXObjectGroup,
        OPS.paintImageMaskXObjectRepeat,
        OPS.paintSolidColorImageMask,
      ].map((operator): [number, Operator] => [operator, picture]),
    ];
  }

  #structure(): [number, Operator][] {
    const OPS = this.#ops;
    const save = () => void this.#stack.push({ ...this.#state });
    const restore = () => {
      this.#state = this.#stack.pop() ?? this.#state;
    };
    const transform = (matrix: unknown) => {
      if (matrix !== null && matrix !== undefined) this.#state.matrix = multiply(this.#state.matrix, numbersOf(matrix));
    };
    return [
      [OPS.save, save],
      [OPS.restore, restore],
      [OPS.transform, (args) => transform(args)],
      [
        OPS.paintFormXObjectBegin,
        ([matrix, box]) => {
          save();
          transform(matrix);
          this.#clipTo(box);
        },
      ],
      [OPS.paintFormXObjectEnd, restore],
      [OPS.beginGroup, save],
      [OPS.endGroup, restore],
      [
        OPS.beginAnnotation,
        ([, , matrix, own]) => {
          save();
          transform(matrix);
          transform(own);
        },
      ],
      [OPS.endAnnotation, restore],
      [OPS.beginMarkedContent, () => void this.#layers.push(true)],
      [OPS.beginMarkedContentProps, ([tag, layer]) => void this.#layers.push(tag !== "OC" || this.#isShown(layer))],
      [OPS.endMarkedContent, () => void this.#layers.pop()],
    ];
  }

  #setGraphics(settings: unknown): void {
    if (!Array.isArray(settings)) return;
    for (const [key, value] of settings) {
      if (key === "ca") this.#state.fillAlpha = Number(value);
      else if (key === "CA") this.#state.strokeAlpha = Number(value);
      else if (key === "SMask") this.#state.masked = value !== false && value !== null;
    }
  }

  #clipTo(box: unknown): void {
    if (box === null || box === undefined) return;
    const [left, top, right, bottom] = numbersOf(box);
    this.#state.clip = intersect(this.#state.clip, applyToBox(this.#state.matrix, [left, top, right, bottom]));
  }

  #path(operator: number, data: unknown, bounds: unknown): void {
    const OPS = this.#ops;
    if (this.#pendingClip) this.#clipTo(bounds);
    this.#pendingClip = false;
    if (operator === OPS.endPath || bounds === null || bounds === undefined) return;
    const [left, top, right, bottom] = numbersOf(bounds);
    const path: unknown = Array.isArray(data) ? data[0] : null;
    const filled = operator !== OPS.stroke && operator !== OPS.closeStroke;
    // A line is as high as its pen is wide.
    const pen = filled ? 0 : (this.#state.lineWidth * Math.hypot(this.#state.matrix[2], this.#state.matrix[3])) / 2;
    const [x, y, end, foot] = applyToBox(this.#state.matrix, [left, top, right, bottom]);
    const box: Box = intersect(this.#state.clip, [x, y - pen, end, foot + pen]);
    const line = !filled && foot - y < 0.5;
    this.#noteShape(path, box, filled, line);
    const alpha = filled ? this.#state.fillAlpha : this.#state.strokeAlpha;
    if (alpha < 0.9 || this.#state.masked || !(line || (filled && isBox(path)))) return;
    this.#cover(box, filled ? this.#state.fill : this.#state.stroke);
  }

  #noteShape(path: unknown, box: Box, filled: boolean, line: boolean): void {
    const [width, height] = [box[2] - box[0], box[3] - box[1]];
    if (this.#hidden || this.#state.fillAlpha === 0 || width <= 0) return;
    if (width >= 2 && height <= RULE_HEIGHT && width > height * 2 && (line || isBox(path))) {
      if (this.rules.length < RULES_LIMIT) this.rules.push(box);
    } else if (isDot(path, width, height)) {
      if (this.dots.length < RULES_LIMIT) this.dots.push({ box, filled });
    } else if (this.shapes.length < COVERS_LIMIT && isDrawing(path, width, height)) this.shapes.push(box);
  }

  #paintPicture(): void {
    const box = intersect(this.#state.clip, applyToBox(this.#state.matrix, [0, 0, 1, 1]));
    if (box[2] <= box[0] || box[3] <= box[1] || this.#hidden) return;
    if (this.pictures.length < COVERS_LIMIT) this.pictures.push(box);
    this.#cover(box, null);
  }

  #cover(box: Box, colour: Colour | null): void {
    if (this.#hidden || box[2] - box[0] < 1 || box[3] - box[1] < 0.1) return;
    if (this.covers.length < COVERS_LIMIT) this.covers.push({ box, order: this.#order, colour });
    else this.crowded = true;
  }
}

function numbersOf(value: unknown): Matrix {
  const list = Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as ArrayLike<number>, Number) : [];
  return matrixOf(list);
}

/** pdf.js gives `#rrggbb`. */
export function colourOf(colour: unknown): Colour | null {
  const [, red = "", green = "", blue = ""] = /^#(..)(..)(..)$/.exec(String(colour)) ?? [];
  return red === "" ? null : [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}
