import { MalformedError } from "@undersigned/core/errors.ts";
import type { Extracted } from "./extracted.ts";

/** @throws MalformedError `unsupported` */
export async function extractPdf(_bytes: Uint8Array): Promise<Extracted> {
  throw new MalformedError("unsupported", "PDF files are not read yet: copy the words and paste them");
}
