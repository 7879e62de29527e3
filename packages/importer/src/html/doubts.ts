import type { UnreadReason } from "@undersigned/core/compare/copy.ts";
import type { Declared } from "./cascade.ts";
import { defaultDisplay, isBlockDisplay } from "./default-look.ts";
import { readLength } from "./length.ts";
import type { Look } from "./look.ts";
import { lookOf } from "./look.ts";
import type { Element } from "./tree.ts";
import { contentOf } from "./tree.ts";
import { substitute } from "./variables.ts";
import { isFaint, isGone } from "./visibility.ts";

export type Doubt = { readonly why: UnreadReason; readonly what: string };

/** Moved farther than this from where they stand, in parts of their size, words may lie over others. */
const MOVED = 0.5;

/**
 * Why the words of an element may not be what its reader sees, though they show: moved over others, mirrored, in another order,
 * masked, cut off, or hidden in some windows. What is told is told with its place, so it matters where a statement stands.
 */
export function doubtsOf(element: Element, look: Look, parent: Look, declared: Declared): Doubt[] {
  const get = (property: string) => substitute(declared.get(property), look.variables);
  const length = (property: string) => readLength(get(property) ?? "0", { em: look.fontSize, whole: null });
  const found: Doubt[] = [];
  const tell = (why: UnreadReason, what: string) => found.push({ why, what });
  if (isPlaced(get, length, look))
    tell("style", "something that is moved from where it stands, and may lie over words");
  if (isTransformed(get)) tell("style", "words that are turned, mirrored or moved");
  if (isReordered(get) || isPutElsewhere(element, get))
    tell("style", "words that show in another order than they stand");
  if (look.transform !== parent.transform && !isBlockDisplay(look.display)) {
    tell("style", "words whose capitals only a style sheet makes");
  }
  if (isMasked(get)) tell("hidden", "words that are masked, blurred or blended");
  if (isSqueezed(get, length, look)) tell("hidden", "words or lines that are pushed into one another");
  if (isRunBackwards(element, look, parent, get)) tell("style", "words whose direction is overridden");
  if (look.paper === null && parent.paper !== null && !isBlockDisplay(look.display)) {
    tell("picture", "words before a picture of their own");
  }
  if (/^["']/.test(get("hyphenate-character") ?? "")) tell("generated", "signs of its own where words are parted");
  if (/url\(/.test(get("content") ?? "")) tell("picture", "a picture in place of words");
  if (showsOtherwise(element, look, parent, declared)) {
    tell("style", "words that do not show in some windows or browsers");
  }
  return found;
}

/** Words may be left out at the end of what is cut off. */
export function isCutOff(look: Look, declared: Declared): boolean {
  const get = (property: string) => substitute(declared.get(property), look.variables) ?? "";
  if (/^[1-9]/.test(get("-webkit-line-clamp") || get("line-clamp"))) return true;
  const cuts = (side: string) => /^(?:hidden|clip)$/.test(get(`overflow-${side}`));
  const sized = (property: string) => /^(?:[\d.]*[1-9]|calc|min|clamp)/.test(get(property)) && get(property) !== "100%";
  if (cuts("y") && (sized("height") || sized("max-height"))) return true;
  return cuts("x") && /nowrap/.test(get("white-space"));
}

type Get = (property: string) => string | undefined;
type Length = (property: string) => number | null;

function isPlaced(get: Get, length: Length, look: Look): boolean {
  const position = get("position");
  if (position === "absolute" || position === "fixed") return true;
  const far = (property: string) => Math.abs(length(property) ?? 0) > MOVED * look.fontSize;
  if (position === "relative" && ["left", "right", "top", "bottom"].some(far)) return true;
  return ["margin-left", "margin-top", "margin-right", "margin-bottom"].some(
    (side) => (length(side) ?? 0) < 0 && far(side) && !isBlockDisplay(look.display),
  );
}

function isTransformed(get: Get): boolean {
  const said = [get("transform"), get("translate"), get("rotate"), get("scale")].filter((value) => value !== undefined);
  return said.some(
    (value) =>
      /[1-9]/.test(value.replaceAll(/translate3d|scale3d|rotate3d|matrix3d|scale\(1(?:,\s*1)?\)/g, "")) &&
      value !== "1",
  );
}

function isReordered(get: Get): boolean {
  return /-reverse$/.test(get("flex-direction") ?? "") || !/^(?:0|initial|unset|)$/.test(get("order") ?? "");
}

/** Words taken out of their line, or an item or paragraph put into a row of its own choice: what is laid out by pages is no such. */
function isPutElsewhere(element: Element, get: Get): boolean {
  const floats = /^(?:left|right|inline-)/.test(get("float") ?? "");
  if (floats && !isBlockDisplay(defaultDisplay(element)) && contentOf(element).trim().length > 2) return true;
  if (!/^(?:li|p|h[1-6]|blockquote|dd|dt|tr)$/.test(element.tagName)) return false;
  return ["grid-row", "grid-row-start", "grid-area"].some((property) => /^\s*-?\d/.test(get(property) ?? ""));
}

function isMasked(get: Get): boolean {
  if (/blur|opacity|brightness|contrast|invert|url/.test(get("filter") ?? "")) return true;
  if (!/^(?:none|normal|initial|unset|)$/.test(get("mix-blend-mode") ?? "")) return true;
  if (!/^(?:none|initial|unset|)$/.test(get("mask") ?? "")) return true;
  if (!/^(?:none|initial|unset|)$/.test(get("clip-path") ?? "")) return true;
  if (!/^(?:none|initial|unset|)$/.test(get("-webkit-text-security") ?? "")) return true;
  return Number.parseFloat(get("opacity") ?? "1") < 0.35;
}

function isSqueezed(get: Get, length: Length, look: Look): boolean {
  if ((length("letter-spacing") ?? 0) < -0.12 * look.fontSize) return true;
  if ((length("word-spacing") ?? 0) < -0.2 * look.fontSize) return true;
  const line = get("line-height");
  if (line === undefined || line === "normal") return false;
  const height = /^[\d.]+$/.test(line)
    ? Number(line)
    : (readLength(line, { em: look.fontSize, whole: look.fontSize }) ?? 99) / look.fontSize;
  return height < 0.6 && look.fontSize > 0;
}

function isRunBackwards(element: Element, look: Look, parent: Look, get: Get): boolean {
  if (/override|plaintext/.test(get("unicode-bidi") ?? "") || element.tagName === "bdo") return true;
  return look.direction === "rtl" && parent.direction === "ltr" && !isBlockDisplay(look.display);
}

function showsOtherwise(element: Element, look: Look, parent: Look, { perhaps }: Declared): boolean {
  if (perhaps === null) return false;
  const other = lookOf(element, parent, perhaps);
  if (isGone(other, perhaps) || !other.visible) return true;
  const faint = isFaint(other);
  if (faint !== null && faint !== isFaint(look)) return true;
  return other.marks.includes("struck") !== look.marks.includes("struck");
}

/** Whether something empty is put over the words of an element: a line through them that is no line of the font, or a patch. */
export function isCovering(pseudo: Declared, look: Look): boolean {
  const get = (property: string) => substitute(pseudo.get(property), look.variables);
  if (!/^(?:absolute|fixed)$/.test(get("position") ?? "")) return false;
  const paints = ["background-color", "background-image", "border", "border-top", "border-bottom", "box-shadow"].some(
    (property) => !/^(?:none|transparent|0|initial|)$/.test(get(property) ?? ""),
  );
  const share = (property: string) => readLength(get(property) ?? "auto", { em: look.fontSize, whole: look.fontSize });
  const [top, bottom, height] = [share("top"), share("bottom"), share("height")];
  const low = top === null || top >= 0.9 * look.fontSize;
  return paints && !(low && (bottom ?? 0) <= 0.3 * look.fontSize && (height ?? 99) <= 0.3 * look.fontSize);
}

/** Whether the first letter or line of an element, which a sheet may dress by itself, shows as the rest does. */
export function showsFirst(element: Element, look: Look, first: Declared): boolean {
  const own = lookOf(element, look, { ...first, get: (name) => (name === "display" ? "inline" : first.get(name)) });
  return !isGone(own, first) && own.visible && isFaint(own) === isFaint(look);
}
