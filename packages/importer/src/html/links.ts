import type { Copy } from "@undersigned/core/compare/copy.ts";
import { findHrefFault } from "@undersigned/core/statement/link.ts";
import type { Element } from "./tree.ts";
import { attributeOf } from "./tree.ts";

/** Words that lead somewhere: UTF-16 offsets into what was extracted. */
export type Link = { readonly start: number; readonly end: number; readonly href: string };

/** Where a link leads, if a text can hold that: as it is written, else as the page's own address makes it whole. */
export function destinationOf(element: Element, base: string | null): string | null {
  const written = element.tagName === "a" ? attributeOf(element, "href")?.trim() : undefined;
  if (written === undefined) return null;
  if (findHrefFault(written) === null) return written;
  if (base === null || !URL.canParse(written, base)) return null;
  const { href } = new URL(written, base);
  return findHrefFault(href) === null ? href : null;
}

/** Links as their words stand in the end: each within one block, without the white space at its ends, in order. */
export function fitLinks(links: readonly Link[], { text, blocks }: Copy): Link[] {
  const out: Link[] = [];
  let at = 0;
  for (const link of [...links].sort((a, b) => a.start - b.start)) {
    while (at < blocks.length && (blocks[at]?.end ?? 0) <= link.start) at++;
    const block = blocks[at];
    if (block === undefined) break;
    let start = Math.max(link.start, block.start);
    let end = Math.min(link.end, block.end);
    while (start < end && /\s/.test(text.charAt(start))) start++;
    while (end > start && /\s/.test(text.charAt(end - 1))) end--;
    if (start < end && start >= (out.at(-1)?.end ?? 0)) out.push({ start, end, href: link.href });
  }
  return out;
}
