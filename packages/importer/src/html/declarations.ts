import type { CssNode } from "css-tree";
import { ident, lexer, parse } from "css-tree";
import { expandShorthand } from "./shorthand.ts";

/** What one property is told to be. `sure` is false where a browser may not take the value. */
export type Declaration = {
  readonly property: string;
  readonly value: string;
  readonly important: boolean;
  readonly sure: boolean;
};

/** Values are kept as written but for these, whose case means nothing. */
const KEEPS_CASE = new Set(["content", "font-family", "list-style-type", "quotes"]);
const CACHE_LIMIT = 20_000;
const known = new Map<string, boolean>();

/** What a `style` attribute says, shorthands taken apart, in order. What browsers drop as wrong is not among it. */
export function readStyleAttribute(style: string): Declaration[] {
  const list = parse(style, { context: "declarationList", parseValue: false, parseCustomProperty: false });
  return list.type === "DeclarationList" ? readDeclarations(list.children) : [];
}

export function readDeclarations(nodes: Iterable<CssNode>): Declaration[] {
  const found: Declaration[] = [];
  for (const node of nodes) {
    if (node.type !== "Declaration" || node.value.type !== "Raw") continue;
    const property = node.property.startsWith("--") ? node.property : ident.decode(node.property).toLowerCase();
    const important = node.important !== false;
    const value = cleanValue(property, node.value.value);
    if (value === "" && !property.startsWith("--")) continue;
    const sure = isKnown(property, value);
    for (const [long, part] of expandShorthand(property, value)) {
      found.push({ property: long, value: part, important, sure });
    }
  }
  return found;
}

function cleanValue(property: string, raw: string): string {
  const bare = raw.replaceAll(/\/\*[\s\S]*?(?:\*\/|$)/g, " ").trim();
  if (property.startsWith("--") || KEEPS_CASE.has(property)) return bare;
  return (bare.includes("\\") ? ident.decode(bare) : bare).toLowerCase();
}

/** Whether every browser takes the value. Wrong ones are dropped, and what stood before holds; newer ones are for each to tell. */
function isKnown(property: string, value: string): boolean {
  if (property.startsWith("--") || /\b(?:var|env)\(/i.test(value)) return true;
  const key = `${property}:${value}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const matches = matchesSyntax(property, value);
  if (known.size > CACHE_LIMIT) known.clear();
  known.set(key, matches);
  return matches;
}

function matchesSyntax(property: string, value: string): boolean {
  try {
    return lexer.matchProperty(property, value).error === null;
  } catch {
    return false;
  }
}
