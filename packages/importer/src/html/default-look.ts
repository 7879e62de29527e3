import type { Declaration } from "./declarations.ts";
import type { Element } from "./tree.ts";
import { attributeOf } from "./tree.ts";

/** What browsers show without any style sheet (HTML, "Rendering"), as far as words depend on it. */

const BLOCKS = new Set(
  `address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1
  h2 h3 h4 h5 h6 header hgroup hr html legend listing main menu nav ol optgroup option p plaintext pre search section summary
  ul xmp`.split(/\s+/),
);
const NOT_SHOWN = new Set(
  `area base basefont command datalist head link meta noembed noframes noscript param rp script style template title`.split(
    /\s+/,
  ),
);
const OTHERS: Readonly<Record<string, string>> = {
  li: "list-item",
  table: "table",
  caption: "table-caption",
  thead: "table-header-group",
  tbody: "table-row-group",
  tfoot: "table-footer-group",
  tr: "table-row",
  td: "table-cell",
  th: "table-cell",
  button: "inline-block",
  input: "inline-block",
  select: "inline-block",
  textarea: "inline-block",
};

export function defaultDisplay(element: Element): string {
  const { tagName } = element;
  if (NOT_SHOWN.has(tagName) || (tagName === "dialog" && attributeOf(element, "open") === undefined)) return "none";
  return OTHERS[tagName] ?? (BLOCKS.has(tagName) ? "block" : "inline");
}

/** Whether it begins a line of its own. */
export function isBlockDisplay(display: string): boolean {
  return !/^(?:inline|ruby|contents|none|math$|run-in)/.test(display);
}

const told = (property: string, value: string): Declaration => ({ property, value, important: false, sure: true });

const TAGS: Readonly<Record<string, readonly Declaration[]>> = {
  s: [told("text-decoration-line", "line-through")],
  strike: [told("text-decoration-line", "line-through")],
  del: [told("text-decoration-line", "line-through")],
  sup: [told("vertical-align", "super"), told("font-size", "smaller")],
  sub: [told("vertical-align", "sub"), told("font-size", "smaller")],
  rt: [told("vertical-align", "super")],
  b: [told("font-weight", "bolder")],
  strong: [told("font-weight", "bolder")],
  th: [told("font-weight", "bold")],
  i: [told("font-style", "italic")],
  em: [told("font-style", "italic")],
  cite: [told("font-style", "italic")],
  dfn: [told("font-style", "italic")],
  var: [told("font-style", "italic")],
  address: [told("font-style", "italic")],
  pre: [told("white-space", "pre")],
  listing: [told("white-space", "pre")],
  plaintext: [told("white-space", "pre")],
  xmp: [told("white-space", "pre")],
  textarea: [told("white-space", "pre")],
  mark: [told("background-color", "yellow"), told("color", "black")],
  ul: [told("list-style-type", "disc")],
  menu: [told("list-style-type", "disc")],
  dir: [told("list-style-type", "disc")],
  ol: [told("list-style-type", "decimal")],
  bdo: [told("unicode-bidi", "isolate-override")],
  big: [told("font-size", "larger")],
  small: [told("font-size", "smaller")],
};

/** What the tag and the attributes of old say, before any style sheet. */
export function defaultDeclarations(element: Element): readonly Declaration[] {
  const byTag = TAGS[element.tagName] ?? [];
  if (element.attrs.length === 0) return byTag;
  const said = element.attrs.flatMap(({ name, value }) => byAttribute(element.tagName, name, value));
  return said.length > 0 ? [...byTag, ...said] : byTag;
}

function byAttribute(tag: string, name: string, value: string): Declaration[] {
  if (name === "hidden") return [told("display", "none")];
  if (name === "popover") return [told("display", "none")];
  if (name === "dir" && /^(?:ltr|rtl)$/i.test(value)) return [told("direction", value.toLowerCase())];
  if (name === "bgcolor") return [told("background-color", legacyColour(value))];
  if (name === "background" && /^(?:body|table|td|th|tr)$/.test(tag)) return [told("background-image", "url(x)")];
  if (tag === "font" && name === "color") return [told("color", legacyColour(value))];
  if (tag === "font" && name === "face") return [told("font-family", value)];
  if (tag === "body" && name === "text") return [told("color", legacyColour(value))];
  if (tag === "ol" && name === "type") return [told("list-style-type", LIST_TYPES[value] ?? "decimal")];
  if (tag === "li" && name === "type" && LIST_TYPES[value]) return [told("list-style-type", LIST_TYPES[value])];
  if (name === "nowrap") return [];
  return [];
}

const LIST_TYPES: Readonly<Record<string, string>> = {
  1: "decimal",
  a: "lower-alpha",
  A: "upper-alpha",
  i: "lower-roman",
  I: "upper-roman",
};

/** Colours in attributes may lack their sign (HTML, "rules for parsing a legacy color value", in its usual cases). */
function legacyColour(value: string): string {
  const words = value.trim().toLowerCase();
  return /^[0-9a-f]{3}(?:[0-9a-f]{3})?$/.test(words) ? `#${words}` : words;
}
