import { zipSync } from "fflate";
import type { MadeBlock } from "./made-block.ts";

const NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/** A Word document of these blocks, as Word saves one: styles, numbered lists, one run a block. */
export function makeDocx(blocks: readonly MadeBlock[]): Uint8Array {
  const numbers: string[] = [];
  let list = 0;
  const paragraphs = blocks.map((block, at) => {
    if (block.kind !== "item") list = 0;
    else if (list === 0 || (block.ordered !== blocks[at - 1]?.ordered && (block.level ?? 1) === 1)) {
      numbers.push(numberXml(block.ordered === true, numbers.length + 1));
      list = numbers.length;
    }
    return paragraphXml(block, list);
  });
  return packDocx({ body: paragraphs.join(""), numbering: `${ABSTRACT_NUMBERS}${numbers.join("")}` });
}

/** What stands in a document that a test writes by hand. */
export type DocxParts = {
  /** What stands in `w:body`, `w:` and the namespaces below being declared. */
  readonly body: string;
  readonly declarations?: string;
  /** More parts by name, and how the document is related to them: `footnotes`. */
  readonly parts?: Readonly<Record<string, { readonly kind?: string; readonly xml: string }>>;
  readonly numbering?: string;
  readonly styles?: string;
};

/** Packs what a test wrote into a file. */
export function packDocx({
  body,
  declarations = "",
  parts = {},
  numbering = NUMBERING,
  styles = STYLES,
}: DocxParts): Uint8Array {
  const all = {
    "word/styles.xml": { kind: "styles", xml: `<w:styles ${NAMESPACE}>${styles}</w:styles>` },
    "word/numbering.xml": { kind: "numbering", xml: `<w:numbering ${NAMESPACE}>${numbering}</w:numbering>` },
    ...parts,
  };
  const relations = Object.entries(all).flatMap(([name, { kind }], at) =>
    kind === undefined ? [] : [`<Relationship Id="rId${at + 1}" Type="${RELATIONSHIPS}/${kind}" Target="/${name}"/>`],
  );
  const files: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/></Types>`,
    "_rels/.rels": relationships([
      `<Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="word/document.xml"/>`,
    ]),
    "word/document.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ${NAMESPACE} xmlns:r="${RELATIONSHIPS}" ${declarations}><w:body>${body}</w:body></w:document>`,
    "word/_rels/document.xml.rels": relationships(relations),
    ...Object.fromEntries(Object.entries(all).map(([name, { xml }]) => [name, xml])),
  };
  const encoder = new TextEncoder();
  const zipped = Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, encoder.encode(xml)]));
  return zipSync(zipped, { level: 1, mtime: new Date("2026-01-01T00:00:00Z") });
}

function relationships(entries: readonly string[]): string {
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries.join("")}</Relationships>`;
}

function paragraphXml({ kind, level = 1, words }: MadeBlock, list: number): string {
  const properties =
    kind === "heading"
      ? `<w:pStyle w:val="${level === 1 ? "Titel" : `Heading${level - 1}`}"/>`
      : kind === "quotation"
        ? '<w:pStyle w:val="Zitat"/>'
        : kind === "item"
          ? `<w:numPr><w:ilvl w:val="${level - 1}"/><w:numId w:val="${list}"/></w:numPr>`
          : "";
  return `<w:p><w:pPr>${properties}</w:pPr>${runXml(words)}</w:p>`;
}

/** One run; line breaks and tabs as Word writes them. */
function runXml(words: string): string {
  const pieces = words
    .split(/([\n\t])/)
    .map((piece) =>
      piece === "\n" ? "<w:br/>" : piece === "\t" ? "<w:tab/>" : `<w:t xml:space="preserve">${escapeXml(piece)}</w:t>`,
    );
  return `<w:r>${pieces.join("")}</w:r>`;
}

export function escapeXml(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** As a German Word names them: identifiers are of its language, names are not. */
const STYLES = [
  '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>',
  '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>',
  '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/><w:basedOn w:val="Standard"/><w:rPr><w:sz w:val="56"/></w:rPr></w:style>',
  ...[1, 2, 3, 4, 5].map(
    (level) =>
      `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/><w:basedOn w:val="Standard"/><w:pPr><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>`,
  ),
  '<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:basedOn w:val="Standard"/><w:rPr><w:i/></w:rPr></w:style>',
].join("");

const levels = (format: string, text: (level: number) => string) =>
  [0, 1, 2]
    .map(
      (level) =>
        `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text(level)}"/></w:lvl>`,
    )
    .join("");

/** Bullets, and numbers. */
const ABSTRACT_NUMBERS = [
  `<w:abstractNum w:abstractNumId="0">${levels("bullet", () => "•")}</w:abstractNum>`,
  `<w:abstractNum w:abstractNumId="1">${levels("decimal", (level) => `%${level + 1}.`)}</w:abstractNum>`,
].join("");

/** A list that begins to count at 1. */
function numberXml(ordered: boolean, id: number): string {
  const start = ordered ? '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' : "";
  return `<w:num w:numId="${id}"><w:abstractNumId w:val="${ordered ? 1 : 0}"/>${start}</w:num>`;
}

/** Number 1 is a list with bullets, number 2 one that counts. */
const NUMBERING = `${ABSTRACT_NUMBERS}${numberXml(false, 1)}${numberXml(true, 2)}`;
