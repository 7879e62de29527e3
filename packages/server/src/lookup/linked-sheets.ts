import { Parser } from "htmlparser2";

/** Addresses that are taken from one page at most. */
const LINK_LIMIT = 40;
const ADDRESS_LIMIT = 2_000;

/**
 * Addresses of the style sheets that a page links, whole, in order, each once: those that reading the page asks for. The page is
 * gone through once and no tree is made of it, since it is whatever somebody's server sent.
 */
export function findLinkedSheets(page: string, url: string): string[] {
  const found = new Set<string>();
  let base = url;
  const resolve = (href: string) => (URL.canParse(href, base) ? new URL(href, base).href : null);
  const parser = new Parser({
    onopentag(name, { href = "", rel = "" }) {
      if (href.trim() === "" || href.length > ADDRESS_LIMIT) return;
      if (name === "base") base = URL.canParse(href, url) ? new URL(href, url).href : base;
      if (name !== "link") return;
      const words = rel.toLowerCase().split(/\s+/);
      const address = words.includes("stylesheet") && !words.includes("alternate") ? resolve(href.trim()) : null;
      if (address !== null && found.size < LINK_LIMIT) found.add(address);
    },
  });
  parser.end(page);
  return [...found].filter((address) => /^https?:/.test(address));
}
