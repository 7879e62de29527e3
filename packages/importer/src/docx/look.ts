import type { XmlElement } from "./xml.ts";
import { childOf, switchOf, valOf } from "./xml.ts";

/** How a run of words looks, as far as it decides whether and how a reader sees them. Absent: not said at this place. */
export type Look = {
  readonly struck?: boolean;
  readonly doubleStruck?: boolean;
  readonly vanished?: boolean;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly raised?: "superscript" | "subscript" | "baseline";
  /** Points. */
  readonly size?: number;
  /** Per cent of the width of letters. */
  readonly width?: number;
  /** Points between letters. */
  readonly spacing?: number;
  /** Points above the line; below it, negative. */
  readonly position?: number;
  readonly font?: string;
  /** RRGGBB, or `auto`, which Word chooses so that it shows. */
  readonly colour?: string;
  readonly shade?: string;
  readonly highlight?: string;
  /** Text that is drawn without filling. */
  readonly unfilled?: boolean;
  readonly lang?: string;
};

/** Turned on in two styles, they are off again (ECMA-376 part 1, 17.7.3). */
const TOGGLES = ["struck", "vanished", "bold", "italic"] as const;

/** The look of direct formatting over that of a character style over that of a paragraph style over the defaults. */
export function layLooks(defaults: Look, paragraph: Look, character: Look, direct: Look): Look {
  const laid = { ...defaults, ...paragraph, ...character, ...direct };
  const toggles: { -readonly [name in (typeof TOGGLES)[number]]?: boolean } = {};
  for (const name of TOGGLES) {
    const styled = (paragraph[name] === true) !== (character[name] === true) || defaults[name] === true;
    toggles[name] = direct[name] ?? styled;
  }
  return { ...laid, ...toggles };
}

/** The colours of a document's theme by the names that runs use. */
export type Theme = ReadonlyMap<string, string>;

const THEME_NAMES: Readonly<Record<string, string>> = {
  background1: "lt1",
  light1: "lt1",
  text1: "dk1",
  dark1: "dk1",
  background2: "lt2",
  light2: "lt2",
  text2: "dk2",
  dark2: "dk2",
  hyperlink: "hlink",
  followedHyperlink: "folHlink",
};

/** The colours of Word's highlighter (17.18.40). */
const HIGHLIGHTS: Readonly<Record<string, string>> = {
  black: "000000",
  blue: "0000FF",
  cyan: "00FFFF",
  green: "00FF00",
  magenta: "FF00FF",
  red: "FF0000",
  yellow: "FFFF00",
  white: "FFFFFF",
  darkBlue: "000080",
  darkCyan: "008080",
  darkGreen: "008000",
  darkMagenta: "800080",
  darkRed: "800000",
  darkYellow: "808000",
  darkGray: "808080",
  lightGray: "C0C0C0",
};

/** Reads `w:rPr`. */
export function readLook(properties: XmlElement | null, theme: Theme): Look {
  if (properties === null) return {};
  const size = numberOf(valOf(properties, "w:sz"));
  const colour = childOf(properties, "w:color");
  const shade = readShade(properties, theme);
  const raised = valOf(properties, "w:vertAlign");
  const highlight = valOf(properties, "w:highlight");
  const fonts = childOf(properties, "w:rFonts")?.attributes;
  const width = numberOf(valOf(properties, "w:w")?.replace("%", "") ?? null);
  const spacing = numberOf(valOf(properties, "w:spacing"));
  const position = numberOf(valOf(properties, "w:position"));
  const filled = readFill(childOf(properties, "w14:textFill"), theme);
  return defined({
    struck: switchOf(properties, "w:strike"),
    doubleStruck: switchOf(properties, "w:dstrike"),
    vanished: switchOf(properties, "w:vanish"),
    bold: switchOf(properties, "w:b"),
    italic: switchOf(properties, "w:i"),
    raised: raised === "superscript" || raised === "subscript" || raised === "baseline" ? raised : null,
    size: size === null ? null : size / 2,
    width,
    spacing: spacing === null ? null : spacing / 20,
    position: position === null ? null : position / 2,
    font: fonts?.get("w:ascii") ?? fonts?.get("w:hAnsi") ?? null,
    colour: filled?.colour ?? (colour === null ? null : readColour(colour.attributes, "w:val", "w:theme", theme)),
    unfilled: filled === null ? null : filled.colour === null,
    shade,
    highlight: highlight === null ? null : highlight === "none" ? "auto" : (HIGHLIGHTS[highlight] ?? "auto"),
    lang: childOf(properties, "w:lang")?.attributes.get("w:val") ?? null,
  });
}

/** The colour behind words, of a run, paragraph or cell. */
export function readShade(properties: XmlElement | null, theme: Theme): string | null {
  const shade = childOf(properties, "w:shd");
  if (shade === null) return null;
  // A pattern other than none draws `w:color` over the fill: `solid` hides it.
  const pattern = shade.attributes.get("w:val");
  return pattern === "solid"
    ? readColour(shade.attributes, "w:color", "w:theme", theme)
    : readColour(shade.attributes, "w:fill", "w:themeFill", theme);
}

function readColour(attributes: ReadonlyMap<string, string>, value: string, named: string, theme: Theme): string {
  const name = attributes.get(named === "w:theme" ? "w:themeColor" : named);
  const base = name === undefined ? undefined : theme.get(THEME_NAMES[name] ?? name);
  if (base === undefined) return attributes.get(value) ?? "auto";
  const tint = attributes.get(`${named}Tint`);
  const shade = attributes.get(`${named}Shade`);
  if (tint !== undefined) return mix(base, Number.parseInt(tint, 16) / 255, 255);
  if (shade !== undefined) return mix(base, Number.parseInt(shade, 16) / 255, 0);
  return base;
}

/** That part of a colour, the rest white (255) or black (0). */
function mix(colour: string, part: number, rest: number): string {
  const mixed = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) * part + rest * (1 - part);
    return Math.round(channel).toString(16).padStart(2, "0");
  });
  return mixed.join("");
}

/** What Word 2010 and later fill letters with, over `w:color`. A gradient or picture shows in some way. */
function readFill(fill: XmlElement | null, theme: Theme): { colour: string | null } | null {
  if (fill === null) return null;
  if (childOf(fill, "w14:noFill") !== null) return { colour: null };
  const solid = childOf(fill, "w14:solidFill");
  if (solid === null) return null;
  const plain = childOf(solid, "w14:srgbClr");
  const themed = childOf(solid, "w14:schemeClr");
  const name = { bg1: "lt1", tx1: "dk1", bg2: "lt2", tx2: "dk2" }[themed?.attributes.get("w14:val") ?? ""];
  const colour = plain?.attributes.get("w14:val") ?? theme.get(name ?? themed?.attributes.get("w14:val") ?? "");
  const alpha = numberOf(fillValue(childOf(plain ?? themed, "w14:alpha")));
  // Thousandths of a per cent of being seen through.
  if (alpha !== null && alpha > 85_000) return { colour: null };
  return colour === undefined ? null : { colour };
}

function fillValue(element: XmlElement | null): string | null {
  return element?.attributes.get("w14:val") ?? null;
}

function numberOf(value: string | null): number | null {
  if (value === null) return null;
  const number = Number.parseFloat(value);
  return Number.isFinite(number) ? number : null;
}

/** Without what was not said. */
function defined<T extends Record<string, unknown>>(values: T): { [key in keyof T]?: NonNullable<T[key]> } {
  const entries = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as { [key in keyof T]?: NonNullable<T[key]> };
}

/** Below this size, in points, nobody reads. */
const LEAST_SIZE = 3;
/** Below this width, in per cent, letters are strokes. */
const LEAST_WIDTH = 20;
/** Contrast by WCAG 2.2 below which letters do not stand out from what is behind. Pale grey on white has 1.5. */
const LEAST_CONTRAST = 1.2;

/**
 * Why a reader does not see words of this look, or null when they do.
 * @param paper colours behind the run, the nearest first; `auto` and undefined let the next show
 */
export function hiddenBy(look: Look, paper: readonly (string | undefined)[]): string | null {
  if (look.vanished === true) return "hidden text";
  const size = look.size ?? 10;
  if (size < LEAST_SIZE) return `letters ${size} points high`;
  if ((look.width ?? 100) < LEAST_WIDTH) return `letters ${look.width} per cent wide`;
  if ((look.spacing ?? 0) < -size * 0.4) return "letters written over each other";
  if (look.unfilled === true) return "letters without colour";
  const colour = parseColour(look.colour);
  if (colour === null) return null;
  const behind = [look.highlight, look.shade, ...paper].map(parseColour).find((each) => each !== null);
  return contrast(colour, behind ?? [255, 255, 255]) < LEAST_CONTRAST
    ? "letters in the colour of what is behind"
    : null;
}

type Colour = readonly [number, number, number];

function parseColour(colour: string | undefined): Colour | null {
  if (colour === undefined || !/^[0-9a-f]{6}$/i.test(colour)) return null;
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  return [channel(0), channel(2), channel(4)];
}

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
export function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
