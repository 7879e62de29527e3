import { MalformedError } from "@undersigned/core/errors.ts";
import type { PDFDocumentProxy, PDFPageProxy } from "unpdf/pdfjs";
import { fontFinder } from "./fonts.ts";
import { matrixOf } from "./geometry.ts";
import type { PdfJs } from "./open-pdf.ts";
import { readOperators } from "./operators.ts";
import { PageReader } from "./page-reader.ts";
import type { PageText } from "./page-text.ts";
import { pageTextOf } from "./page-text.ts";

/** Most pages of one file. */
const PAGES_LIMIT = 1_000;
/** Most letters of one file: some thousand pages. */
const LETTERS_LIMIT = 6_000_000;
/** Milliseconds that reading may take. */
const TIME_LIMIT = 30_000;

/** @throws MalformedError `too_large` or `source_damaged` */
export async function readPages(pdfjs: PdfJs, pdf: PDFDocumentProxy): Promise<PageText[]> {
  if (pdf.numPages > PAGES_LIMIT)
    throw new MalformedError(
      "too_large",
      `The PDF has ${pdf.numPages.toLocaleString("en")} pages; the limit is ${PAGES_LIMIT.toLocaleString("en")}. Bring the pages that matter.`,
    );
  const layers = await pdf.getOptionalContentConfig();
  const isShown = (layer: unknown) => layer === null || layer === undefined || layers.isVisible(layer) !== false;
  const began = performance.now();
  const pages: PageText[] = [];
  let letters = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await openPage(pdf, number);
    const drawing = await readPage(pdfjs, page, number, isShown);
    letters += drawing.letters;
    if (letters > LETTERS_LIMIT)
      throw new MalformedError(
        "too_large",
        `The PDF has more than ${LETTERS_LIMIT.toLocaleString("en")} letters, which is the limit. Bring the pages that matter.`,
      );
    if (performance.now() - began > TIME_LIMIT)
      throw new MalformedError(
        "too_large",
        `Reading the PDF took longer than ${TIME_LIMIT / 1000} seconds, which is the limit; ${number} of ${pdf.numPages} pages were read. Bring the pages that matter.`,
      );
    pages.push(drawing.text);
    page.cleanup();
  }
  return pages;
}

async function openPage(pdf: PDFDocumentProxy, number: number): Promise<PDFPageProxy> {
  try {
    return await pdf.getPage(number);
  } catch (error) {
    throw new MalformedError(
      "source_damaged",
      `Page ${number} of the PDF is damaged. Ask for another copy, or paste the words.`,
      { cause: error },
    );
  }
}

async function readPage(pdfjs: PdfJs, page: PDFPageProxy, number: number, isShown: (layer: unknown) => boolean) {
  const operators = await readOperators(page, number);
  const view = page.getViewport({ scale: 1 });
  const finder = fontFinder((name) => (page.commonObjs.has(name) ? page.commonObjs.get(name) : null));
  const reader = new PageReader(pdfjs, matrixOf(view.transform), [0, 0, view.width, view.height], finder, isShown);
  reader.follow(operators);
  const { glyphs, covers, pictures, dots, rules, shapes, crowded } = reader;
  const text = pageTextOf({
    page: number,
    width: view.width,
    height: view.height,
    glyphs,
    covers,
    pictures,
    dots,
    rules,
    shapes,
    crowded,
  });
  return { letters: glyphs.length, text };
}
