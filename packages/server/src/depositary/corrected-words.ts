import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Frozen } from "./statement-reading.ts";

/** The words of a block, 0 being the title, without marks; null when the version has no such. */
export function wordsAt({ texts }: Pick<Frozen, "texts">, lang: string, block: number): string | null {
  const text = texts.find((one) => one.lang === lang)?.text;
  const inlines = block === 0 ? text?.title : text?.blocks[block - 1]?.inlines;
  return inlines === undefined ? null : plainText(inlines);
}
