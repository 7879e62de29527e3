import type { DeclarationText } from "./declaration.ts";

const ADDRESSEE = "Every Member State";

/** The preamble's heading and its six recitals stand before the proclamation. */
const PROCLAMATION = 8;

/**
 * What the demo asks of whom, by the numbers of blocks, which are the same in every language: that the Declaration be
 * taught (the proclamation), and what education is for (the second paragraph of article 26).
 */
export function makeDemands({ text }: DeclarationText): { block: number; addressees: string[] }[] {
  const headings = text.blocks.filter(({ kind }) => kind === "heading");
  const article26 = headings[26]?.number ?? 0;
  return [
    { block: PROCLAMATION, addressees: [ADDRESSEE, "Every school"] },
    { block: article26 + 2, addressees: [ADDRESSEE] },
  ];
}
