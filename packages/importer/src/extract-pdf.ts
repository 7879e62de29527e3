import { sha256 } from "@undersigned/core/bytes.ts";
import { MalformedError } from "@undersigned/core/errors.ts";
import { CopyBuilder } from "./copy-builder.ts";
import type { Extracted } from "./extracted.ts";
import { openPdf } from "./pdf/open-pdf.ts";
import type { PageText } from "./pdf/page-text.ts";
import { readPages } from "./pdf/pages.ts";
import { findRunningHeads } from "./pdf/running-heads.ts";
import { warningsOf } from "./pdf/warnings.ts";
import { writePages } from "./pdf/write-pages.ts";

/**
 * What a PDF shows, found by where its letters stand and how they are drawn. Nothing is painted, no picture is read.
 * @param bytes the file
 * @throws MalformedError `source_empty`, `source_damaged`, `source_encrypted`, `source_without_words` (a scan), `unsupported` (no PDF)
 *   or `too_large` (the message names the limit)
 */
export async function extractPdf(bytes: Uint8Array): Promise<Extracted> {
  const { pdfjs, pdf } = await openPdf(bytes);
  try {
    const pages = await readPages(pdfjs, pdf);
    refuseWithoutWords(pages);
    const heads = findRunningHeads(pages);
    const writer = new CopyBuilder();
    writePages(pages, heads, writer);
    const copy = writer.finish();
    const { info } = await pdf.getMetadata();
    const said = (name: "Title" | "Author" | "Language") => {
      const value: unknown = (info as Record<string, unknown>)[name];
      return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
    };
    return {
      ...copy,
      source: { kind: "pdf", sha256: Buffer.from(sha256(bytes)).toString("hex"), bytes: bytes.length },
      lang: said("Language"),
      metadata: { title: said("Title"), author: said("Author"), site: null, published: null, canonical: null },
      warnings: warningsOf(copy, pages, heads),
    };
  } finally {
    await pdf.loadingTask.destroy();
  }
}

function refuseWithoutWords(pages: readonly PageText[]): void {
  if (pages.some(({ lines, turned }) => lines.length + turned.length > 0)) return;
  const pictures = pages.flatMap(({ unread }) => unread.filter(({ why }) => why === "picture"));
  const [scanned, drawn] = [pictures.some(({ what }) => what === "a picture"), pictures.length > 0];
  throw new MalformedError(
    "source_without_words",
    scanned
      ? "This PDF is a scan: pictures of pages, without words that can be read. Bring the document that it was printed from, or type the words."
      : drawn
        ? "The letters of this PDF are drawn as shapes, without words that can be read. Bring the document that it was made from, or paste the words."
        : "This PDF has no words that can be read. Bring the document that it was made from, or paste the words.",
  );
}
