import { createHash } from "node:crypto";
import { MalformedError } from "@undersigned/core/errors.ts";
import { decodeText, TEXT_SOURCE_LIMIT } from "./decode.ts";
import type { Extracted } from "./extracted.ts";
import { declaredCharset } from "./html/charset.ts";
import type { ExtractedWords, SourceHints } from "./source-hints.ts";
import { findBinaryKind, findTextKind, isTextKind } from "./source-kind.ts";

/** Bytes that a Word or PDF file may have. */
export const FILE_SOURCE_LIMIT = 52_428_800;

const NO_METADATA: Extracted["metadata"] = { title: null, author: null, site: null, published: null, canonical: null };

/**
 * What a file, page or paste holds, as a reader would see it. What it is, is found by its content first.
 * @throws MalformedError `source_empty`, `source_damaged`, `source_encrypted`, `source_encoding`, `source_without_words`,
 *   `unsupported`, `too_large`: each says what to do
 */
export async function extract(bytes: Uint8Array, hints: SourceHints): Promise<Extracted> {
  if (bytes.length === 0)
    throw new MalformedError("source_empty", "there is nothing in it: bring a text, or paste its words");
  checkSize(bytes, FILE_SOURCE_LIMIT, "a Word or PDF file");
  const binary = findBinaryKind(bytes);
  if (binary === "docx") return (await import("./extract-docx.ts")).extractDocx(bytes);
  if (binary === "pdf") return (await import("./extract-pdf.ts")).extractPdf(bytes);
  checkSize(bytes, TEXT_SOURCE_LIMIT, "a text or page");
  const text = decodeText(bytes, declaredCharset(bytes, hints.type)).replace(/^\ufeff/, "");
  if (text.trim() === "") {
    throw new MalformedError(
      "source_empty",
      "there are no words in it, only white space: bring a text, or paste its words",
    );
  }
  const kind = isTextKind(hints.kind) ? hints.kind : findTextKind(text, hints);
  const words = await extractWords(kind, text, hints);
  const source = { kind, sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
  return { source, ...words };
}

async function extractWords(
  kind: "text" | "markdown" | "html",
  text: string,
  hints: SourceHints,
): Promise<ExtractedWords> {
  if (kind === "html") return (await import("./extract-html.ts")).extractHtml(text, hints);
  if (kind === "markdown") return (await import("./extract-markdown.ts")).extractMarkdown(text);
  const copy = (await import("./extract-text.ts")).extractText(text);
  return { ...copy, lang: null, metadata: NO_METADATA, warnings: [] };
}

function checkSize(bytes: Uint8Array, limit: number, what: string): void {
  if (bytes.length <= limit) return;
  throw new MalformedError(
    "too_large",
    `it has ${bytes.length} bytes, and ${what} may have at most ${limit}: bring the part that holds the text`,
  );
}
