import type { MarkKind } from "../copy-builder.ts";
import type { Declared } from "./cascade.ts";
import type { Colour } from "./colour.ts";
import { BLACK, blend, readColour, WHITE } from "./colour.ts";
import { defaultDisplay, isBlockDisplay } from "./default-look.ts";
import { readLength } from "./length.ts";
import type { Element } from "./tree.ts";
import { contentOf } from "./tree.ts";
import type { Variables } from "./variables.ts";
import { NO_VARIABLES, substitute, withOwn } from "./variables.ts";

/** How an element shows, as far as words depend on it. Lengths are CSS pixels. */
export type Look = {
  readonly display: string;
  readonly visible: boolean;
  /** Null where it is not known: a kind of colour that is not computed here. */
  readonly colour: Colour | null;
  /** What lies behind its words. Null behind pictures. */
  readonly paper: Colour | null;
  /** Of words before a picture: the colour that was chosen for them together. */
  readonly ink: Colour | null;
  readonly fontSize: number;
  readonly fontFamily: string;
  readonly marks: readonly MarkKind[];
  /** Line breaks of the source show: `pre`; spaces too unless `pre-line`. */
  readonly whiteSpace: "normal" | "pre" | "pre-line";
  readonly transform: string;
  readonly direction: "ltr" | "rtl";
  readonly listStyle: string | null;
  /** Custom properties, which inherit. */
  readonly variables: Variables;
  /** Its children are boxes beside or below one another, however they are called. */
  readonly boxes: boolean;
};

export const FIRST_LOOK: Look = {
  display: "block",
  visible: true,
  colour: BLACK,
  paper: WHITE,
  ink: null,
  fontSize: 16,
  fontFamily: "",
  marks: [],
  whiteSpace: "normal",
  transform: "none",
  direction: "ltr",
  listStyle: null,
  variables: NO_VARIABLES,
  boxes: false,
};

/** What an element looks like within its parent. */
export function lookOf(element: Element, parent: Look, declared: Declared): Look {
  const variables = withOwn(declared.variables, parent.variables);
  const get = (property: string) => substitute(declared.get(property), variables);
  const display = displayOf(element, parent, get);
  const fontSize = fontSizeOf(get("font-size"), parent.fontSize);
  const colour = colourOf(get("color"), parent.colour);
  // A picture behind the whole page says nothing of single words.
  const picture = /^(?:body|html)$/.test(element.tagName) ? undefined : get("background-image");
  return {
    display,
    visible: visibilityOf(get("visibility"), parent.visible),
    colour: fillOf(get("-webkit-text-fill-color"), colour),
    paper: paperOf(get("background-color"), picture, colour, parent.paper),
    ink: picture?.includes("(") ? colour : parent.ink,
    fontSize,
    fontFamily: inherited(get("font-family"), parent.fontFamily, ""),
    marks: marksOf(parent.marks, get, display),
    whiteSpace: whiteSpaceOf(get("white-space") ?? get("white-space-collapse"), parent.whiteSpace),
    transform: inherited(get("text-transform"), parent.transform, "none"),
    direction: inherited(get("direction"), parent.direction, "ltr") === "rtl" ? "rtl" : "ltr",
    listStyle: listStyleOf(get("list-style-type"), parent.listStyle),
    variables,
    boxes: /\b(?:flex|grid)$/.test(display),
  };
}

type Get = (property: string) => string | undefined;

/** Children of boxes, and what floats or is placed, are blocks (CSS Display 3, "blockify"). */
function displayOf(element: Element, parent: Look, get: Get): string {
  const said = get("display");
  const own = said === undefined || /^(?:inherit|initial|unset|revert)/.test(said) ? null : said;
  const kept = said === "inherit" ? parent.display : said === "initial" || said === "unset" ? "inline" : null;
  const display = own ?? kept ?? defaultDisplay(element);
  if (display === "none" || display === "contents" || isBlockDisplay(display)) return display;
  const placed = /^(?:absolute|fixed)$/.test(get("position") ?? "") || floats(element, get);
  if (!parent.boxes && !placed) return display;
  return display.startsWith("inline-") ? display.slice("inline-".length) : "block";
}

/** A large first letter floats, and still is the beginning of its word. */
function floats(element: Element, get: Get): boolean {
  return /^(?:left|right|inline-)/.test(get("float") ?? "") && contentOf(element).trim().length > 2;
}

function inherited(value: string | undefined, parent: string, initial: string): string {
  if (value === undefined || value === "inherit" || value === "unset" || value.startsWith("revert")) return parent;
  return value === "initial" ? initial : value;
}

function visibilityOf(value: string | undefined, parent: boolean): boolean {
  const shown = inherited(value, parent ? "visible" : "hidden", "visible");
  return shown !== "hidden" && shown !== "collapse";
}

const NAMED_SIZES: Readonly<Record<string, number>> = {
  "xx-small": 9,
  "x-small": 10,
  small: 13,
  medium: 16,
  large: 18,
  "x-large": 24,
  "xx-large": 32,
  "xxx-large": 48,
};

function fontSizeOf(value: string | undefined, parent: number): number {
  if (value === undefined || value === "inherit" || value === "unset" || value.startsWith("revert")) return parent;
  if (value === "initial") return 16;
  if (value === "smaller") return parent / 1.2;
  if (value === "larger") return parent * 1.2;
  return NAMED_SIZES[value] ?? readLength(value, { em: parent, whole: parent }) ?? parent;
}

function colourOf(value: string | undefined, parent: Colour | null): Colour | null {
  if (value === undefined || /^(?:inherit|unset|revert|currentcolor)/.test(value)) return parent;
  return value === "initial" ? BLACK : readColour(value);
}

function fillOf(value: string | undefined, colour: Colour | null): Colour | null {
  return value === undefined || /^(?:inherit|initial|unset|revert|currentcolor)/.test(value)
    ? colour
    : readColour(value);
}

/** What is behind the words: the colour of the element over what is behind the element. */
function paperOf(
  value: string | undefined,
  image: string | undefined,
  colour: Colour | null,
  parent: Colour | null,
): Colour | null {
  if (image !== undefined && /\(/.test(image)) return null;
  if (value === undefined || /^(?:initial|unset|revert|inherit)/.test(value)) return parent;
  const own = value === "currentcolor" ? colour : readColour(value);
  if (own === null) return null;
  if (own[3] === 0) return parent;
  return own[3] === 1 ? own : parent && blend(own, parent);
}

const SUPER: readonly MarkKind[] = ["superscript", "subscript"];

/** A line through words goes through all that stands within them; only what is a box of its own escapes it. */
function marksOf(parent: readonly MarkKind[], get: Get, display: string): readonly MarkKind[] {
  const marks = new Set(parent);
  if (display.startsWith("inline-")) marks.delete("struck");
  if (get("text-decoration-line")?.includes("line-through")) marks.add("struck");
  const weight = get("font-weight");
  if (weight !== undefined) {
    const bold = /^(?:bold|bolder)$/.test(weight) || Number(weight) >= 600;
    if (bold) marks.add("strong");
    else if (/^(?:normal|initial|lighter|\d+)$/.test(weight)) marks.delete("strong");
  }
  const style = get("font-style");
  if (style !== undefined && /^(?:italic|oblique)/.test(style)) marks.add("emphasis");
  else if (style === "normal" || style === "initial") marks.delete("emphasis");
  const align = get("vertical-align");
  if (align === "super" || align === "sub") {
    for (const kind of SUPER) marks.delete(kind);
    marks.add(align === "super" ? "superscript" : "subscript");
  }
  return marks.size === parent.length && parent.every((mark) => marks.has(mark)) ? parent : [...marks];
}

function whiteSpaceOf(value: string | undefined, parent: Look["whiteSpace"]): Look["whiteSpace"] {
  const told = inherited(value, parent, "normal");
  if (told.startsWith("pre-line") || told.startsWith("preserve-breaks")) return "pre-line";
  return /^(?:pre|break-spaces|preserve)/.test(told) ? "pre" : "normal";
}

function listStyleOf(value: string | undefined, parent: string | null): string | null {
  if (value === undefined || value === "inherit" || value === "unset" || value.startsWith("revert")) return parent;
  return value === "initial" ? "disc" : value;
}
