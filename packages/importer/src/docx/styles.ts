import type { Look, Theme } from "./look.ts";
import { readLook } from "./look.ts";
import type { XmlElement } from "./xml.ts";
import { childOf, childrenOf } from "./xml.ts";

/** What a style says, with all that it is based on. */
export type Style = {
  /** As Word names it in every language of its menus: `heading 1`, `title`, `quote`. */
  readonly names: readonly string[];
  readonly look: Look;
  /** `w:pPr`, its own before those that it is based on. */
  readonly paragraph: readonly XmlElement[];
};

export type Styles = {
  readonly defaults: Look;
  /** The style of that identifier, or the default one of that type. */
  readonly find: (type: "paragraph" | "character" | "table", id: string | null) => Style;
};

/** Longest chain of styles that are based on each other. */
const CHAIN_LIMIT = 32;
const NOTHING: Style = { names: [], look: {}, paragraph: [] };

/** Reads `word/styles.xml` (ECMA-376 part 1, 17.7). */
export function readStyles(root: XmlElement | null, theme: Theme): Styles {
  const elements = new Map<string, XmlElement>();
  const standard = new Map<string, string>();
  for (const style of childrenOf(root)) {
    if (style.name !== "w:style") continue;
    const type = style.attributes.get("w:type") ?? "paragraph";
    const id = style.attributes.get("w:styleId") ?? "";
    elements.set(`${type} ${id}`, style);
    if (/^(?:1|true|on)$/.test(style.attributes.get("w:default") ?? "")) standard.set(type, id);
  }
  const known = new Map<string, Style>();
  const resolve = (type: string, id: string, depth: number): Style => {
    const key = `${type} ${id}`;
    const before = known.get(key);
    const element = elements.get(key);
    if (before !== undefined || element === undefined || depth > CHAIN_LIMIT) return before ?? NOTHING;
    const parent = childOf(element, "w:basedOn")?.attributes.get("w:val");
    const base = parent === undefined ? NOTHING : resolve(type, parent, depth + 1);
    const own = readLook(childOf(element, "w:rPr"), theme);
    const properties = childOf(element, "w:pPr");
    const name = childOf(element, "w:name")?.attributes.get("w:val")?.toLowerCase();
    const style: Style = {
      names: [...(name === undefined ? [] : [name]), ...base.names],
      look: { ...base.look, ...own },
      paragraph: [...(properties === null ? [] : [properties]), ...base.paragraph],
    };
    known.set(key, style);
    return style;
  };
  const defaults = childOf(childOf(childOf(root, "w:docDefaults"), "w:rPrDefault"), "w:rPr");
  return {
    defaults: readLook(defaults, theme),
    find: (type, id) => {
      const wanted = id !== null && elements.has(`${type} ${id}`) ? id : standard.get(type);
      return wanted === undefined ? NOTHING : resolve(type, wanted, 0);
    },
  };
}

/** The first that says it: direct formatting, then the style, then what that is based on. */
export function saidFirst(places: readonly (XmlElement | null)[], name: string): XmlElement | null {
  for (const place of places) {
    const child = childOf(place, name);
    if (child !== null) return child;
  }
  return null;
}
