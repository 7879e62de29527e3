/** What stands before the words of an item. */
export type Marker = {
  readonly kind: "bullet" | "number" | "letter";
  /** Of a number its value; of a letter its place in its alphabet, from 1; 0 of a bullet. */
  readonly value: number;
  /** UTF-16 units of it, with the space after it. */
  readonly length: number;
  readonly text: string;
};

const BULLET = /^\s*(?:[-*+•◦▪‣●○■□➢∙·–—→►✓✔❖\uf0b7]|o(?=\s{2,}|\t))\s+/u;
/** Numbers of any script: `1.`, `(1)`, `1)`, `１．`, `٣-`, `1.2.`, `№ 1`. */
const NUMBER =
  /^\s*(?:[(（]?(\p{Nd}{1,3}(?:\.\p{Nd}{1,3}){0,3})(?:[.)）．、°º]+|\s?[-–—](?=\s)))(?:\s+|(?=\p{Script=Han})|$)/u;
const HAN_NUMBER = /^\s*(?:[(（]?([一二三四五六七八九十]{1,3})[)）、．.])\s*/u;
const LETTER = /^\s*(?:[(（](\p{L})[)）]|(\p{L})[)）]|(\p{L})\.(?=\s+\p{Lu}))\s+/u;
const ROMAN = /^\s*(?:[(（]?([ivx]{1,5})[)）]|([IVX]{2,5})\.)\s+/u;

/** The marker with which a line begins, or null. A single initial (`J. Roe`) is none. */
export function readMarker(line: string): Marker | null {
  const bullet = BULLET.exec(line);
  if (bullet !== null) return { kind: "bullet", value: 0, length: bullet[0].length, text: bullet[0].trim() };
  const number = NUMBER.exec(line);
  if (number !== null) return found("number", readDigits(number[1]?.split(".").at(-1) ?? ""), number[0]);
  const han = HAN_NUMBER.exec(line);
  if (han !== null) return found("number", readHan(han[1] ?? ""), han[0]);
  const roman = ROMAN.exec(line);
  if (roman !== null) return found("letter", readRoman((roman[1] ?? roman[2] ?? "").toLowerCase()), roman[0]);
  const letter = LETTER.exec(line);
  const name = letter?.[1] ?? letter?.[2];
  if (letter === null || name === undefined) return null;
  return found("letter", letterValue(name), letter[0]);
}

/** The number of an item as a list tells it outside the words: `2023.`. */
export function readListNumber(text: string): Marker | null {
  const digits = /^[(（]?(\p{Nd}{1,9})[.)）．、]?$/u.exec(text.trim())?.[1];
  return digits === undefined ? null : { kind: "number", value: readDigits(digits), length: text.length, text };
}

function found(kind: "number" | "letter", value: number, text: string): Marker {
  return { kind, value, length: text.length, text: text.trim() };
}

/** Decimal digits of any script stand in Unicode in runs of ten, each run beginning at a multiple that `\p{Nd}` finds. */
export function readDigits(digits: string): number {
  let value = 0;
  for (const digit of digits) value = value * 10 + digitValue(digit);
  return value;
}

function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return code <= 0x39 ? code - 0x30 : (code - zero) % 10;
}

const HAN = "一二三四五六七八九";

function readHan(text: string): number {
  const [tens = "", ones = ""] = text.includes("十") ? text.split("十") : ["", text];
  const ten = text.includes("十") ? (tens === "" ? 1 : HAN.indexOf(tens) + 1) : 0;
  return ten * 10 + (ones === "" ? 0 : HAN.indexOf(ones) + 1);
}

function readRoman(text: string): number {
  const values: Record<string, number> = { i: 1, v: 5, x: 10 };
  let sum = 0;
  for (const [index, letter] of [...text].entries()) {
    const value = values[letter] ?? 0;
    sum += value < (values[text[index + 1] ?? ""] ?? 0) ? -value : value;
  }
  return sum;
}

/** Alphabets in the order in which lists count by them. */
const ALPHABETS = [
  "abcdefghijklmnopqrstuvwxyz",
  "абвгдежзиклмнопрстуфхцчшщэюя",
  "абвгдђежзијклљмнњопрстћуфхцчџш",
  "αβγδεζηθικλμνξοπρστυφχψω",
  "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
  "אבגדהוזחטיכלמנסעפצקרשת",
];

function letterValue(letter: string): number {
  for (const alphabet of ALPHABETS) {
    const at = alphabet.indexOf(letter.toLowerCase());
    if (at !== -1) return at + 1;
  }
  return 0;
}
