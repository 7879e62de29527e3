/** What a line of plain text begins with, as far as that may make it an item. */
export type LineMarker = {
  /** As it stands there, without the white space after it. */
  readonly marker: string;
  readonly indent: number;
  /** Where its words begin within the line. */
  readonly words: number;
  /** Null for bullets. `I.` may be the ninth letter or the first Roman number. */
  readonly values: readonly number[] | null;
  /** Markers of one list look alike but for their number. */
  readonly style: string;
};

const BULLET = /^([ \t]*)([-*+•◦▪‣●○■□➢➤►▶∙·⁃–—✓✔☐➔→\uf0b7\uf0a7])([ \t\u00a0]+)(?=\S)/u;
const NUMBER = /^([ \t]*)((\(?)(\p{Nd}{1,3}|[a-zа-я]|[ivxlc]{1,6}|[A-ZА-Я]|[IVXLC]{1,6})([.):]))([ \t\u00a0]+)(?=\S)/u;
const CJK_NUMBER = /^([ \t]*)(([（(]?)([一二三四五六七八九十]{1,3}|\p{Nd}{1,3})([、．）)]))([ \t\u3000]*)(?=\S)/u;
const CJK_DIGITS = "一二三四五六七八九";
const ROMAN: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

/** Fewer words than this after a capital letter may be a name after its initial. */
const NAME_WORDS = 5;

/** Bullets that nothing else begins with; the others also open dialogue, footnotes and sums, and need company. */
const SURE_BULLET = /^[•◦▪‣●○■□➢➤►▶∙⁃✓✔☐\uf0b7\uf0a7-]$/u;

/** The marker that a line begins with, if it does. Whether it is one is for the lines around it to tell. */
export function findMarker(line: string): LineMarker | null {
  const bullet = BULLET.exec(line);
  if (bullet) {
    const [all, indent = "", marker = ""] = bullet;
    return { marker, indent: widthOf(indent), words: all.length, values: null, style: marker };
  }
  const number = NUMBER.exec(line) ?? CJK_NUMBER.exec(line);
  if (!number) return null;
  const [all, indent = "", marker = "", open = "", digits = "", close = ""] = number;
  const values = valuesOf(digits);
  if (values.length === 0) return null;
  // "A. Smith" above "B. Jones" are names.
  if (/^\p{Lu}/u.test(digits) && line.slice(all.length).trim().split(/\s+/).length < NAME_WORDS) return null;
  const style = `${open}${/\p{Nd}/u.test(digits) ? "1" : /\p{Lu}/u.test(digits) ? "A" : "a"}${close}`;
  return { marker, indent: widthOf(indent), words: all.length, values, style };
}

export function isSureBullet({ marker }: LineMarker): boolean {
  return SURE_BULLET.test(marker);
}

/** Whether the second may be the next item after the first. */
export function follows(first: LineMarker, second: LineMarker): boolean {
  if (first.style !== second.style) return false;
  if (first.values === null || second.values === null) return true;
  return second.values.some((value) => first.values?.includes(value - 1));
}

function widthOf(indent: string): number {
  return [...indent].reduce((width, character) => width + (character === "\t" ? 4 : 1), 0);
}

function valuesOf(digits: string): number[] {
  if (/^\p{Nd}+$/u.test(digits)) return [Number(digits.normalize("NFKC").replaceAll(/\p{Nd}/gu, asciiDigit))];
  const chinese = chineseValue(digits);
  if (chinese !== null) return [chinese];
  const small = digits.toLowerCase();
  const values: number[] = [];
  if (/^[a-z]$/.test(small)) values.push(small.charCodeAt(0) - 96);
  if (/^[а-я]$/.test(small)) values.push(small.charCodeAt(0) - 0x42f);
  if (/^[ivxlc]+$/.test(small)) values.push(romanValue(small));
  return values;
}

/** Digits of a script stand in one run of ten from zero, beginning at a multiple of ten or six in its block (Unicode, Nd). */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

function chineseValue(digits: string): number | null {
  if (!/^[一二三四五六七八九十]+$/u.test(digits)) return null;
  const [tens, ones] = digits.includes("十") ? digits.split("十") : [null, digits];
  const unit = ones === "" || ones === undefined ? 0 : CJK_DIGITS.indexOf(ones) + 1;
  if (tens === null) return unit;
  return (tens === "" || tens === undefined ? 1 : CJK_DIGITS.indexOf(tens) + 1) * 10 + unit;
}

function romanValue(digits: string): number {
  const values = [...digits].map((digit) => ROMAN[digit] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}
