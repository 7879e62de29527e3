/** How browsers write the number of an item (CSS Counter Styles 3), and how they end it. Null: no marker shows. */
export function markerOf(style: string, value: number): string | null {
  if (style === "none") return null;
  const text = /^(["'])(.*)\1$/s.exec(style)?.[2];
  if (text !== undefined) return text.trim();
  const bullet = BULLETS[style];
  if (bullet !== undefined) return bullet;
  return `${numberIn(style, value)}.`;
}

const BULLETS: Readonly<Record<string, string>> = {
  disc: "•",
  circle: "◦",
  square: "▪",
  "disclosure-open": "▾",
  "disclosure-closed": "▸",
};

/** Numbers in the digits of a script, each by its zero. */
const DIGITS: Readonly<Record<string, string>> = {
  "arabic-indic": "٠",
  bengali: "০",
  devanagari: "०",
  gujarati: "૦",
  gurmukhi: "੦",
  kannada: "೦",
  khmer: "០",
  lao: "໐",
  malayalam: "൦",
  myanmar: "၀",
  oriya: "୦",
  persian: "۰",
  tamil: "௦",
  telugu: "౦",
  thai: "๐",
  tibetan: "༠",
};

const LETTERS: Readonly<Record<string, string>> = {
  "lower-alpha": "abcdefghijklmnopqrstuvwxyz",
  "lower-latin": "abcdefghijklmnopqrstuvwxyz",
  "upper-alpha": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "upper-latin": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "lower-greek": "αβγδεζηθικλμνξοπρστυφχψω",
};

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

export function isBullet(style: string): boolean {
  return style === "none" || style in BULLETS || /^["']/.test(style);
}

function numberIn(style: string, value: number): string {
  const zero = DIGITS[style];
  if (zero !== undefined) {
    const first = zero.codePointAt(0) ?? 0;
    return String(value).replaceAll(/\d/g, (digit) => String.fromCodePoint(first + Number(digit)));
  }
  if (style === "decimal-leading-zero") return value >= 0 && value < 10 ? `0${value}` : String(value);
  const letters = LETTERS[style];
  if (letters !== undefined && value > 0) return inLetters(value, letters);
  if (/^(?:lower|upper)-roman$/.test(style) && value > 0 && value < 4_000) {
    return style.startsWith("upper") ? roman(value).toUpperCase() : roman(value);
  }
  return String(value);
}

function inLetters(value: number, letters: string): string {
  let rest = value;
  let written = "";
  while (rest > 0) {
    written = letters.charAt((rest - 1) % letters.length) + written;
    rest = Math.floor((rest - 1) / letters.length);
  }
  return written;
}

function roman(value: number): string {
  let rest = value;
  let written = "";
  for (const [worth, sign] of ROMAN) {
    while (rest >= worth) {
      written += sign;
      rest -= worth;
    }
  }
  return written;
}
