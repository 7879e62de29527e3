import type { Attack } from "./attack.ts";
import { ATTACKS_ON_BLOCKS } from "./attacks-on-blocks.ts";
import { attackByLook, LOOKS } from "./attacks-on-looks.ts";
import { ATTACKS_ON_WORDS } from "./attacks-on-words.ts";
import type { Chance } from "./chance.ts";
import { chanceOf } from "./chance.ts";
import type { CopyKind, Framing } from "./manner.ts";
import { render } from "./render.ts";
import { isPrintable } from "./render-pdf.ts";
import type { Sheet } from "./sheet.ts";
import { sayingOf, sheetOf } from "./sheet.ts";
import type { Original } from "./texts.ts";
import { setOtherwise, TYPOGRAPHY } from "./typography.ts";

/** A copy with what was done to it. The same seed makes the same one again. */
export type MadeCopy = {
  readonly seed: number;
  readonly original: Original;
  readonly kind: CopyKind;
  /** Names of attacks; none: it says what the original says. */
  readonly attacks: readonly string[];
  readonly typography: readonly string[];
  readonly bytes: Uint8Array;
};

const PUBLISHERS: readonly string[] = [
  "This letter was published today by several organisations.",
  "Read the full text below.",
  "Share this page with your friends.",
  "More about this on our website.",
  "Contact: press office, Hillside.",
];

/** Draws until an attack altered what a reader is told. */
export async function makeAltered(seed: number, originals: readonly Original[]): Promise<MadeCopy> {
  const chance = chanceOf(seed);
  for (;;) {
    const original = chance.of(originals);
    const kind = drawKind(chance);
    const count = chance.oneIn(4) ? 2 + chance.below(2) : 1;
    const names = Array.from({ length: count }, () => chance.of(attacksOn(kind)));
    const sheet = applyAttacks(sheetOf(original.text), names, chance, original, originals);
    if (sheet === null) continue;
    const made = await finish(seed, chance, original, kind, names, sheet);
    if (made !== null) return made;
  }
}

/** The same words, set otherwise. */
export async function makeTypographic(seed: number, originals: readonly Original[]): Promise<MadeCopy> {
  const chance = chanceOf(seed);
  for (;;) {
    const original = chance.of(originals);
    const made = await finish(seed, chance, original, drawKind(chance), [], sheetOf(original.text));
    if (made !== null) return made;
  }
}

/** Text and pages are what copies mostly are; files for Word and print are slower to make and to read. */
function drawKind(chance: Chance): CopyKind {
  const draw = chance.below(100);
  return draw < 50 ? "text" : draw < 85 ? "html" : draw < 95 ? "docx" : "pdf";
}

/** Attacks on words and blocks work on every kind; looks are each kind's own. */
function attacksOn(kind: CopyKind): string[] {
  const looks = LOOKS[kind].map((look) => `look: ${look}`);
  return [...Object.keys(ATTACKS_ON_WORDS), ...Object.keys(ATTACKS_ON_BLOCKS), ...looks];
}

function attackNamed(name: string): Attack {
  const look = /^look: (.*)$/.exec(name)?.[1];
  const attack = look === undefined ? (ATTACKS_ON_WORDS[name] ?? ATTACKS_ON_BLOCKS[name]) : attackByLook(look);
  if (attack === undefined) throw new Error(`there is no attack "${name}"`);
  return attack;
}

function applyAttacks(
  sheet: Sheet,
  names: readonly string[],
  chance: Chance,
  original: Original,
  originals: readonly Original[],
): Sheet | null {
  const others = originals.filter(({ lang, name }) => lang === original.lang && name !== original.name);
  const translations = originals.filter(({ lang, shape }) => shape === original.shape && lang !== original.lang);
  const surroundings = {
    other: chance.of(others),
    translation: translations.length === 0 ? null : chance.of(translations),
  };
  // One paragraph of the original within another language's text would be an excerpt of it, word for word.
  if (names.length > 1 && names.includes("a translation passed off")) return null;
  let altered = sheet;
  for (const name of names) {
    const next = attackNamed(name)(altered, chance, surroundings);
    if (next === null) return null;
    altered = next;
  }
  const hasLook = altered.some(({ pieces }) => pieces.some(({ look }) => look !== "plain"));
  if (!hasLook && sayingOf(altered).join("\n") === sayingOf(sheet).join("\n")) return null;
  return altered;
}

async function finish(
  seed: number,
  chance: Chance,
  original: Original,
  kind: CopyKind,
  attacks: readonly string[],
  sheet: Sheet,
): Promise<MadeCopy | null> {
  const count = attacks.length === 0 ? 1 + chance.below(3) : chance.below(2);
  // What the fonts of a PDF cannot show would be altered by printing it.
  const names = kind === "pdf" ? ["other dashes", "double spaces"] : Object.keys(TYPOGRAPHY);
  const typography = Array.from({ length: count }, () => chance.of(names));
  let set = sheet;
  for (const name of typography) set = setOtherwise(set, TYPOGRAPHY[name] ?? ((words) => words), chance);
  if (kind === "pdf" && !isPrintable(set)) return null;
  const framing: Framing = {
    before: chance.oneIn(2) ? [chance.of(PUBLISHERS)] : [],
    after: chance.oneIn(2) ? [chance.of(PUBLISHERS)] : [],
  };
  const bytes = await render(kind, set, { chance, framing, lang: original.lang });
  return { seed, original, kind, attacks, typography, bytes };
}
