/**
 * Letters that look like a Latin one in most typefaces, each with that letter: the single lower-case letters among Unicode's
 * confusables (UTS #39, confusables.txt) of the scripts in which statements are written and forged, and capitals that look like one
 * (в is here since В looks like B, and a copy may be set in capitals). It is only for finding a text. What is compared is never
 * folded so.
 */
const PAIRS = [
  // Digits and Latin letters that stand for one another.
  "0o 1l il ıl ȷj ɑa ɡg ɩl ʋu ʏy ƽs ǃl",
  // Cyrillic.
  "аa еe оo рp сc уy хx іl јj ѕs ԁd һh ԛq ԝw ѵv ӏl вb нh кk мm тt ғf ӕæ гr ьb зз пn",
  // Greek.
  "αa οo ρp νv υu ιl κk τt ηn χx γy βb ςσ ωw ϲc ϳj ζz μm εe",
  // Armenian and Coptic.
  "օo սu ոn ցg հh զq յj ⲟo ⲣp ⲥc",
  // Arabic: the yeh and kaf of Persian and Urdu keyboards, the alef maksura, and the heh goal.
  "یي ىي کك ہه ەه ھه",
];

const TABLE: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap((row) => row.split(" ").map((pair): [string, string] => [[...pair][0] ?? "", [...pair].at(-1) ?? ""])),
);

/** The same letter for all that look alike: a code point for a code point. */
export function foldLookAlike(letter: string): string {
  return TABLE.get(letter) ?? letter;
}
