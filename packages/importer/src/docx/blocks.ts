import type { BlockShape } from "../copy-builder.ts";
import { chooseBranch, noteUnknown } from "./branches.ts";
import { readShade } from "./look.ts";
import { noteBound, walkInline } from "./runs.ts";
import type { Style } from "./styles.ts";
import { saidFirst } from "./styles.ts";
import type { Place, Walk } from "./walk.ts";
import { noteTracked } from "./walk.ts";
import type { RunPlace } from "./words.ts";
import type { XmlElement } from "./xml.ts";
import { childOf, childrenOf, switchOf, valOf, within } from "./xml.ts";

/** Elements around blocks that change nothing that is seen. */
const TRANSPARENT = new Set(["w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"]);

/** Walks through blocks: of the document, a cell, a note, a header, a text box. */
export function walkBlocks(element: XmlElement, place: Place, walk: Walk): void {
  for (const child of childrenOf(element)) {
    const { name } = child;
    if (name === "w:p") walkParagraph(child, place, walk);
    else if (name === "w:tbl") walkTable(child, place, walk);
    else if (name === "w:sdt") {
      noteBound(child, walk);
      walkBlocks(child, place, walk);
    } else if (TRANSPARENT.has(name)) walkBlocks(child, place, walk);
    else if (name === "mc:AlternateContent") walkBlocks(chooseBranch(child, walk), place, walk);
    else if (name === "w:altChunk") walk.writer.unread("frame", "another file within it");
    else if (name === "m:oMathPara" || name === "m:oMath") walk.writer.unread("picture", "an equation");
    else if (name === "w:customXmlInsRangeStart") noteTracked(walk, "insertions", "a control that somebody added");
    else if (name === "w:customXmlDelRangeStart") noteTracked(walk, "deletions", "a control that somebody struck");
    else noteUnknown(child, walk);
  }
}

function walkParagraph(paragraph: XmlElement, place: Place, walk: Walk): void {
  const properties = childOf(paragraph, "w:pPr");
  const style = walk.styles.find("paragraph", valOf(properties, "w:pStyle"));
  const places = [properties, ...style.paragraph];
  const { look, marker } = lookOf({ style, places, worded: hasWords(paragraph) }, place, walk);
  const runs: RunPlace = {
    ...place,
    look: style.look,
    heading: look.kind === "heading",
    line: exactLine(places),
    hidden: place.hidden ?? outsidePage(places),
    paper: [readShadeOf(places, walk), ...place.paper],
  };
  const { writer, goesOn } = walk;
  walk.goesOn = null;
  if (goesOn === null) writer.open(look);
  else if (goesOn === "second") writer.reshape(look);
  if (marker !== "" && runs.hidden === null) writer.write(`${marker} `);
  walkInline(paragraph, runs, walk);
  noteMark(properties, walk);
  if (walk.goesOn === null && childOf(properties, "w:framePr")?.attributes.has("w:dropCap") === true)
    walk.goesOn = "second";
  if (walk.goesOn === null) writer.close();
  walkBoxes(place, walk);
}

/** The mark that ends a paragraph has a look, and can be added or struck, too. */
function noteMark(properties: XmlElement | null, walk: Walk): void {
  const mark = childOf(properties, "w:rPr");
  if (childOf(mark, "w:ins") !== null) noteTracked(walk, "insertions", "the end of a paragraph that somebody added");
  if (childOf(mark, "w:del") !== null) noteTracked(walk, "deletions", "the end of a paragraph that somebody struck");
  if (childOf(mark, "w:moveFrom") !== null || childOf(mark, "w:moveTo") !== null)
    noteTracked(walk, "moves", "a paragraph that somebody moved");
  const change = childOf(properties, "w:pPrChange");
  if (change !== null) {
    const before = childOf(childOf(change, "w:pPr"), "w:numPr");
    const now = childOf(properties, "w:numPr");
    if (valOf(before, "w:numId") !== valOf(now, "w:numId") || valOf(before, "w:ilvl") !== valOf(now, "w:ilvl"))
      noteTracked(walk, "formatting", "a list that somebody changed");
    else {
      walk.tally.formatting++;
      walk.tally.firstChange ??= walk.writer.place;
    }
  }
  if (switchOf(mark, "w:specVanish") === true) walk.goesOn = "first";
  else if (switchOf(mark, "w:vanish") === true) {
    walk.writer.unread("hidden", "the end of a paragraph that does not show");
    walk.goesOn = "first";
  }
}

function hasWords(paragraph: XmlElement): boolean {
  for (const { name } of within(paragraph)) if (name === "w:t" || name === "w:sym") return true;
  return false;
}

/** What decides on a paragraph: its style, the places that may say more (the nearest first), and whether it has words. */
type Said = { readonly style: Style; readonly places: readonly (XmlElement | null)[]; readonly worded: boolean };

const PLAIN_BULLET = /^(?:[^\p{L}\p{N}]{0,3}|◦)$/u;
/** Digits, a letter, Roman, Hebrew or Chinese numbers, with dots between levels: `1.`, `(a)`, `2.iv`. */
const NUMBER_PART =
  /\p{Nd}+(?:st|nd|rd|th)?|\p{L}|[ivxlcdm]{1,8}|[IVXLCDM]{1,8}|\p{No}|[一二三四五六七八九十〇]{1,4}|[א-ת]{1,3}/u;
const PLAIN_NUMBER = new RegExp(
  `^[([（]?(?:${NUMBER_PART.source})(?:\\.(?:${NUMBER_PART.source}))*[.)\\]:،、．）]*$`,
  "u",
);

/** @returns what the block is, and the marker where it belongs to its words */
function lookOf({ style, places, worded }: Said, place: Place, walk: Walk): { look: BlockShape; marker: string } {
  const region = place.region === undefined ? {} : { region: place.region };
  const numbered = saidFirst(places, "w:numPr");
  const number = valOf(numbered, "w:numId") ?? valOf(saidFirst(style.paragraph, "w:numPr"), "w:numId");
  const depth = Math.min(8, Math.max(0, Number(valOf(numbered, "w:ilvl") ?? 0) || 0));
  const found = number === null || number === "0" ? null : walk.numbering.next(number, depth);
  const own = headingLevel(style, places);
  if (own !== null) {
    const level = own === 0 ? 1 : Math.min(6, own + (walk.titled ? 1 : 0));
    if (own === 0 && worded) walk.titled = true;
    walk.lists = [];
    return { look: { kind: "heading", level, ...region }, marker: found?.marker ?? "" };
  }
  if (found !== null && number !== null && (found.ordered || found.marker !== "")) {
    const list = listOf(walk, number, depth);
    const marker = found.ordered ? found.marker : found.marker === "o" ? "◦" : found.marker;
    // What is more than a bullet or a number is words: "Article 2".
    const plain = (found.ordered ? PLAIN_NUMBER : PLAIN_BULLET).test(marker);
    const shown = plain ? { marker } : {};
    return {
      look: { kind: "item", list: { ...list, ordered: found.ordered, ...(marker === "" ? {} : shown) }, ...region },
      marker: plain ? "" : marker,
    };
  }
  if (worded) walk.lists = [];
  const kind = place.cell ? "cell" : style.names.some((name) => /quote/.test(name)) ? "quotation" : "paragraph";
  return { look: { kind, ...region }, marker: "" };
}

/** By outline or by the name that Word gives its headings in every language: from 1, and 0 for the title above them. */
function headingLevel(style: Style, places: readonly (XmlElement | null)[]): number | null {
  if (style.names.includes("title")) return 0;
  const outline = Number(saidFirst(places, "w:outlineLvl")?.attributes.get("w:val") ?? 9);
  if (outline >= 0 && outline < 9) return outline + 1;
  const named = style.names.map((name) => /^heading ([1-9])$/.exec(name)?.[1]).find((found) => found !== undefined);
  return named === undefined ? null : Number(named);
}

/** The list that an item of that level belongs to. */
function listOf(walk: Walk, number: string, level: number): { id: number; depth: number } {
  const outer = walk.lists.filter((list) => list.level < level);
  const same = walk.lists.find((list) => list.level === level);
  const list = same?.number === number ? same : { id: ++walk.lastList, number, level };
  walk.lists = [...outer, list];
  return { id: list.id, depth: walk.lists.length };
}

function exactLine(places: readonly (XmlElement | null)[]): number | null {
  const spacing = saidFirst(places, "w:spacing")?.attributes;
  return spacing?.get("w:lineRule") === "exact" ? Number(spacing.get("w:line") ?? 240) / 20 : null;
}

/** Twentieths of a point. No paper is as wide. */
const FARTHEST = 20_000;

function outsidePage(places: readonly (XmlElement | null)[]): string | null {
  const indent = saidFirst(places, "w:ind")?.attributes;
  const frame = saidFirst(places, "w:framePr")?.attributes;
  const far = [
    indent?.get("w:left"),
    indent?.get("w:start"),
    indent?.get("w:firstLine"),
    indent?.get("w:right"),
    indent?.get("w:end"),
    frame?.get("w:x"),
    frame?.get("w:y"),
  ];
  return far.some((each) => Math.abs(Number(each ?? 0)) > FARTHEST) ? "words beyond the edge of the paper" : null;
}

function readShadeOf(places: readonly (XmlElement | null)[], walk: Walk): string | undefined {
  for (const place of places) {
    const shade = readShade(place, walk.theme);
    if (shade !== null) return shade;
  }
  return undefined;
}

function walkBoxes(place: Place, walk: Walk): void {
  const boxes = walk.boxes.splice(0);
  if (boxes.length === 0) return;
  const { lists, goesOn } = walk;
  for (const box of boxes) {
    walk.lists = [];
    walkBlocks(box, { ...place, region: place.region ?? "aside", cell: false }, walk);
    walk.writer.close();
  }
  Object.assign(walk, { lists, goesOn });
}

function walkTable(table: XmlElement, place: Place, walk: Walk): void {
  const properties = childOf(table, "w:tblPr");
  const float = childOf(properties, "w:tblpPr")?.attributes;
  const far = [float?.get("w:tblpX"), float?.get("w:tblpY")].some((each) => Math.abs(Number(each ?? 0)) > FARTHEST);
  const inTable: Place = {
    ...place,
    cell: true,
    hidden: place.hidden ?? (far ? "words beyond the edge of the paper" : null),
    paper: [readShade(properties, walk.theme) ?? undefined, ...place.paper],
  };
  walk.lists = [];
  walkRows(table, inTable, walk);
  walk.lists = [];
}

function walkRows(element: XmlElement, place: Place, walk: Walk): void {
  for (const row of childrenOf(element)) {
    if (row.name === "w:sdt") noteBound(row, walk);
    if (row.name !== "w:tr") {
      if (row.name === "w:sdt" || TRANSPARENT.has(row.name)) walkRows(row, place, walk);
      continue;
    }
    const properties = childOf(row, "w:trPr");
    if (childOf(properties, "w:ins") !== null) noteTracked(walk, "insertions", "a row that somebody added");
    if (childOf(properties, "w:del") !== null) noteTracked(walk, "deletions", "a row that somebody struck");
    const height = childOf(properties, "w:trHeight")?.attributes;
    const low = height?.get("w:hRule") === "exact" && Number(height.get("w:val") ?? 240) < 80;
    const hidden = switchOf(properties, "w:hidden") === true || low ? "a row that does not show" : null;
    walkCells(row, { ...place, hidden: place.hidden ?? hidden }, walk);
  }
}

function walkCells(row: XmlElement, place: Place, walk: Walk): void {
  for (const cell of childrenOf(row)) {
    if (cell.name === "w:sdt") noteBound(cell, walk);
    if (cell.name !== "w:tc") {
      if (cell.name === "w:sdt" || TRANSPARENT.has(cell.name)) walkCells(cell, place, walk);
      continue;
    }
    const properties = childOf(cell, "w:tcPr");
    if (childOf(properties, "w:cellIns") !== null) noteTracked(walk, "insertions", "a cell that somebody added");
    if (childOf(properties, "w:cellDel") !== null) noteTracked(walk, "deletions", "a cell that somebody struck");
    if (childOf(properties, "w:cellMerge") !== null) noteTracked(walk, "formatting", "cells that somebody joined");
    // The rest of a cell that reaches over several rows or columns shows nothing of its own.
    const goesOn = ["w:vMerge", "w:hMerge"].some((name) => {
      const merge = childOf(properties, name);
      return merge !== null && merge.attributes.get("w:val") !== "restart";
    });
    walk.lists = [];
    walkBlocks(
      cell,
      {
        ...place,
        hidden: place.hidden ?? (goesOn ? "a cell that another covers" : null),
        paper: [readShade(properties, walk.theme) ?? undefined, ...place.paper],
      },
      walk,
    );
    walk.writer.close();
  }
}
