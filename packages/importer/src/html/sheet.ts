import type { Atrule, CssNode, Rule as RuleNode } from "css-tree";
import { generate, parse } from "css-tree";
import type { Holds } from "./conditions.ts";
import { bothHold, holdsMedia, holdsSupports } from "./conditions.ts";
import type { Declaration } from "./declarations.ts";
import { readDeclarations } from "./declarations.ts";
import { readSelectors } from "./selector.ts";
import type { Selector } from "./selector-shape.ts";

export type Rule = {
  readonly selector: Selector;
  readonly declarations: readonly Declaration[];
  /** Rules outside of layers outweigh all that are in one; later layers outweigh earlier ones. */
  readonly layer: number;
};

/** Fonts, and how animations end, by name. */
export type Names = {
  readonly fonts: Map<string, "embedded" | "linked">;
  readonly animations: Map<string, readonly Declaration[]>;
};

const NO_LAYER = 1_000_000;
const DEPTH = 40;

/** Reads the style sheets of a page, in their order. */
export class SheetReader {
  readonly rules: Rule[] = [];
  readonly names: Names = { fonts: new Map(), animations: new Map() };
  /** Addresses of sheets that these import. */
  readonly imports: string[] = [];
  readonly #layers = new Map<string, number>();
  readonly #quirks: boolean;

  constructor(quirks: boolean) {
    this.#quirks = quirks;
  }

  read(css: string, holds: Holds): void {
    if (holds === "no") return;
    const sheet = parse(css, { parseValue: false, parseCustomProperty: false, parseAtrulePrelude: false });
    if (sheet.type === "StyleSheet")
      this.#block(sheet.children, { holds, layer: NO_LAYER, path: "", outer: null, depth: 0 });
  }

  #block(nodes: Iterable<CssNode>, within: Within): void {
    for (const node of nodes) {
      if (node.type === "Rule") this.#rule(node, within);
      else if (node.type === "Atrule") this.#atrule(node, within);
    }
  }

  #rule(node: RuleNode, within: Within): void {
    const selectors = readSelectors(node.prelude, within.outer, this.#quirks);
    this.#add(selectors, node.block.children, within);
    if (within.depth < DEPTH) {
      const nested = [...node.block.children].filter(({ type }) => type === "Rule" || type === "Atrule");
      const inner = { ...within, outer: selectors, depth: within.depth + 1 };
      this.#block(nested, inner);
      for (const child of node.block.children) if (child.type === "Raw") this.#relative(child.value, inner);
    }
  }

  /** Rules within rules that begin with a tag or a combinator, which the parser hands back as they are. */
  #relative(css: string, within: Within): void {
    if (!css.includes("{")) return;
    const sheet = parse(`& ${css}`, { parseValue: false, parseCustomProperty: false, parseAtrulePrelude: false });
    if (sheet.type === "StyleSheet") this.#block(sheet.children, within);
  }

  #add(selectors: readonly Selector[], nodes: Iterable<CssNode>, { holds, layer }: Within): void {
    const declarations = readDeclarations(nodes);
    if (declarations.length === 0) return;
    const unsure = declarations.map((declaration) => ({ ...declaration, sure: false }));
    for (const selector of selectors) {
      this.rules.push({ selector, declarations: selector.sure && holds === "yes" ? declarations : unsure, layer });
    }
  }

  #atrule(node: Atrule, within: Within): void {
    const name = node.name.toLowerCase().replace(/^-\w+-/, "");
    const prelude = node.prelude === null ? "" : generate(node.prelude);
    if (name === "font-face") this.#font(node);
    else if (name === "keyframes") this.#animation(prelude, node);
    else if (name === "import") this.#import(prelude, within);
    else if (name === "layer") this.#layer(prelude, node, within);
    else if (/^(?:media|supports|container|scope|document)$/.test(name) && node.block && within.depth < DEPTH) {
      const holds = bothHold(
        within.holds,
        name === "media" ? holdsMedia(prelude) : name === "supports" ? holdsSupports(prelude) : "perhaps",
      );
      if (holds === "no") return;
      const inner = { ...within, holds, depth: within.depth + 1 };
      // Within a rule, declarations may stand there without a selector of their own.
      if (within.outer) this.#add(within.outer, node.block.children, inner);
      this.#block(node.block.children, inner);
    }
  }

  #import(prelude: string, { holds }: Within): void {
    const href = /^(?:url\(\s*)?["']?([^"')\s]+)/i.exec(prelude.trim())?.[1];
    if (href !== undefined && holds !== "no") this.imports.push(href);
  }

  #layer(prelude: string, node: Atrule, within: Within): void {
    const names = prelude.split(",").map((name) => `${within.path}.${name.trim() || `#${this.#layers.size}`}`);
    for (const name of names) if (!this.#layers.has(name)) this.#layers.set(name, this.#layers.size);
    const [path = ""] = names;
    const inner = { ...within, layer: this.#layers.get(path) ?? 0, path, depth: within.depth + 1 };
    if (node.block && within.depth < DEPTH) this.#block(node.block.children, inner);
  }

  #font(node: Atrule): void {
    const declarations = readDeclarations(node.block?.children ?? []);
    const get = (name: string) => declarations.find(({ property }) => property === name)?.value ?? "";
    const family = familyOf(get("font-family"));
    const kind = /\bdata:/i.test(get("src")) ? "embedded" : "linked";
    // Fonts of the machine itself show the letters that they stand for.
    if (!/url\(/i.test(get("src"))) return;
    if (this.names.fonts.get(family) !== "embedded") this.names.fonts.set(family, kind);
  }

  #animation(name: string, node: Atrule): void {
    const last: Declaration[] = [];
    for (const frame of node.block?.children ?? []) {
      if (frame.type === "Rule" && /\bto\b|100%/.test(generate(frame.prelude)))
        last.push(...readDeclarations(frame.block.children));
    }
    this.names.animations.set(
      name.trim(),
      last.map((declaration) => ({ ...declaration, sure: false })),
    );
  }
}

type Within = {
  readonly holds: Holds;
  readonly layer: number;
  readonly path: string;
  readonly outer: readonly Selector[] | null;
  readonly depth: number;
};

/** The first family of a list, without its quotes and case. */
export function familyOf(families: string): string {
  return (families.split(",", 1)[0] ?? "")
    .trim()
    .replaceAll(/^["']|["']$/g, "")
    .toLowerCase();
}
