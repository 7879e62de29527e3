import type { Attack } from "./attack.ts";
import type { Chance } from "./chance.ts";
import { pickWord, putWord } from "./pick-word.ts";
import type { Sheet } from "./sheet.ts";
import { wordsOf } from "./sheet.ts";

/** Alters one character of one word that has one of those. */
function onCharacter(fits: RegExp, alter: (character: string, chance: Chance) => string): Attack {
  return (sheet, chance) => {
    const place = pickWord(sheet, chance, (word) => fits.test(word));
    if (place === null) return null;
    const characters = [...place.word];
    const index = chance.of(characters.flatMap((character, i) => (fits.test(character) ? [i] : [])));
    const altered = alter(characters[index] as string, chance);
    return putWord(sheet, place, characters.with(index, altered).join(""));
  };
}

const LOOK_ALIKE: Readonly<Record<string, string>> = Object.fromEntries(
  [
    "aа",
    "eе",
    "oо",
    "pр",
    "cс",
    "xх",
    "yу",
    "iі",
    "sѕ",
    "jј",
    "AА",
    "BВ",
    "EЕ",
    "KК",
    "MМ",
    "HН",
    "OО",
    "PР",
    "CС",
    "TТ",
    "XХ",
  ]
    .flatMap((pair) => [[...pair], [...pair].reverse()])
    .concat([
      ["ο", "o"],
      ["ν", "v"],
      ["Α", "A"],
      ["ي", "ی"],
      ["ی", "ي"],
      ["ك", "ک"],
      ["ک", "ك"],
      ["l", "I"],
      ["0", "O"],
    ]),
);
const LOOKS_ALIKE = new RegExp(`[${Object.keys(LOOK_ALIKE).join("")}]`, "u");

const lookAlikeLetter = onCharacter(LOOKS_ALIKE, (letter) => LOOK_ALIKE[letter] ?? letter);

/** One letter that another stroke makes: rn and m, cl and d, vv and w, ri and n. */
const STROKES: readonly (readonly [string, string])[] = [
  ["rn", "m"],
  ["m", "rn"],
  ["cl", "d"],
  ["d", "cl"],
  ["w", "vv"],
];
const stroke: Attack = (sheet, chance) => {
  const [from, to] = chance.of(STROKES);
  const place = pickWord(sheet, chance, (word) => word.includes(from));
  return place && putWord(sheet, place, place.word.replace(from, to));
};

const dropWord: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, (_, block) => wordsOf(block).length > 20);
  return place && putWord(sheet, { ...place, after: place.after.replace(/^\s/u, "") }, "");
};

const otherWord: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, () => true);
  const other = pickWord(sheet, chance, (word) => word !== place?.word);
  return place && other && putWord(sheet, place, other.word);
};

const addWord: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, () => true);
  const added = pickWord(sheet, chance, () => true)?.word ?? "not";
  return place && putWord(sheet, place, `${place.word} ${added}`);
};

const swapWords: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, () => true);
  const [, gap, next] = /^(\s)([\p{L}\p{M}]+)/u.exec(place?.after ?? "") ?? [];
  if (place === null || gap === undefined || next === undefined || next === place.word) return null;
  return putWord(sheet, { ...place, after: place.after.slice(1 + next.length) }, next + gap + place.word);
};

const figure: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, (word) => /\p{Nd}/u.test(word));
  if (place === null) return null;
  const digits = [...place.word];
  const at = chance.of(digits.flatMap((digit, i) => (/\p{Nd}/u.test(digit) ? [i] : [])));
  const other = String.fromCodePoint((digits[at]?.codePointAt(0) ?? 0) ^ 1);
  return putWord(
    sheet,
    place,
    /\p{Nd}/u.test(other) ? digits.with(at, other).join("") : digits.toSpliced(at, 1).join(""),
  );
};

const separator: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, (word) => /\p{Nd}[.,]\p{Nd}/u.test(word));
  return (
    place &&
    putWord(
      sheet,
      place,
      place.word.replace(/(\p{Nd})([.,])/u, (_, digit, sign) => digit + (sign === "." ? "," : ".")),
    )
  );
};

const OTHER_DIGITS = [0xff10, 0x660, 0x6f0, 0x966, 0x2080];
const digitsOfAnotherScript = onCharacter(/[0-9]/, (digit, chance) =>
  String.fromCodePoint(chance.of(OTHER_DIGITS) + Number(digit)),
);

/** What NFKC takes for the same: full-width letters, powers, numbers in one character. */
const compatible: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, (word) => /[A-Za-z⁰-⁹²³¹]/u.test(word));
  if (place === null) return null;
  const folded = place.word.normalize("NFKC");
  if (folded !== place.word) return putWord(sheet, place, folded);
  const characters = [...place.word];
  const at = chance.of(characters.flatMap((letter, i) => (/[A-Za-z]/.test(letter) ? [i] : [])));
  const wide = String.fromCodePoint((characters[at]?.codePointAt(0) ?? 0) + 0xfee0);
  return putWord(sheet, place, characters.with(at, wide).join(""));
};

const SPACED =
  /^[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\p{sc=Arab}\p{sc=Hebr}\p{sc=Deva}\p{sc=Hang}\p{sc=Armn}\p{sc=Geor}\p{sc=Taml}\p{M}]{4,}$/u;
const between =
  (mark: string): Attack =>
  (sheet, chance) => {
    const place = pickWord(sheet, chance, (word) => SPACED.test(word) && /^\p{L}{4}/u.test(word));
    return place && putWord(sheet, place, `${place.word.slice(0, 2)}${mark}${place.word.slice(2)}`);
  };

const joinWords: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, (word) => SPACED.test(word));
  if (place === null || !/^\s\p{L}/u.test(place.after)) return null;
  return putWord(sheet, { ...place, after: place.after.slice(1) }, place.word);
};

const letterCase = onCharacter(/\p{Lu}|\p{Ll}/u, (letter) => {
  const upper = letter.toUpperCase();
  return upper === letter ? letter.toLowerCase() : upper;
});

const MARKED = /[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}]/u;
const dropMark: Attack = (sheet, chance) => {
  const isMarked = (character: string) => MARKED.test(character) && /\p{M}/u.test(character.normalize("NFD"));
  const place = pickWord(sheet, chance, (word) => [...word].some(isMarked) || /\p{M}/u.test(word));
  if (place === null) return null;
  const characters = [...place.word];
  const at = chance.of(characters.flatMap((c, i) => (isMarked(c) || /\p{M}/u.test(c) ? [i] : [])));
  const bare = (characters[at] ?? "").normalize("NFD").replaceAll(/\p{M}/gu, "");
  return putWord(sheet, place, characters.with(at, bare).join(""));
};
const addMark = onCharacter(/[aeinou]/, (letter, chance) =>
  (letter + chance.of(["\u0301", "\u0308", "\u0303"])).normalize("NFC"),
);

/** Controls that turn what stands between them, and what no list of foldings holds. */
const CONTROLS: readonly (readonly [string, string])[] = [
  ["\u202e", "\u202c"],
  ["\u2067", "\u2069"],
  ["\u2066", "\u2069"],
  ["\u200f", ""],
  ["\u034f", ""],
  ["\u2060", ""],
  ["\u{e0061}", ""],
];
const control: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, () => true);
  const [begin, end] = chance.of(CONTROLS);
  return place && putWord(sheet, place, begin + place.word + end);
};

/** The joiners without which Persian, Hindi and others have other words. */
const joiner: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, (word) => /[\p{sc=Arab}\p{sc=Deva}\p{sc=Beng}\p{sc=Mlym}]{4,}/u.test(word));
  if (place === null) return null;
  const without = place.word.replaceAll(/[\u200c\u200d]/gu, "");
  return putWord(
    sheet,
    place,
    without === place.word ? `${place.word.slice(0, 2)}\u200c${place.word.slice(2)}` : without,
  );
};

const SIGN = /[.,;:!?。、，；：！？؛،؟।·()]/gu;
const sign =
  (alter: (sign: string, chance: Chance) => string): Attack =>
  (sheet, chance) =>
    onSign(sheet, chance, SIGN, alter);

/** Alters one of those signs in some block. */
function onSign(
  sheet: Sheet,
  chance: Chance,
  which: RegExp,
  alter: (sign: string, chance: Chance) => string,
): Sheet | null {
  const place = pickWord(sheet, chance, (_, block) => wordsOf(block).search(which) >= 0);
  if (place === null) return null;
  const words = place.before + place.word + place.after;
  const found = chance.of([...words.matchAll(which)]);
  const whole = {
    at: place.at,
    before: words.slice(0, found.index),
    word: "",
    after: words.slice(found.index + found[0].length),
  };
  return putWord(sheet, whole, alter(found[0], chance));
}

const addSign: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, () => true);
  return place && putWord(sheet, place, place.word + chance.of([",", ";", "!", "?", ".", " (sic)"]));
};
const addQuotes: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, (word) => /^[\p{L}\p{M}]+$/u.test(word));
  return place && putWord(sheet, place, chance.of(["“$”", "'$'", "«$»", '"$"', "„$“"]).replace("$", place.word));
};
const dropQuotes: Attack = (sheet, chance) => onSign(sheet, chance, /[“”„«»"‘]/gu, () => "");
const dropDash: Attack = (sheet, chance) => onSign(sheet, chance, /[-‐–—]/gu, () => "");
const dropApostrophe: Attack = (sheet, chance) => onSign(sheet, chance, /(?<=\p{L})['’](?=\p{L})/gu, () => "");
const ellipsis: Attack = (sheet, chance) => {
  const place = pickWord(sheet, chance, (_, block) => wordsOf(block).length > 40);
  return place && putWord(sheet, place, chance.of(["[…]", "(…)", "…", "[...]"]));
};

/** Other words, one place at a time. Whatever is altered by them is altered for every kind of file. */
export const ATTACKS_ON_WORDS: Readonly<Record<string, Attack>> = {
  "look-alike letter": lookAlikeLetter,
  "another stroke": stroke,
  "word dropped": dropWord,
  "another word": otherWord,
  "word added": addWord,
  "words swapped": swapWords,
  "another figure": figure,
  "another separator in a number": separator,
  "digits of another script": digitsOfAnotherScript,
  "compatible by NFKC alone": compatible,
  "hyphen within a word": between("-"),
  "space within a word": between(" "),
  "words joined": joinWords,
  "other case": letterCase,
  "mark dropped": dropMark,
  "mark added": addMark,
  "control of direction or none": control,
  joiner,
  "sign dropped": sign(() => ""),
  "another sign": sign((old, chance) => chance.of([".", ",", ";", "!", "?"].filter((other) => other !== old))),
  "sign added": addSign,
  "quotes added": addQuotes,
  "quotes dropped": dropQuotes,
  "dash dropped": dropDash,
  "apostrophe dropped": dropApostrophe,
  "[…] for words": ellipsis,
};
