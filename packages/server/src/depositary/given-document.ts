import { encodeHex, sha256 } from "@undersigned/core/bytes.ts";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import type { DocumentFormat } from "@undersigned/core/statement/document.ts";
import { checkDocument, DOCUMENT_LIMIT, isPdf } from "@undersigned/core/statement/document.ts";
import type { GivenDocument } from "./additions.ts";

export type ReadDocument = { readonly format: DocumentFormat; readonly sha256: string; readonly bytes: Uint8Array };

/**
 * Makes sure that a document may be kept, and says what it is: by its first bytes, whatever its name says.
 * @throws RefusedError `invalid_field`
 */
export function readDocument({ bytes, name = "" }: GivenDocument): ReadDocument {
  const format = isPdf(bytes) ? "pdf" : /\.(?:md|markdown)$/i.test(name) ? "md" : "txt";
  try {
    checkDocument(bytes, format);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    const limit = `${DOCUMENT_LIMIT / 1024 / 1024} MB`;
    const message = `This document cannot be taken: ${cause.message}. Give a PDF, or plain text in UTF-8 (.txt, .md), of at most ${limit}.`;
    throw new RefusedError("invalid_field", message, { cause, field: "document" });
  }
  return { format, sha256: encodeHex(sha256(bytes)), bytes };
}
