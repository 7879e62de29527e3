import { classOf, faultAt } from "./repertoire.ts";
import type { TidyKind, TidyReport } from "./tidy-report.ts";

/** A line of the original: its number from 1, and its words with every character that can be mended, mended. */
export type TidyLine = { readonly number: number; readonly text: string };

/** What ends a line somewhere: CR LF, CR, LF, vertical tab (a line break in word processors), form feed, NEL, LS. */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028]/;

/** Windows-1252 where Unicode has the control characters U+0080 to U+009F: what such text most often was. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const LIGATURES: ReadonlyMap<string, string> = new Map([
  ["\ufb00", "ff"],
  ["\ufb01", "fi"],
  ["\ufb02", "fl"],
  ["\ufb03", "ffi"],
  ["\ufb04", "ffl"],
  ["\ufb05", "st"],
  ["\ufb06", "st"],
]);

/** Space separators (general category Zs) but the ordinary one. U+202F is left where Mongolian needs it. */
const OTHER_SPACE = /[\t\u00a0\u1680\u2000-\u200a\u205f\u3000]/g;

/**
 * Marks and isolates that only ever hint at a direction. Overrides (U+202D, U+202E) are left to be refused: they change
 * what is read, and nobody types them by accident.
 */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]/g;

/** Soft hyphens, zero width spaces, word joiners, byte order marks, variation selectors. */
const INVISIBLE = /[\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff]|\u034f|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;

/** Splits the original into lines and mends what can be mended in their characters alone. */
export function tidyCharacters(source: string, report: TidyReport): TidyLine[] {
  // A paragraph separator is a line end and a blank line.
  const raw = source.replaceAll("\u2029", "\n\n").split(LINE_END);
  const foreign = source.search(/[\r\v\f\u0085\u2028\u2029]/);
  if (foreign !== -1) report.add(source.slice(0, foreign).split(LINE_END).length, "line_ends");
  return raw.map((text, index) => ({ number: index + 1, text: tidyLine(text, index + 1, report) }));
}

function tidyLine(original: string, number: number, report: TidyReport): string {
  let text = original;
  const replace = (kind: TidyKind, next: string): void => {
    if (next !== text) report.add(number, kind);
    text = next;
  };
  replace(
    "old_encoding",
    text.replace(/[\u0080-\u009f]/g, (c) => WINDOWS_1252.charAt(c.charCodeAt(0) - 0x80)),
  );
  replace(
    "ligature",
    text.replace(/[\ufb00-\ufb06]/g, (c) => LIGATURES.get(c) ?? c),
  );
  replace("direction", text.replace(DIRECTION, ""));
  replace("invisible", text.replace(INVISIBLE, ""));
  // A tab that indents counts as four spaces, as in CommonMark; inside a line it counts as one.
  replace("space_kind", text.replace(/^[ \t]+/, (start) => start.replaceAll("\t", "    ")).replace(OTHER_SPACE, " "));
  replace("accents", text.normalize("NFC"));
  replace("joiner", removeStrayJoiners(text));
  return text;
}

/** Joiners and Mongolian selectors outside their context; the narrow space becomes an ordinary one there. */
function removeStrayJoiners(text: string): string {
  let current = text;
  for (;;) {
    const next = current.replace(/[\u180b-\u180f]|\u200c|\u200d|\u202f/g, (joiner, index: number) => {
      if (faultAt(current, index) === null || classOf(joiner.charCodeAt(0)) !== "C") return joiner;
      return joiner === "\u202f" ? " " : "";
    });
    if (next === current) return current;
    current = next;
  }
}
