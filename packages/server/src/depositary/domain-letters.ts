import { domainToUnicode } from "node:url";

/** Two letters of one label that do not go together, and what each of them is of. */
export type MixedLetters = {
  /** The label as people read it. */
  readonly label: string;
  readonly letter: string;
  /** English name of its script. */
  readonly script: string;
  /** The script of the letters around it. */
  readonly others: string;
};

/** Scripts that names are written in, by their names in Unicode. */
const SCRIPTS =
  `Latin Cyrillic Greek Armenian Georgian Hebrew Arabic Syriac Thaana Nko Ethiopic Devanagari Bengali Gurmukhi Gujarati
  Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Khmer Mongolian Han Hiragana Katakana Bopomofo Hangul Yi
  Cherokee Canadian_Aboriginal Tifinagh Vai Adlam Coptic Javanese Balinese Cham Ol_Chiki Meetei_Mayek Tai_Le`.split(
    /\s+/,
  );

/** UTS 39 section 5.2, highly restrictive: the only scripts that may stand together in one word. */
const TOGETHER = ["Latin Han Hiragana Katakana", "Latin Han Bopomofo", "Latin Han Hangul"].map((set) => set.split(" "));

/** Whether a character may stand in a word of that script: by its extensions, so that marks which several share are in each. */
const OF_SCRIPT = new Map(SCRIPTS.map((script) => [script, new RegExp(`^\\p{scx=${script}}$`, "u")]));
/** Digits, hyphens and marks that belong to no script in particular. */
const OF_ANY = /^[\p{scx=Common}\p{scx=Inherited}]$/u;

/**
 * The first label whose letters are of scripts that are not written together, so that it looks like another (UTS 39,
 * highly restrictive); null when there is none. A label that is wholly of another script passes, whatever it looks like: it
 * is shown in the form of the DNS.
 * @param domain in the form of the DNS (`xn--…`)
 */
export function findMixedLetters(domain: string): MixedLetters | null {
  if (!domain.includes("xn--")) return null;
  for (const label of domainToUnicode(domain).split(".")) {
    const mixed = findMixedIn(label);
    if (mixed !== null) return mixed;
  }
  return null;
}

function findMixedIn(label: string): MixedLetters | null {
  const letters = [...label].filter((letter) => !OF_ANY.test(letter));
  const sets = [...SCRIPTS.map((script) => [script]), ...TOGETHER];
  if (letters.every((letter) => scriptOf(letter) === undefined)) return null;
  let best: { set: readonly string[]; strange: string[] } | undefined;
  for (const set of sets) {
    const strange = letters.filter((letter) => !set.some((script) => isOf(letter, script)));
    if (strange.length === 0) return null;
    if (best === undefined || strange.length < best.strange.length) best = { set, strange };
  }
  const letter = best?.strange[0] ?? "";
  return { label, letter, script: nameOf(scriptOf(letter)), others: nameOf(best?.set[0]) };
}

function isOf(letter: string, script: string): boolean {
  return OF_SCRIPT.get(script)?.test(letter) === true;
}

function scriptOf(letter: string): string | undefined {
  return SCRIPTS.find((script) => isOf(letter, script));
}

function nameOf(script: string | undefined): string {
  return script === undefined ? "another script" : script.replaceAll("_", " ");
}
