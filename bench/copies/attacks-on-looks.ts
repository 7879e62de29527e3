import type { Attack } from "./attack.ts";
import type { CopyKind } from "./manner.ts";
import { pickWord, putLook } from "./pick-word.ts";

/**
 * Words that the file holds and its reader does not see, or sees and the file does not hold. The letters in the file are those of
 * the statement: whoever reads letters alone is deceived. Which looks a kind of file can have, its renderer knows.
 */
export const LOOKS: Readonly<Record<CopyKind, readonly string[]>> = {
  text: [],
  html: [
    "struck",
    "deleted",
    "line through",
    "line through by class",
    "not displayed",
    "not displayed by class",
    "attribute hidden",
    "not visible",
    "transparent",
    "white",
    "white by class",
    "nearly white",
    "see-through fill",
    "size zero",
    "off the page",
    "indented away",
    "clipped",
    "no height",
    "scaled to nothing",
    "written by a style sheet",
    "word added by a style sheet",
    "picture",
    "picture added",
    "other font",
    "turned around",
    "turned around by style",
    "raised",
    "in a frame",
    "in a drawing",
    "in a hidden field",
    "hidden by another sheet",
    "commented out",
  ],
  docx: [
    "struck",
    "struck twice",
    "not displayed",
    "white",
    "tiny",
    "picture",
    "tracked deletion",
    "tracked insertion",
    "moved away",
    "raised",
  ],
  pdf: ["invisible", "white", "tiny", "picture", "covered", "off the page"],
};

/** A word of a block looks otherwise. */
export function attackByLook(look: string): Attack {
  return (sheet, chance) => {
    const place = pickWord(sheet, chance, (word, { kind }) => kind !== "title" && word.length > 1);
    return place && putLook(sheet, place, look);
  };
}
