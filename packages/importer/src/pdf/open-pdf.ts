import { MalformedError } from "@undersigned/core/errors.ts";
import type { PDFDocumentProxy } from "unpdf/pdfjs";

/** pdf.js, loaded when the first PDF comes. */
export type PdfJs = typeof import("unpdf/pdfjs");

/** Largest file, in bytes. */
const FILE_LIMIT = 104_857_600;
/** A picture of more pixels is not unpacked: no picture is looked at. */
const PICTURE_LIMIT = 50_000_000;

/**
 * Opens a PDF. One that only its owner's password guards opens as in every reader.
 * @throws MalformedError `source_empty`, `source_encrypted`, `source_damaged`, `unsupported` or `too_large`
 */
export async function openPdf(bytes: Uint8Array): Promise<{ pdfjs: PdfJs; pdf: PDFDocumentProxy }> {
  if (bytes.length === 0) throw new MalformedError("source_empty", "The file is empty.");
  if (bytes.length > FILE_LIMIT)
    throw new MalformedError(
      "too_large",
      `The file has ${Math.ceil(bytes.length / 1_048_576)} MiB; the limit is ${FILE_LIMIT / 1_048_576} MiB.`,
    );
  // Readers look for it in the first 1,024 bytes (ISO 32000-1, implementation notes).
  if (!Buffer.from(bytes.subarray(0, 1024)).includes("%PDF-"))
    throw new MalformedError(
      "unsupported",
      "This is no PDF. Bring a PDF, a .docx, a page of the web, or paste the words.",
    );
  const pdfjs = await import("unpdf/pdfjs");
  const task = pdfjs.getDocument({
    // pdf.js takes the bytes for itself.
    data: new Uint8Array(bytes),
    verbosity: pdfjs.VerbosityLevel.ERRORS,
    fontExtraProperties: true,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    maxImageSize: PICTURE_LIMIT,
    stopAtErrors: false,
  });
  try {
    return { pdfjs, pdf: await task.promise };
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "PasswordException")
      throw new MalformedError(
        "source_encrypted",
        "The PDF is locked with a password. Open it, save or print it as a PDF without a password, and bring that.",
        { cause: error },
      );
    throw new MalformedError(
      "source_damaged",
      "The PDF is damaged or cut off: it cannot be opened. Ask for another copy, or paste the words.",
      { cause: error },
    );
  }
}
