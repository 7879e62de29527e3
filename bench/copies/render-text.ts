import type { Manner } from "./manner.ts";
import type { Sheet, SheetBlock } from "./sheet.ts";
import { wordsOf } from "./sheet.ts";

/** Scripts in which lines break between any two letters and hyphens mean nothing. */
const UNSPACED = /[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmr}\p{sc=Laoo}\p{sc=Mymr}]/u;
const WIDTH = 68;

/** As a mail or a note would have it: blank lines between blocks, perhaps hard-wrapped, with one kind of bullet. */
export function renderText(sheet: Sheet, { chance, framing }: Manner): Uint8Array {
  const bullet = chance.of(["-", "•", "*", "–", "◦"]);
  const after = chance.of([".", ")"]);
  const wraps = chance.oneIn(3);
  const hyphenates = chance.oneIn(2);
  const lineEnd = chance.oneIn(5) ? "\r\n" : "\n";
  const lines: string[] = [];
  for (const [i, block] of sheet.entries()) {
    const words = wordsOf(block);
    const broken = wraps && !UNSPACED.test(words) ? wrap(words, hyphenates) : words;
    const inList = block.kind === "item" && sheet[i - 1]?.kind === "item";
    if (!inList && i > 0) lines.push("");
    lines.push(...`${markerOf(block, bullet, after)}${broken}`.split("\n"));
  }
  const framed = [
    ...framing.before.flatMap((words) => [words, ""]),
    ...lines,
    ...framing.after.flatMap((words) => ["", words]),
  ];
  return new TextEncoder().encode(framed.join(lineEnd) + lineEnd);
}

function markerOf(block: SheetBlock, bullet: string, after: string): string {
  if (block.kind === "quotation") return "> ";
  if (block.kind !== "item") return "";
  return block.number === null ? `${bullet} ` : `${block.number}${after} `;
}

/** Breaks lines at spaces, and within long words with a hyphen. */
function wrap(words: string, hyphenates: boolean): string {
  let out = "";
  let column = 0;
  for (const word of words.split(" ")) {
    const space = column === 0 ? "" : " ";
    const room = WIDTH - column - 2;
    if (column + word.length < WIDTH) {
      out += space + word;
      column += space.length + word.length;
    } else if (hyphenates && room > 3 && /^\p{L}{9,}$/u.test(word) && word.length - room > 3) {
      out += `${space}${word.slice(0, room)}-\n${word.slice(room)}`;
      column = word.length - room;
    } else {
      out += `\n${word}`;
      column = word.length;
    }
  }
  return out.replace(/^\n/, "");
}
