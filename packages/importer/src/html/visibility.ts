import type { Declared } from "./cascade.ts";
import { blend, contrast } from "./colour.ts";
import { readLength } from "./length.ts";
import type { Look } from "./look.ts";
import { substitute } from "./variables.ts";

/** Farther than this from where it would stand, in CSS pixels, something is off the screen. */
const FAR = 900;
/** Words smaller than this are no words to a reader; below the second, hardly. */
const TINY_FONT = 2;
const SMALL_FONT = 6;

/** Whether an element and all within it cannot be seen, whatever is said of what it holds. */
export function isGone(look: Look, declared: Declared): boolean {
  const get = (property: string) => substitute(declared.get(property), look.variables);
  if (look.display === "none") return true;
  if ((number(get("opacity")) ?? 1) <= 0.05) return true;
  if (get("content-visibility") === "hidden" || (number(get("zoom")) ?? 1) <= 0.1) return true;
  const base = { em: look.fontSize, whole: null };
  const length = (property: string) => readLength(get(property) ?? "auto", base);
  return isClosed(get, length) || isAway(get, length) || isTransformedAway(get, base);
}

function number(value: string | undefined): number | null {
  if (value === undefined) return null;
  const read = Number.parseFloat(value);
  return Number.isNaN(read) ? null : value.endsWith("%") ? read / 100 : read;
}

type Get = (property: string) => string | undefined;
type Length = (property: string) => number | null;

/** No room to show in: a box of nearly no size that cuts off what does not fit, or a window cut into it that shows nothing. */
function isClosed(get: Get, length: Length): boolean {
  const cuts = (property: string) => /^(?:hidden|clip|scroll|auto)$/.test(get(property) ?? "visible");
  const none = (...properties: string[]) => properties.some((property) => (length(property) ?? 99) <= 2);
  if (cuts("overflow-x") && none("width", "max-width")) return true;
  if (cuts("overflow-y") && none("height", "max-height")) return true;
  if (/^(?:absolute|fixed)$/.test(get("position") ?? "")) {
    const clip = /^rect\((.*)\)$/
      .exec(get("clip") ?? "")?.[1]
      ?.split(/[\s,]+/)
      .filter((part) => part !== "");
    const [top, right, bottom, left] = (clip ?? []).map((part) => Number.parseFloat(part));
    if (clip && ((bottom ?? 99) - (top ?? 0) <= 2 || (right ?? 99) - (left ?? 0) <= 2)) return true;
  }
  const path = get("clip-path") ?? "none";
  return /^(?:circle|ellipse)\(0/.test(path) || isFullInset(path);
}

function isFullInset(path: string): boolean {
  const parts = /^inset\(([^)]*)\)/
    .exec(path)?.[1]
    ?.split(/\s+/)
    .map((part) => (part.endsWith("%") ? Number.parseFloat(part) : 0));
  if (parts === undefined) return false;
  const [top = 0, right = top, bottom = top, left = right] = parts;
  return top + bottom >= 99 || left + right >= 99;
}

function isAway(get: Get, length: Length): boolean {
  const placed = /^(?:absolute|fixed|relative)$/.test(get("position") ?? "");
  if (
    placed &&
    ["left", "right", "top", "bottom"].some((side) => Math.abs(length(side) ?? 0) >= FAR && (length(side) ?? 0) < 0)
  )
    return true;
  if (placed && ["left", "top"].some((side) => (length(side) ?? 0) >= 3 * FAR)) return true;
  if (["margin-left", "margin-top"].some((side) => (length(side) ?? 0) <= -FAR)) return true;
  return Math.abs(length("text-indent") ?? 0) >= FAR;
}

function isTransformedAway(get: Get, base: { em: number; whole: null }): boolean {
  const transform = get("transform") ?? "none";
  const scale = /\bscale(?:x|y|3d)?\(([^)]*)\)/.exec(transform)?.[1] ?? get("scale");
  if (scale?.split(/[\s,]+/).some((part) => Math.abs(number(part) ?? 1) <= 0.05)) return true;
  const moved = /\btranslate(?:x|y|3d)?\(([^)]*)\)/.exec(transform)?.[1] ?? get("translate") ?? "";
  return moved.split(/[\s,]+/).some((part) => Math.abs(readLength(part, base) ?? 0) >= FAR);
}

/** Whether words of that look are too small to see, or of the colour of what is behind them. */
export function isFaint({ fontSize, colour, paper, ink }: Look): "gone" | "doubtful" | null {
  if (fontSize < TINY_FONT) return "gone";
  if (colour !== null && colour[3] <= 0.05) return "gone";
  if (colour === null) return "doubtful";
  if (paper === null) return fontSize < SMALL_FONT || String(colour) !== String(ink) ? "doubtful" : null;
  const shown = blend(colour, paper);
  const seen = [0, 1, 2].map((at) => Math.abs((shown[at] ?? 0) - (paper[at] ?? 0)));
  if (Math.max(...seen) <= 24) return "gone";
  const ratio = contrast(shown, paper);
  return fontSize < SMALL_FONT || (ratio < 1.5 && Math.max(...seen) <= 80) ? "doubtful" : null;
}
