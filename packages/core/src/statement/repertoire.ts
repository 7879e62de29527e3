import { MalformedError } from "../errors.ts";
import { describeCodePoint, formatCodePoint } from "./code-point.ts";
import { REPERTOIRE_RUNS } from "./repertoire-table.ts";

/**
 * What the table says of a code point (spec/text.md, "Repertoire"):
 * L letter; J letter of a script whose letters ZWNJ and ZWJ can shape; M combining mark; V virama; N digit or other
 * number sign; P punctuation and every ASCII sign; S other symbol; B the space; C allowed in a context; X refused.
 */
export type CodePointClass = "L" | "J" | "M" | "V" | "N" | "P" | "S" | "B" | "C" | "X";

const CLASSES: readonly CodePointClass[] = ["X", "L", "J", "M", "V", "N", "P", "S", "B", "C"];
const MONGOLIAN_LETTER = /^[\u1820-\u1878\u1880-\u18aa]$/;
const MONGOLIAN_SELECTOR = /^[\u180b-\u180d\u180f]$/;

let decoded: Uint8Array | undefined;

/** One byte a code point, index into CLASSES; decoded at first use, since many callers never meet a text. */
function table(): Uint8Array {
  if (decoded !== undefined) return decoded;
  const names: readonly string[] = CLASSES;
  const runs = [...REPERTOIRE_RUNS.matchAll(/([A-Z])([0-9a-z]+)/g)].map(
    ([, letter, length]) => [names.indexOf(letter ?? "X"), Number.parseInt(length ?? "", 36)] as const,
  );
  const bytes = new Uint8Array(runs.reduce((sum, [, length]) => sum + length, 0));
  let at = 0;
  for (const [value, length] of runs) {
    bytes.fill(value, at, at + length);
    at += length;
  }
  decoded = bytes;
  return bytes;
}

/** Class of a code point by the committed table alone, so the answer does not depend on the engine's Unicode. */
export function classOf(codePoint: number): CodePointClass {
  return CLASSES[table()[codePoint] ?? 0] ?? "X";
}

/** A letter, mark or number: what makes words, as against spaces, punctuation and symbols. */
export function isWordClass(name: CodePointClass): boolean {
  return name === "L" || name === "J" || name === "M" || name === "V" || name === "N";
}

/** Code points of `text`; columns and limits are counted in them, not in UTF-16 units. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function classBefore(text: string, index: number): CodePointClass {
  const before = text.codePointAt(index - 2);
  if (index >= 2 && before !== undefined && before > 0xffff) return classOf(before);
  return index >= 1 ? classOf(text.charCodeAt(index - 1)) : "X";
}

function isShaped(name: CodePointClass): boolean {
  return name === "J" || name === "M" || name === "V";
}

/**
 * ZWNJ and ZWJ: between letters (or their marks) of a script that they shape, or after a virama, where Malayalam and
 * its kin end words with them (compare RFC 5892, appendix A). Mongolian: a selector after a letter; the vowel
 * separator and the narrow space before suffixes between letters.
 */
function isInContext(text: string, index: number): boolean {
  const character = text.charAt(index);
  const before = text.charAt(index - 1);
  const after = text.charAt(index + 1);
  if (MONGOLIAN_SELECTOR.test(character)) return MONGOLIAN_LETTER.test(before);
  if (character === "\u180e" || character === "\u202f") {
    return (MONGOLIAN_LETTER.test(before) || MONGOLIAN_SELECTOR.test(before)) && MONGOLIAN_LETTER.test(after);
  }
  const left = classBefore(text, index);
  return left === "V" || (isShaped(left) && isShaped(classOf(text.codePointAt(index + 1) ?? 0)));
}

/** A mark needs a letter or sign to sit on. On ASCII punctuation it would sit on the Markdown instead of the words. */
function canCarryMark(text: string, index: number): boolean {
  const before = classBefore(text, index);
  if (before === "P") return text.charCodeAt(index - 1) > 0x7f;
  return before !== "X" && before !== "B";
}

/** @internal What is wrong with the code point at `index` (UTF-16), in words, or null. */
export function faultAt(text: string, index: number): string | null {
  const codePoint = text.codePointAt(index) ?? 0;
  const name = classOf(codePoint);
  if (name === "X" || (name === "C" && !isInContext(text, index))) {
    const described = describeCodePoint(codePoint);
    return `${formatCodePoint(codePoint)} is ${described.name}: ${described.advice}`;
  }
  if ((name === "M" || name === "V") && !canCarryMark(text, index)) {
    return `${formatCodePoint(codePoint)} is a combining mark with no letter before it: write the letter first`;
  }
  return null;
}

function refuse(text: string, index: number, fault: string): never {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  const column = countCodePoints(before.slice(lineStart)) + 1;
  throw new MalformedError("text_refused", `line ${line}, column ${column}: ${fault}`, { line, column });
}

function refuseDenormal(text: string): never {
  const normal = text.normalize("NFC");
  let index = 0;
  while (text.charCodeAt(index) === normal.charCodeAt(index)) index++;
  if (index > 0 && /[\udc00-\udfff]/.test(text.charAt(index))) index--;
  const wanted = normal.codePointAt(index);
  const instead = wanted === undefined ? "" : ` Here that is ${formatCodePoint(wanted)}.`;
  const found = formatCodePoint(text.codePointAt(index) ?? 0);
  refuse(
    text,
    index,
    `${found} is not in the composed form (NFC): write each accented letter as one character.${instead}`,
  );
}

/**
 * Refuses whatever is outside the repertoire of spec/text.md: only U+000A and code points of the pinned table, joiners
 * only inside words, marks only on letters, and NFC (UAX #15). NFC is asked of the engine: for code points assigned in
 * Unicode 15.1 every normaliser since then answers alike.
 * @throws MalformedError text_refused with line and column (1-based, in code points)
 */
export function checkRepertoire(text: string): void {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 0x0a || (unit >= 0x20 && unit < 0x7f)) continue;
    const fault = faultAt(text, index);
    if (fault !== null) refuse(text, index, fault);
    if (unit >= 0xd800 && unit <= 0xdbff) index++;
  }
  if (text.normalize("NFC") !== text) refuseDenormal(text);
}

/**
 * Checks a name or other words of one line, as manifests, entries and openings hold them: the repertoire without line
 * ends, at least one code point and at most `limit`, no space at either end, no two spaces together.
 * @param what how a message calls it, such as "initiators[0].name"
 * @throws MalformedError malformed, too_large or text_refused
 */
export function checkWords(words: string, limit: number, what: string): void {
  if (words === "") throw new MalformedError("malformed", `${what} is empty: write at least one character`);
  // UTF-16 units are never fewer than code points, so this bounds the work before anything is counted.
  if (words.length > 2 * limit || countCodePoints(words) > limit) {
    throw new MalformedError("too_large", `${what} is longer than ${limit} characters: shorten it`);
  }
  const space = /^ | $| {2}|\n/.exec(words);
  if (space !== null) {
    const fault = space[0] === "\n" ? "holds a line end: write it in one line" : "holds a space too many: delete it";
    const column = countCodePoints(words.slice(0, space.index)) + 1;
    throw new MalformedError("text_refused", `${what} ${fault}`, { line: 1, column });
  }
  try {
    checkRepertoire(words);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    const message = cause.message.replace("line 1, ", "");
    throw new MalformedError(cause.code, `${what}: ${message}`, {
      cause,
      line: cause.line,
      column: cause.column,
    });
  }
}
