import type { Box, Matrix } from "./geometry.ts";
import type { Colour, PdfFont } from "./page-drawing.ts";

/** What `q` keeps and `Q` brings back (ISO 32000-1, 8.4), as far as it decides where letters stand and whether they show. */
export type GraphicsState = {
  matrix: Matrix;
  clip: Box;
  fill: Colour | null;
  stroke: Colour | null;
  fillAlpha: number;
  strokeAlpha: number;
  lineWidth: number;
  /** Drawn through a mask, which may show or hide it. */
  masked: boolean;
  font: PdfFont | null;
  /** Units of letters to those of text. */
  fontScale: number;
  fontSize: number;
  /** -1 where the size was negative. */
  direction: number;
  charSpacing: number;
  wordSpacing: number;
  horizontalScale: number;
  leading: number;
  rise: number;
  renderingMode: number;
  textMatrix: Matrix;
  x: number;
  y: number;
  lineX: number;
  lineY: number;
};

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

export function initialState(matrix: Matrix, clip: Box): GraphicsState {
  return {
    matrix,
    clip,
    fill: [0, 0, 0],
    stroke: [0, 0, 0],
    fillAlpha: 1,
    strokeAlpha: 1,
    lineWidth: 1,
    masked: false,
    font: null,
    fontScale: 0.001,
    fontSize: 0,
    direction: 1,
    charSpacing: 0,
    wordSpacing: 0,
    horizontalScale: 1,
    leading: 0,
    rise: 0,
    renderingMode: 0,
    textMatrix: IDENTITY,
    x: 0,
    y: 0,
    lineX: 0,
    lineY: 0,
  };
}

export function beginText(state: GraphicsState): void {
  Object.assign(state, { textMatrix: IDENTITY, x: 0, y: 0, lineX: 0, lineY: 0 });
}

export function moveText(state: GraphicsState, x: number, y: number): void {
  state.lineX += x;
  state.lineY += y;
  state.x = state.lineX;
  state.y = state.lineY;
}
