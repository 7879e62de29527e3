import { parseHTML } from "linkedom";
import type { PageNode } from "./page-node.ts";

/** A page, parsed, with what both extractors ask of a browser and linkedom does not have. */
export function parsePage(html: string, url: string | null) {
  const { document } = parseHTML(/<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`);
  Object.assign(document, { styleSheets: [], URL: url ?? "https://page.invalid/" });
  const root: PageNode = document.documentElement;
  return { document, root };
}
