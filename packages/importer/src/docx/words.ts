import type { MarkKind } from "../copy-builder.ts";
import { isInFieldCode } from "./fields.ts";
import type { Look } from "./look.ts";
import { hiddenBy } from "./look.ts";
import { isSymbolFont, symbolOf } from "./symbols.ts";
import type { Place, Walk } from "./walk.ts";
import type { XmlElement } from "./xml.ts";
import { textOf } from "./xml.ts";

/** What runs of one paragraph share. */
export type RunPlace = Place & {
  readonly look: Look;
  readonly heading: boolean;
  /** Points that each line is high whatever stands in it, when the paragraph says so. */
  readonly line: number | null;
};

/** Without `xml:space="preserve"`, white space at both ends does not show (XML 1.0, 2.10); line ends are spaces. */
export function shownText(element: XmlElement): string {
  const words = textOf(element);
  const kept =
    element.attributes.get("xml:space") === "preserve" ? words : words.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  return kept.replaceAll(/[\r\n]/g, " ");
}

/** Writes words, if a reader sees them. */
export function writeWords(words: string, look: Look, place: RunPlace, walk: Walk): void {
  if (words === "" || isInFieldCode(walk)) return;
  const { writer } = walk;
  if (look.font !== undefined && isSymbolFont(look.font) && words.trim() !== "") {
    writeInSymbolFont(words, look, place, walk);
    return;
  }
  const cut = place.line !== null && place.line < (look.size ?? 10) * 0.5 ? "lines too low for their letters" : null;
  const hidden = place.hidden ?? hiddenBy(look, place.paper) ?? cut;
  if (hidden !== null) {
    if (words.trim() !== "") writer.unread("hidden", hidden);
    return;
  }
  if (look.lang !== undefined) walk.languages.set(look.lang, (walk.languages.get(look.lang) ?? 0) + words.length);
  writer.write(words, marksOf(look, place));
}

function marksOf(look: Look, place: RunPlace): MarkKind[] {
  const marks: MarkKind[] = [];
  const position = look.position ?? 0;
  const least = (look.size ?? 10) * 0.15;
  if (look.struck === true || look.doubleStruck === true) marks.push("struck");
  if (look.raised === "superscript" || position > least) marks.push("superscript");
  if (look.raised === "subscript" || position < -least) marks.push("subscript");
  if (look.italic === true) marks.push("emphasis");
  if (look.bold === true && !place.heading) marks.push("strong");
  return marks;
}

function writeInSymbolFont(words: string, look: Look, place: RunPlace, walk: Walk): void {
  const { font = "", ...rest } = look;
  for (const character of words) {
    const shown = symbolOf(font, character);
    if (shown === null) walk.writer.unread("font", `a sign in ${font}`);
    else writeWords(shown, rest, place, walk);
  }
}

/** Writes `w:sym`: a character by its number in a font. */
export function writeSymbol(symbol: XmlElement, look: Look, place: RunPlace, walk: Walk): void {
  const code = Number.parseInt(symbol.attributes.get("w:char") ?? "", 16);
  const font = symbol.attributes.get("w:font") ?? "";
  const shown = code > 0 && code <= 0xffff ? symbolOf(font, String.fromCharCode(code)) : null;
  const { font: _, ...rest } = look;
  if (shown === null) walk.writer.unread("font", `a sign in ${font}`);
  else writeWords(shown, rest, place, walk);
}
