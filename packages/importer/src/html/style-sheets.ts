import type { Document, Element } from "./tree.ts";
import { attributeOf, eachElement, parsePage } from "./tree.ts";

/** Sheets of one page beyond this many are not asked for. */
export const SHEET_LIMIT = 40;

/** A sheet that a page links. `href` is null where what is written is no address. */
export type LinkedSheet = {
  readonly element: Element;
  readonly href: string | null;
  readonly written: string;
  readonly media: string;
};

/**
 * Addresses of the style sheets that a page links, for whoever fetches them: what they hide or write is only known once their
 * words are given to `extract` by these addresses.
 * @param url the page's own address, which relative ones are relative to; null: only full addresses are named
 */
export function styleSheetsOf(html: string, url: string | null): string[] {
  const addresses = linkedSheets(parsePage(html).document, url).flatMap(({ href }) => href ?? []);
  return [...new Set(addresses)].filter((href) => /^https?:/.test(href)).slice(0, SHEET_LIMIT);
}

export function linkedSheets(document: Document, url: string | null): LinkedSheet[] {
  const found: LinkedSheet[] = [];
  let base = url;
  eachElement(document, (element) => {
    if (element.tagName === "base") base = resolve(attributeOf(element, "href") ?? "", url) ?? base;
    if (element.tagName !== "link") return;
    const rel = attributeOf(element, "rel")?.toLowerCase().split(/\s+/) ?? [];
    // Pages load sheets by such links too, and turn them into sheets by a script.
    const preloaded = rel.includes("preload") && attributeOf(element, "as") === "style";
    const written = attributeOf(element, "href")?.trim() ?? "";
    if (written === "" || rel.includes("alternate") || !(rel.includes("stylesheet") || preloaded)) return;
    const media = attributeOf(element, "onload") === undefined ? (attributeOf(element, "media") ?? "") : "";
    found.push({ element, href: resolve(written, base), written, media });
  });
  return found;
}

function resolve(href: string, base: string | null): string | null {
  if (base === null) return URL.canParse(href) ? new URL(href).href : null;
  return URL.canParse(href, base) ? new URL(href, base).href : null;
}
