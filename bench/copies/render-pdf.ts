import PDFDocument from "pdfkit";
import type { Manner } from "./manner.ts";
import type { Piece, Sheet, SheetBlock } from "./sheet.ts";
import { plain } from "./sheet.ts";

/** Points. */
const PAGE = { width: 420, height: 595, margin: 50, size: 11 };
const TOP = PAGE.margin + 20;
const BOTTOM = PAGE.height - PAGE.margin - 20;
/** From one line to the next, in sizes of its letters. */
const LEADING = 1.27;
/** Points after the last line of a block. */
const GAP = 10;

/** What the fonts that every reader of PDF brings can show (WinAnsi, by the code points that matter here). */
const SHOWN =
  /^[\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2020\u2022\u2026\u2039\u203a\u20ac\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192]*$/u;

/** Whether a sheet can be printed with these fonts: other characters would come out as others, by no fault of anyone. */
export function isPrintable(sheet: Sheet): boolean {
  return sheet.every(({ pieces }) => pieces.every(({ words }) => SHOWN.test(words)));
}

type Word = { readonly text: string; readonly look: string };
type Line = { readonly words: readonly Word[]; readonly indent: number; readonly size: number; readonly gap: number };

/** A dot, as PNG. */
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** As a printer would set it: lines of one measure, in one column or two, with a running head on each page. */
export async function renderPdf(sheet: Sheet, { chance, framing }: Manner): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    compress: !chance.oneIn(4),
    autoFirstPage: false,
  });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => document.on("end", resolve));
  const columns = chance.oneIn(5) ? 2 : 1;
  const width = (PAGE.width - 2 * PAGE.margin - (columns - 1) * 24) / columns;
  const framed = [...framing.before.map(paragraph), ...sheet, ...framing.after.map(paragraph)];
  const lines = framed.flatMap((block) => linesOf(document, block, width, chance.oneIn(2)));
  // Whoever reads a file of two pages cannot tell what is repeated on each from words.
  const hasHead = chance.oneIn(2) && countPages(lines, columns) >= 3;
  setLines(document, lines, columns, width, hasHead);
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(parts));
}

function paragraph(words: string): SheetBlock {
  return { kind: "paragraph", level: 0, number: null, pieces: plain(words) };
}

function linesOf(document: PDFKit.PDFDocument, block: SheetBlock, width: number, hyphenates: boolean): Line[] {
  // A long word of a title stays within a narrow column.
  const titleSize = width < 200 ? PAGE.size + 1 : 16;
  const size = block.kind === "title" ? titleSize : block.kind === "heading" ? PAGE.size + 1 : PAGE.size;
  const indent = block.kind === "item" || block.kind === "quotation" ? 14 : 0;
  const marker = block.kind !== "item" ? "" : block.number === null ? "•" : `${block.number}.`;
  document.font("Helvetica").fontSize(size);
  const room = width - indent;
  const lines: Word[][] = [[]];
  let used = 0;
  for (const word of wordsOf(block.pieces)) {
    const own = document.widthOfString(word.text);
    const left = room - used - document.widthOfString("-");
    const cut = hyphenates && word.look === "plain" ? cutAt(document, word.text, left) : 0;
    if (used + own <= room || used === 0) lines.at(-1)?.push(word);
    else if (cut > 0) {
      lines.at(-1)?.push({ ...word, text: `${word.text.slice(0, cut)}-` });
      lines.push([{ ...word, text: word.text.slice(cut) }]);
      used = document.widthOfString(word.text.slice(cut));
      continue;
    } else {
      lines.push([word]);
      used = 0;
    }
    used += own;
  }
  return lines.map((words, i) => ({
    words: marker !== "" && i === 0 ? [{ text: `${marker} `, look: "marker" }, ...words] : words,
    indent,
    size,
    gap: i === lines.length - 1 ? GAP : 0,
  }));
}

/** After how many letters a long word may be broken so that what stays fits; 0: not at all. */
function cutAt(document: PDFKit.PDFDocument, text: string, left: number): number {
  if (!/^\p{L}{9,} ?$/u.test(text)) return 0;
  for (let cut = text.trimEnd().length - 4; cut >= 4; cut--)
    if (document.widthOfString(text.slice(0, cut)) <= left) return cut;
  return 0;
}

/** Words with the space after them. */
function wordsOf(pieces: readonly Piece[]): Word[] {
  return pieces.flatMap(({ words, look }) => (words.match(/\S+\s*|\s+/gu) ?? []).map((text) => ({ text, look })));
}

/** At least: what is left over at the end of a page is not counted. */
function countPages(lines: readonly Line[], columns: number): number {
  const height = lines.reduce((sum, { size, gap }) => sum + size * LEADING + gap, 0);
  return Math.floor(height / (columns * (BOTTOM - TOP)));
}

function setLines(
  document: PDFKit.PDFDocument,
  lines: readonly Line[],
  columns: number,
  width: number,
  hasHead: boolean,
): void {
  let column = columns;
  let y = BOTTOM + 1;
  let page = 0;
  for (const line of lines) {
    if (y + line.size > BOTTOM) {
      column += 1;
      if (column >= columns) {
        document.addPage({ size: [PAGE.width, PAGE.height], margin: 0 });
        column = 0;
        page += 1;
        if (hasHead) setHead(document, page);
      }
      y = TOP;
    }
    const left = PAGE.margin + column * (width + 24);
    setLine(document, line, left, y);
    y += line.size * LEADING + line.gap;
  }
}

function setHead(document: PDFKit.PDFDocument, page: number): void {
  document.font("Helvetica").fontSize(8).fillColor("black");
  document.text("The Daily Example", PAGE.margin, 24, { lineBreak: false });
  document.text(String(page), PAGE.width - PAGE.margin, PAGE.height - 30, { lineBreak: false });
}

/** Words that look alike are one stroke of the printer, spaces and all. */
function setLine(document: PDFKit.PDFDocument, { words, indent, size }: Line, left: number, y: number): void {
  let x = left + indent;
  const runs: Word[] = [];
  for (const { text, look } of words) {
    const last = runs.at(-1);
    if (last?.look === look) runs[runs.length - 1] = { look, text: last.text + text };
    else runs.push({ text, look });
  }
  for (const { text, look } of runs) {
    document.font("Helvetica").fontSize(size).fillColor("black");
    const width = document.widthOfString(text);
    if (look === "marker") setWords(document, text, left, y);
    else {
      setLook(document, text, look, { x, y, width, size });
      x += width;
    }
  }
}

function setWords(document: PDFKit.PDFDocument, text: string, x: number, y: number): void {
  document.text(text, x, y, { lineBreak: false });
}

type Where = { readonly x: number; readonly y: number; readonly width: number; readonly size: number };

function setLook(document: PDFKit.PDFDocument, text: string, look: string, { x, y, width, size }: Where): void {
  switch (look) {
    case "plain":
      setWords(document, text, x, y);
      return;
    case "invisible":
      // Text rendering mode 3: neither filled nor stroked (ISO 32000-1, 9.3.6).
      document.addContent("3 Tr");
      setWords(document, text, x, y);
      document.addContent("0 Tr");
      return;
    case "white":
      document.fillColor("white");
      setWords(document, text, x, y);
      return;
    case "tiny":
      document.fontSize(0.4);
      setWords(document, text, x, y + size);
      return;
    case "picture":
      document.image(DOT, x, y, { width: Math.max(4, width), height: size });
      return;
    case "covered":
      setWords(document, text, x, y);
      document.rect(x, y - 1, width, size + 2).fill("white");
      return;
    case "off the page":
      setWords(document, text, -2000, y);
      return;
    default:
      throw new Error(`no printed page can look like "${look}"`);
  }
}
