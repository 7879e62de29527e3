import { REPERTOIRE_UNICODE } from "./repertoire-table.ts";

type Description = { readonly name: string; readonly advice: string };

const DELETE = "delete it";
const SPACE = "write an ordinary space";
const DIRECTION = "delete it: the script of the words already gives their direction";

/** First code point, last code point, what it is, what to do. The first range that fits is taken. */
const DESCRIBED: readonly (readonly [first: number, last: number, name: string, advice: string])[] = [
  [0x09, 0x09, "a tab", SPACE],
  [0x0a, 0x0a, "a line end", "write it in one line"],
  [0x0d, 0x0d, "a carriage return", "end lines with a line feed alone"],
  [0x00, 0x1f, "a control character", DELETE],
  [0x7f, 0x9f, "a control character", DELETE],
  [0xa0, 0xa0, "a no-break space", SPACE],
  [0xad, 0xad, "a soft hyphen", DELETE],
  [0x34f, 0x34f, "an invisible grapheme joiner", DELETE],
  [0x61c, 0x61c, "an invisible direction mark", DIRECTION],
  [0x115f, 0x1160, "an invisible Hangul filler", DELETE],
  [0x1680, 0x1680, "a space of another kind", SPACE],
  [0x17b4, 0x17b5, "an invisible vowel", DELETE],
  [0x180b, 0x180f, "an invisible Mongolian form selector", "keep it only within a Mongolian word"],
  [0x2000, 0x200a, "a space of another width", SPACE],
  [0x200b, 0x200b, "a zero width space", DELETE],
  [0x200c, 0x200c, "a zero width non-joiner", "keep it only between letters that it shapes"],
  [0x200d, 0x200d, "a zero width joiner", "keep it only between letters that it shapes"],
  [0x200e, 0x200f, "an invisible direction mark", DIRECTION],
  [0x2028, 0x2029, "a line or paragraph separator", "end lines with a line feed"],
  [0x202a, 0x202c, "an invisible direction control", DIRECTION],
  [0x202d, 0x202e, "a direction override, which can make words read backwards", DIRECTION],
  [0x202f, 0x202f, "a narrow no-break space", SPACE],
  [0x205f, 0x205f, "a space of another width", SPACE],
  [0x2060, 0x2060, "an invisible word joiner", DELETE],
  [0x2066, 0x2069, "an invisible direction control", DIRECTION],
  [0x2061, 0x206f, "an invisible character", DELETE],
  [0x2800, 0x2800, "a blank Braille cell", SPACE],
  [0x3000, 0x3000, "an ideographic space", SPACE],
  [0x3164, 0x3164, "an invisible Hangul filler", DELETE],
  [0xd800, 0xdfff, "half of a surrogate pair", "copy the text again from its source"],
  [
    0xe000,
    0xf8ff,
    "a private-use character, which each font draws as it likes",
    "write the word with ordinary letters",
  ],
  [0xfe00, 0xfe0f, "an invisible variation selector", DELETE],
  [0xfeff, 0xfeff, "a byte order mark", DELETE],
  [0xffa0, 0xffa0, "an invisible Hangul filler", DELETE],
  [0xfff9, 0xfffb, "an invisible annotation mark", DELETE],
  [0xfffc, 0xfffc, "a stand-in for a picture or object", DELETE],
  [0xfffd, 0xfffd, "the sign that a character was lost", "copy the text again from its source"],
  [0x13430, 0x13440, "an invisible hieroglyph control", DELETE],
  [0x13441, 0x13442, "a blank hieroglyph", SPACE],
  [0x16fe4, 0x16fe4, "an invisible filler", DELETE],
  [0x1bca0, 0x1bca3, "an invisible shorthand control", DELETE],
  [0x1d159, 0x1d159, "a blank musical sign", DELETE],
  [0x1d173, 0x1d17a, "an invisible musical control", DELETE],
  [0xe0000, 0xe007f, "an invisible tag character", DELETE],
  [0xe0100, 0xe01ef, "an invisible variation selector", DELETE],
  [
    0xf0000,
    0x10ffff,
    "a private-use character, which each font draws as it likes",
    "write the word with ordinary letters",
  ],
];

const UNASSIGNED: Description = {
  name: `a code point that Unicode ${REPERTOIRE_UNICODE} does not assign`,
  advice: "write something that every reader's computer can show",
};

/** `U+202E` style name of a code point. */
export function formatCodePoint(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** What a code point outside the repertoire is and what to do about it, in words that need no Unicode chart. */
export function describeCodePoint(codePoint: number): Description {
  const found = DESCRIBED.find(([first, last]) => codePoint >= first && codePoint <= last);
  return found === undefined ? UNASSIGNED : { name: found[2], advice: found[3] };
}
