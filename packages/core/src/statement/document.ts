import { decodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";

/** What a document may be, by the ending of its name. */
export const DOCUMENT_FORMATS = ["txt", "md", "pdf"] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** Greatest length of a document, in bytes. */
export const DOCUMENT_LIMIT = 2_097_152;

const PDF_MARK = "%PDF-";
// All of Unicode's control characters but tab, line feed, form feed and carriage return.
const CONTROL = /[^\P{Cc}\t\n\f\r]/u;

/**
 * Makes sure that bytes are what their ending says, as far as can be told without reading them whole as such: a PDF begins as
 * every PDF does (ISO 32000-1 section 7.5.2), the others are text in UTF-8. Nothing is ever shown as a page of ours.
 * @throws {MalformedError} `too_large`, `malformed`, `not_utf8`
 */
export function checkDocument(bytes: Uint8Array, format: DocumentFormat): void {
  if (bytes.length > DOCUMENT_LIMIT) {
    throw new MalformedError("too_large", `it has ${bytes.length} bytes, and a document has at most ${DOCUMENT_LIMIT}`);
  }
  if (bytes.length === 0) throw new MalformedError("malformed", "it is empty");
  if (format === "pdf") {
    if (!isPdf(bytes)) throw new MalformedError("malformed", `it does not begin with ${PDF_MARK}, as every PDF does`);
    return;
  }
  if (isPdf(bytes)) throw new MalformedError("malformed", `it begins with ${PDF_MARK}: it is a PDF, and no plain text`);
  if (CONTROL.test(decodeUtf8(bytes)))
    throw new MalformedError("malformed", "it has control characters: it is no plain text");
}

/** Whether bytes begin as every PDF does. */
export function isPdf(bytes: Uint8Array): boolean {
  return PDF_MARK.split("").every((char, at) => bytes[at] === char.charCodeAt(0));
}

export function isDocumentFormat(ending: string): ending is DocumentFormat {
  return DOCUMENT_FORMATS.some((format) => format === ending);
}
