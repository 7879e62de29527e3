import type { Document } from "./tree.ts";
import { attributeOf, eachElement, parsePage } from "./tree.ts";

/** Sheets of one page beyond this many are not asked for. */
export const SHEET_LIMIT = 40;

/**
 * Addresses of the style sheets that a page links, for whoever fetches them: what they hide or write is only known once their
 * words are given to `extract` by these addresses.
 * @param url the page's own address, which relative ones are relative to; null: only full addresses are named
 */
export function styleSheetsOf(html: string, url: string | null): string[] {
  return linkedSheets(parsePage(html).document, url)
    .map(({ href }) => href)
    .filter((href) => href !== null && /^https?:/.test(href))
    .filter((href) => href !== null)
    .slice(0, SHEET_LIMIT);
}

/** In order, each once. `href` is null where it is no address. */
export function linkedSheets(document: Document, url: string | null): { href: string | null; media: string }[] {
  const found = new Map<string, { href: string | null; media: string }>();
  let base = url;
  eachElement(document, (element) => {
    if (element.tagName === "base") base = resolve(attributeOf(element, "href") ?? "", url) ?? base;
    if (element.tagName !== "link") return;
    const rel = attributeOf(element, "rel")?.toLowerCase().split(/\s+/) ?? [];
    if (!rel.includes("stylesheet") || rel.includes("alternate")) return;
    const written = attributeOf(element, "href")?.trim() ?? "";
    if (written !== "")
      found.set(written, { href: resolve(written, base), media: attributeOf(element, "media") ?? "all" });
  });
  return [...found.values()];
}

function resolve(href: string, base: string | null): string | null {
  if (base === null) return URL.canParse(href) ? new URL(href).href : null;
  return URL.canParse(href, base) ? new URL(href, base).href : null;
}
