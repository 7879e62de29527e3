import type { CopyKind, Manner } from "./manner.ts";
import { renderDocx } from "./render-docx.ts";
import { renderHtml } from "./render-html.ts";
import { renderPdf } from "./render-pdf.ts";
import { renderText } from "./render-text.ts";
import type { Sheet } from "./sheet.ts";

/** A copy as a file. */
export async function render(kind: CopyKind, sheet: Sheet, manner: Manner): Promise<Uint8Array> {
  switch (kind) {
    case "text":
      return renderText(sheet, manner);
    case "html":
      return renderHtml(sheet, manner);
    case "docx":
      return renderDocx(sheet, manner);
    case "pdf":
      return await renderPdf(sheet, manner);
  }
}
