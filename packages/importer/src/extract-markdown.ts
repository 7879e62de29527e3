import type { Copy } from "@undersigned/core/compare/copy.ts";
import { extractText } from "./extract-text.ts";

export function extractMarkdown(source: string): Copy {
  return extractText(source);
}
