import type { Node, ParentNode } from "./tree.ts";
import { attributeOf, isElement, isTemplate } from "./tree.ts";

/** What a template shows in place of the element that it is in (HTML, `shadowrootmode`); null for anything else. */
export function shadowOf(node: Node): ParentNode | null {
  if (!isElement(node) || !isTemplate(node)) return null;
  return /^(?:open|closed)$/i.test(attributeOf(node, "shadowrootmode") ?? "") ? node.content : null;
}
