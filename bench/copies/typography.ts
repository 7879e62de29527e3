import type { Chance } from "./chance.ts";
import type { Sheet } from "./sheet.ts";

/** Sets the same words otherwise, as editors, typesetters and mail programs do. Says nothing else to any reader. */
export type Typography = (words: string, chance: Chance) => string;

const QUOTES = ["“”", "«»", "„“", '""', "‟”"];

export const TYPOGRAPHY: Readonly<Record<string, Typography>> = {
  "other quotes": (words, chance) => {
    const [open = '"', close = '"'] = chance.of(QUOTES);
    return words.replaceAll(/[“„«]/gu, open).replaceAll(/[”»]/gu, close);
  },
  "other apostrophes": (words, chance) => words.replaceAll(/['’]/gu, chance.of(["'", "’"])),
  "other dashes": (words, chance) => words.replaceAll(/[–—]/gu, chance.of(["–", "—", "-", "―"])),
  "other hyphens": (words, chance) => words.replaceAll(/(?<=\p{L})[-‐‑](?=\p{L})/gu, chance.of(["-", "‐", "‑"])),
  "dots for an ellipsis": (words) => words.replaceAll("…", "..."),
  ligatures: (words) => words.replaceAll(/fi(?!l)/g, "ﬁ").replaceAll("fl", "ﬂ"),
  "soft hyphens": (words, chance) =>
    words.replaceAll(/(?<=\p{L}{3})(?=\p{L}{3})/gu, () => (chance.oneIn(9) ? "\u00ad" : "")),
  "zero-width spaces": (words, chance) => words.replaceAll(/ /g, () => (chance.oneIn(7) ? " \u200b" : " ")),
  "a byte order mark": (words, chance) => (chance.oneIn(5) ? `\ufeff${words}` : words),
  decomposed: (words) => words.normalize("NFD"),
  "other spaces": (words, chance) =>
    words.replaceAll(/ /g, () => (chance.oneIn(6) ? chance.of(["\u00a0", "\u202f", "\u2009"]) : " ")),
  "double spaces": (words, chance) => words.replaceAll(/ /g, () => (chance.oneIn(8) ? "  " : " ")),
};

/** The whole sheet set so. */
export function setOtherwise(sheet: Sheet, typography: Typography, chance: Chance): Sheet {
  return sheet.map((block) => ({
    ...block,
    pieces: block.pieces.map(({ words, look }) => ({ words: typography(words, chance), look })),
  }));
}
