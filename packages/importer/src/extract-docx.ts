import { sha256 } from "@undersigned/core/bytes.ts";
import { MalformedError } from "@undersigned/core/errors.ts";
import { CopyBuilder } from "./copy-builder.ts";
import { walkBlocks } from "./docx/blocks.ts";
import { readMargins } from "./docx/margins.ts";
import { walkNotes } from "./docx/notes.ts";
import { readNumbering } from "./docx/numbering.ts";
import type { WordPackage } from "./docx/package.ts";
import { openPackage, readTheme } from "./docx/package.ts";
import { readStyles } from "./docx/styles.ts";
import type { Place, Walk } from "./docx/walk.ts";
import { warningsOf } from "./docx/warnings.ts";
import type { XmlElement } from "./docx/xml.ts";
import { childOf, childrenOf, textOf, valOf } from "./docx/xml.ts";
import type { Extracted } from "./extracted.ts";
import { fitLinks } from "./html/links.ts";

/**
 * What a Word document (.docx, ECMA-376) shows. Tracked changes are never taken silently: what was added stands in the text,
 * what was struck does not, and each place is unread.
 * @param bytes the file
 * @throws MalformedError `source_empty`, `source_damaged`, `source_encrypted`, `source_without_words`, `unsupported` (another kind
 *   of file: the message says which) or `too_large`
 */
export async function extractDocx(bytes: Uint8Array): Promise<Extracted> {
  const word = openPackage(bytes);
  const root = word.part(word.document);
  const body = childOf(root, "w:body");
  if (body === null)
    throw new MalformedError(
      "source_damaged",
      "The document has no words where Word keeps them. Open it in Word and save it again.",
    );
  const walk = begin(word);
  const place: Place = { cell: false, paper: [background(root)], hidden: null };
  const margins = readMargins(word, body);
  for (const header of margins.headers) walkPart(word.part(header), { ...place, region: "header" }, walk);
  walkBlocks(body, place, walk);
  walkNotes(word, place, walk);
  for (const footer of margins.footers) walkPart(word.part(footer), { ...place, region: "footer" }, walk);
  const copy = walk.writer.finish();
  if (copy.text.trim() === "" && copy.unread.length === 0)
    throw new MalformedError("source_without_words", "The document has no words.");
  const core = word.part("docProps/core.xml");
  const said = (name: string) => textOf(childOf(core, name)).trim() || null;
  return {
    ...copy,
    source: { kind: "docx", sha256: Buffer.from(sha256(bytes)).toString("hex"), bytes: bytes.length },
    lang: languageOf(walk),
    metadata: { title: said("dc:title"), author: said("dc:creator"), site: null, published: null, canonical: null },
    links: fitLinks(walk.links, copy),
    warnings: warningsOf(copy, walk.tally, countComments(word)),
  };
}

function begin(word: WordPackage): Walk {
  const theme = readTheme(word.related("theme"));
  const settings = word.related("settings");
  const format = (name: string, otherwise: string) => valOf(childOf(settings, name), "w:numFmt") ?? otherwise;
  return {
    writer: new CopyBuilder(),
    styles: readStyles(word.related("styles"), theme),
    numbering: readNumbering(word.related("numbering")),
    theme,
    tally: { insertions: 0, deletions: 0, moves: 0, formatting: 0, firstChange: null, pictures: 0, textBoxes: 0 },
    notes: [],
    noteFormats: { footnote: format("w:footnotePr", "decimal"), endnote: format("w:endnotePr", "lowerRoman") },
    fields: [],
    lists: [],
    lastList: 0,
    boxes: [],
    links: [],
    destination: word.destination,
    languages: new Map(),
    titled: false,
    goesOn: null,
  };
}

/** A header or footer. */
function walkPart(root: XmlElement | null, place: Place, walk: Walk): void {
  if (root === null) return;
  Object.assign(walk, { lists: [], goesOn: null });
  walk.fields.length = 0;
  walkBlocks(root, place, walk);
  walk.writer.close();
}

/** The colour of the page, which shows where it was chosen. */
function background(root: XmlElement | null): string | undefined {
  return childOf(root, "w:background")?.attributes.get("w:color");
}

function countComments(word: WordPackage): number {
  return [...childrenOf(word.related("comments"))].filter(({ name }) => name === "w:comment").length;
}

function languageOf(walk: Walk): string | null {
  const [first] = [...walk.languages].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? walk.styles.defaults.lang ?? null;
}
