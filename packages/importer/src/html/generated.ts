import type { Cascade } from "./cascade.ts";
import type { Look } from "./look.ts";
import { lookOf } from "./look.ts";
import type { Element } from "./tree.ts";
import { attributeOf } from "./tree.ts";
import { substitute } from "./variables.ts";
import { isFaint, isGone } from "./visibility.ts";

/** Signs that a list may have in place of a bullet. */
const BULLET = /^[\p{P}\p{S}\u2022]{1,2}$/u;

export type Generated =
  /** Words, or signs of a font of pictures, that only a style sheet writes. */
  | { readonly kind: "words"; readonly words: string }
  | { readonly kind: "picture" }
  /** Of an item: what stands for its bullet or number. */
  | { readonly kind: "marker"; readonly marker: string };

/** What a style sheet writes before or after the words of an element; null where that is nothing that shows. */
export function findGenerated(
  element: Element,
  pseudo: "before" | "after" | "marker",
  look: Look,
  cascade: Cascade,
): Generated | null {
  const declared = cascade.declaredForPseudo(element, pseudo);
  const told = declared && (declared.perhaps ?? declared);
  const content = told && substitute(told.get("content"), look.variables);
  if (
    !told ||
    content === undefined ||
    content === null ||
    /^(?:none|normal|initial|unset|inherit|revert)$/i.test(content)
  )
    return null;
  const own = lookOf(element, look, told);
  if (isGone({ ...own, display: told.get("display") ?? "inline" }, told) || isFaint(own) === "gone") return null;
  if (/(?:url|gradient|image-set)\(/i.test(content)) return { kind: "picture" };
  const words = contentWords(content, element);
  if (words.trim() === "") return null;
  const isItem = look.display === "list-item" && pseudo !== "after";
  if (isItem && (BULLET.test(words.trim()) || /counters?\(/i.test(content)))
    return { kind: "marker", marker: words.trim() };
  return { kind: "words", words };
}

const PART =
  /"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|attr\(\s*([\w-]+)[^)]*\)|(counters?)\([^)]*\)|\b((?:open|close)-quote)\b/gi;

/** Numbers that style sheets count are shown as a number sign: what they are is not computed. */
function contentWords(content: string, element: Element): string {
  const shown = content.split(/\s\/\s/, 1)[0] ?? "";
  return [...shown.matchAll(PART)]
    .map(([, double, single, attribute, counter, quote]) => {
      if (attribute !== undefined) return attributeOf(element, attribute.toLowerCase()) ?? "";
      if (counter !== undefined) return "#";
      return quote === undefined ? resolveEscapes(double ?? single ?? "") : "“";
    })
    .join("");
}

function resolveEscapes(words: string): string {
  return words.replaceAll(
    /\\(?:([0-9a-f]{1,6})\s?|([\s\S]))/gi,
    (_, hex: string | undefined, other: string | undefined) => {
      if (hex === undefined) return other === "\n" ? "" : (other ?? "");
      const code = Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    },
  );
}
