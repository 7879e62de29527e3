import { findHrefFault } from "@undersigned/core/statement/link.ts";
import { chooseBranch, noteUnknown } from "./branches.ts";
import { walkDrawing } from "./drawings.ts";
import { walkFieldCode, walkFieldMark } from "./fields.ts";
import type { Look } from "./look.ts";
import { layLooks, readLook } from "./look.ts";
import { formatNumber } from "./number-formats.ts";
import type { Walk } from "./walk.ts";
import { noteTracked } from "./walk.ts";
import type { RunPlace } from "./words.ts";
import { shownText, writeSymbol, writeWords } from "./words.ts";
import type { XmlElement } from "./xml.ts";
import { childOf, childrenOf, valOf } from "./xml.ts";

/** Elements around runs that change nothing that is seen. */
const TRANSPARENT = new Set([
  "w:hyperlink",
  "w:smartTag",
  "w:customXml",
  "w:sdtContent",
  "w:fldSimple",
  "w:ins",
  "w:moveTo",
  "w:rt",
  "w:rubyBase",
]);
/** Text that Word writes itself whenever it opens the file: what stands in the file is not what is read. */
const WRITTEN_BY_WORD = new Set([
  "w:dayShort",
  "w:dayLong",
  "w:monthShort",
  "w:monthLong",
  "w:yearShort",
  "w:yearLong",
  "w:pgNum",
]);
/** Walks through what stands in a paragraph. */
export function walkInline(element: XmlElement, place: RunPlace, walk: Walk): void {
  for (const child of childrenOf(element)) {
    const { name } = child;
    if (name === "w:r") walkRun(child, place, walk);
    else if (name === "w:del") noteTracked(walk, "deletions", "words that somebody struck");
    else if (name === "w:moveFrom") noteTracked(walk, "moves", "words that somebody moved from here");
    else if (name === "w:sdt") walkControl(child, place, walk);
    else if (name === "w:bdo" || name === "w:dir") walkDirection(child, place, walk);
    else if (TRANSPARENT.has(name)) {
      if (name === "w:ins") noteTracked(walk, "insertions", "words that somebody added");
      if (name === "w:moveTo") noteTracked(walk, "moves", "words that somebody moved here");
      const start = walk.writer.at;
      walkInline(child, place, walk);
      noteLink(child, start, place, walk);
    } else if (name === "mc:AlternateContent") walkInline(chooseBranch(child, walk), place, walk);
    else if (name === "m:oMath" || name === "m:oMathPara") walk.writer.unread("picture", "an equation");
    else if (name === "w:subDoc") walk.writer.unread("frame", "another document within it");
    else noteUnknown(child, walk);
  }
}

/** Relationships of headers and notes are their own, and are not looked up. */
function noteLink(element: XmlElement, start: number, { region }: RunPlace, walk: Walk): void {
  const id = element.name === "w:hyperlink" ? element.attributes.get("r:id") : undefined;
  if (id === undefined || (region !== undefined && region !== "aside")) return;
  const href = walk.destination(id);
  if (href !== null && findHrefFault(href) === null) walk.links.push({ start, end: walk.writer.at, href });
}

/** A content control. What is bound to data is written anew whenever the file is opened. */
function walkControl(control: XmlElement, place: RunPlace, walk: Walk): void {
  noteBound(control, walk);
  const content = childOf(control, "w:sdtContent");
  if (content !== null) walkInline(content, place, walk);
}

export function noteBound(control: XmlElement, walk: Walk): void {
  const properties = childOf(control, "w:sdtPr");
  if (childOf(properties, "w:dataBinding") ?? childOf(properties, "w15:dataBinding"))
    walk.writer.unread("generated", "words that Word takes from the document's properties");
}

/** Words whose order Word turns around: the characters that do the same are written, so that nobody takes them for plain. */
function walkDirection(element: XmlElement, place: RunPlace, walk: Walk): void {
  const right = element.attributes.get("w:val") === "rtl";
  const override = element.name === "w:bdo";
  walk.writer.write(override ? (right ? "\u202e" : "\u202d") : right ? "\u202b" : "\u202a");
  walkInline(element, place, walk);
  walk.writer.write("\u202c");
}

function walkRun(run: XmlElement, place: RunPlace, walk: Walk): void {
  const properties = childOf(run, "w:rPr");
  const character = walk.styles.find("character", valOf(properties, "w:rStyle"));
  const direct = readLook(properties, walk.theme);
  const look = layLooks(walk.styles.defaults, place.look, character.look, direct);
  noteFormatChange(properties, walk);
  for (const child of childrenOf(run)) walkRunChild(child, look, place, walk);
}

/** A tracked change of look that decides whether words are seen or said. */
function noteFormatChange(properties: XmlElement | null, walk: Walk): void {
  const change = childOf(properties, "w:rPrChange");
  if (change === null) return;
  walk.tally.formatting++;
  walk.tally.firstChange ??= walk.writer.place;
  const deciding = ["w:strike", "w:dstrike", "w:vanish", "w:vertAlign", "w:color", "w:sz"];
  const before = childOf(change, "w:rPr");
  const differs = deciding.some((name) => {
    const [old, now] = [childOf(before, name), childOf(properties, name)];
    return (old === null) !== (now === null) || old?.attributes.get("w:val") !== now?.attributes.get("w:val");
  });
  if (differs) walk.writer.unread("tracked", "a look that somebody changed");
}

/** Elements of a run that are one character. */
const CHARACTERS: Readonly<Record<string, string>> = {
  "w:tab": "\t",
  "w:ptab": "\t",
  "w:br": "\n",
  "w:cr": "\n",
  "w:noBreakHyphen": "\u2011",
  "w:softHyphen": "\u00ad",
};

function walkRunChild(child: XmlElement, look: Look, place: RunPlace, walk: Walk): void {
  const { writer } = walk;
  const { name } = child;
  const character = CHARACTERS[name];
  if (character !== undefined) writeWords(character, look, place, walk);
  else if (name === "w:t") writeWords(shownText(child), look, place, walk);
  else if (name === "w:sym") writeSymbol(child, look, place, walk);
  else if (name === "w:fldChar") walkFieldMark(child, walk);
  else if (name === "w:instrText") walkFieldCode(child, walk);
  else if (name === "w:footnoteReference" || name === "w:endnoteReference") writeNoteMark(child, look, place, walk);
  else if (name === "w:footnoteRef" || name === "w:endnoteRef")
    writeWords(place.noteMark ?? "", { ...look, raised: "superscript" }, place, walk);
  else if (name === "w:ruby") {
    writer.unread("hidden", "reading aids over the words");
    walkInline(childOf(child, "w:rubyBase") ?? child, place, walk);
  } else if (/^w:(?:drawing|pict|object|contentPart)$/.test(name)) walkDrawing(child, walk);
  else if (name === "mc:AlternateContent") {
    for (const each of childrenOf(chooseBranch(child, walk))) walkRunChild(each, look, place, walk);
  } else if (WRITTEN_BY_WORD.has(name)) writer.unread("generated", "a date or number that Word writes");
  else noteUnknown(child, walk);
}

function writeNoteMark(reference: XmlElement, look: Look, place: RunPlace, walk: Walk): void {
  const kind = reference.name === "w:footnoteReference" ? "footnote" : "endnote";
  const own = /^(?:1|true|on)$/.test(reference.attributes.get("w:customMarkFollows") ?? "");
  const number = walk.notes.filter((note) => note.kind === kind && note.mark !== "").length + 1;
  const mark = own ? "" : formatNumber(number, walk.noteFormats[kind]);
  walk.notes.push({ kind, id: reference.attributes.get("w:id") ?? "", mark });
  writeWords(mark, { ...look, raised: "superscript" }, place, walk);
}
