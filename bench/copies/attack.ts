import type { Chance } from "./chance.ts";
import type { Sheet } from "./sheet.ts";
import type { Original } from "./texts.ts";

/** What an attack may draw upon. */
export type Surroundings = {
  /** Another statement in the same language. */
  readonly other: Original;
  /** The same statement in another language, null where there is none. */
  readonly translation: Original | null;
};

/**
 * Alters a sheet so that its reader is told something else than what was signed, in one way.
 * @returns null where the sheet has nothing for it
 */
export type Attack = (sheet: Sheet, chance: Chance, surroundings: Surroundings) => Sheet | null;
