import { zipSync } from "fflate";
import type { Manner } from "./manner.ts";
import type { Piece, Sheet, SheetBlock } from "./sheet.ts";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/** Properties of a run that make its words look so (ECMA-376, part 1, section 17.3.2). */
const PROPERTIES: Readonly<Record<string, string>> = {
  struck: "<w:strike/>",
  "struck twice": "<w:dstrike/>",
  "not displayed": "<w:vanish/>",
  white: '<w:color w:val="FFFFFF"/>',
  tiny: '<w:sz w:val="2"/>',
  raised: '<w:vertAlign w:val="superscript"/>',
};
const BY = 'w:id="7" w:author="A. Nother" w:date="2031-01-01T00:00:00Z"';

/** As Word would save it: real numbering in most, bullets typed by hand in some. */
export function renderDocx(sheet: Sheet, { chance, framing }: Manner): Uint8Array {
  const typed = chance.oneIn(4) ? sheet : sheet.filter((block, at) => isTyped(block, sheet[at - 1]));
  const plainParagraph = (words: string) => `<w:p>${runOf({ words, look: "plain" }, "")}</w:p>`;
  const body = [
    ...framing.before.map(plainParagraph),
    ...sheet.map((block) => blockOf(block, typed.includes(block))),
    ...framing.after.map(plainParagraph),
  ];
  const encode = (xml: string) =>
    new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`);
  return zipSync(
    {
      "[Content_Types].xml": encode(CONTENT_TYPES),
      "_rels/.rels": encode(relations([["officeDocument", "word/document.xml"]])),
      "word/_rels/document.xml.rels": encode(
        relations([
          ["styles", "styles.xml"],
          ["numbering", "numbering.xml"],
        ]),
      ),
      "word/styles.xml": encode(STYLES),
      "word/numbering.xml": encode(NUMBERING),
      "word/document.xml": encode(
        `<w:document xmlns:w="${W}"><w:body>${body.join("")}<w:sectPr/></w:body></w:document>`,
      ),
    },
    { level: 1 },
  );
}

function blockOf(block: SheetBlock, isTypedByHand: boolean): string {
  const runs = block.pieces.map((piece) => runOf(piece, "")).join("");
  const style = (name: string) => `<w:pPr><w:pStyle w:val="${name}"/></w:pPr>`;
  switch (block.kind) {
    case "title":
      return `<w:p>${style("Title")}${runs}</w:p>`;
    case "heading":
      return `<w:p>${style(`Heading${block.level}`)}${runs}</w:p>`;
    case "quotation":
      return `<w:p>${style("Quote")}${runs}</w:p>`;
    case "paragraph":
      return `<w:p>${runs}</w:p>`;
    case "item": {
      if (!isTypedByHand) {
        const numbering = block.number === null ? 1 : 2;
        return `<w:p><w:pPr><w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="${numbering}"/></w:numPr></w:pPr>${runs}</w:p>`;
      }
      const marker = block.number === null ? "•" : `${block.number}.`;
      return `<w:p>${runOf({ words: `${marker} `, look: "plain" }, "")}${runs}</w:p>`;
    }
  }
}

/** Numbers of a real list are Word's own and begin with 1: one that was tampered with is typed. */
function isTyped({ number }: SheetBlock, previous: SheetBlock | undefined): boolean {
  return number !== null && number !== (previous?.number ?? 0) + 1;
}

function runOf({ words, look }: Piece, properties: string): string {
  const run = (own: string, text = "t") =>
    `<w:r><w:rPr>${properties}${own}</w:rPr><w:${text} xml:space="preserve">${escapeXml(words)}</w:${text}></w:r>`;
  switch (look) {
    case "plain":
      return run("");
    case "tracked deletion":
      return `<w:del ${BY}>${run("", "delText")}</w:del>`;
    case "tracked insertion":
      return `<w:ins ${BY}>${run("")}</w:ins>`;
    case "moved away":
      return `<w:moveFrom ${BY}>${run("")}</w:moveFrom>`;
    case "picture":
      return "<w:r><w:drawing><wp:inline xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'/></w:drawing></w:r>";
    default: {
      const own = PROPERTIES[look];
      if (own === undefined) throw new Error(`no Word file can look like "${look}"`);
      return run(own);
    }
  }
}

function escapeXml(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function relations(targets: readonly (readonly [string, string])[]): string {
  const base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const list = targets.map(
    ([type, target], i) => `<Relationship Id="r${i}" Type="${base}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join("")}</Relationships>`;
}

const PART = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const CONTENT_TYPES = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="${PART}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="${PART}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="${PART}.numbering+xml"/></Types>`;
const STYLES = `<w:styles xmlns:w="${W}">${[
  ["Title", "Title"],
  ["Heading2", "heading 2"],
  ["Heading3", "heading 3"],
  ["Quote", "Quote"],
  ["ListParagraph", "List Paragraph"],
]
  .map(([id, name]) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`)
  .join("")}</w:styles>`;
const NUMBERING = `<w:numbering xmlns:w="${W}">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`;
