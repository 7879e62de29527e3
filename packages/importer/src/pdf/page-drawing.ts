import type { Box } from "./geometry.ts";
import { holds } from "./geometry.ts";

/** A letter where it is drawn. */
export type Glyph = {
  /** As the font's table says; more than one character for a ligature, none when it says nothing. */
  readonly text: string;
  /** Where it begins and ends on its line, in points along the direction of reading of its frame. */
  readonly left: number;
  readonly right: number;
  /** The line that it stands on, in points downwards. */
  readonly baseline: number;
  /** Points. */
  readonly size: number;
  readonly font: PdfFont;
  /** Degrees that its line is turned, clockwise. */
  readonly angle: number;
  /** The middle of it on the page as it is shown. */
  readonly middle: readonly [number, number];
  /** When it was drawn, together with the others of one operator, and by itself. */
  readonly order: number;
  readonly sequence: number;
  readonly colour: Colour | null;
  /** A line goes through it. */
  readonly struck?: boolean;
  /** Why it does not show, as far as itself goes. */
  readonly hidden: string | null;
};

/** One letter in its line, or the white space after it. */
export type Placed = {
  readonly text: string;
  readonly glyph: Glyph;
  readonly raised: "superscript" | "subscript" | null;
};

export type Colour = readonly [number, number, number];

/** A font, as far as it is known. */
export type PdfFont = {
  readonly name: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly vertical: boolean;
  /** Why its table of characters is not to be trusted. */
  readonly masked: string | null;
};

/** Something drawn that covers what was drawn before. Without colour it is a picture. */
export type Cover = { readonly box: Box; readonly order: number; readonly colour: Colour | null };

/** All that a page draws. */
export type PageDrawing = {
  readonly page: number;
  readonly width: number;
  readonly height: number;
  readonly glyphs: readonly Glyph[];
  readonly covers: readonly Cover[];
  readonly pictures: readonly Box[];
  /** Small shapes as high as wide, filled or not: what bullets are where they are no letters. */
  readonly dots: readonly { readonly box: Box; readonly filled: boolean }[];
  /** Thin lines from left to right, which may go through words. */
  readonly rules: readonly Box[];
  /** Shapes that may be letters. */
  readonly shapes: readonly Box[];
  /** It draws more than was noted. */
  readonly crowded: boolean;
};

/** Points that one cell of the index is wide and high. */
const CELL = 48;

/** Finds what lies over and under a place without looking at all of it. */
export class CoverIndex {
  readonly #cells = new Map<number, Cover[]>();
  readonly #wide: number;
  readonly #page: Box;

  constructor({ width, height, covers }: PageDrawing) {
    this.#wide = Math.ceil(width / CELL) + 1;
    this.#page = [0, 0, width, height];
    for (const cover of covers) {
      const [left, top, right, bottom] = cover.box.map((side, at) =>
        Math.max(0, Math.min(side, this.#page[at % 2 === 0 ? 2 : 3])),
      );
      for (let row = Math.floor((top ?? 0) / CELL); row <= Math.floor((bottom ?? 0) / CELL); row++)
        for (let column = Math.floor((left ?? 0) / CELL); column <= Math.floor((right ?? 0) / CELL); column++) {
          const key = row * this.#wide + column;
          const cell = this.#cells.get(key);
          if (cell === undefined) this.#cells.set(key, [cover]);
          else cell.push(cover);
        }
    }
  }

  /** @returns what covers the place after that time, and what lay under it then */
  at([x, y]: readonly [number, number], order: number): { over: Cover | undefined; under: Cover | undefined } {
    const cell = this.#cells.get(Math.floor(y / CELL) * this.#wide + Math.floor(x / CELL)) ?? [];
    return {
      over: cell.find((cover) => cover.order > order && holds(cover.box, x, y)),
      under: cell.findLast((cover) => cover.order < order && holds(cover.box, x, y)),
    };
  }
}
