import { MalformedError } from "@undersigned/core/errors.ts";
import type { PDFPageProxy } from "unpdf/pdfjs";

/** Most things drawn on one page. A dense map has some hundred thousand. */
const OPERATIONS_LIMIT = 500_000;
/** Milliseconds that one page may take. */
const TIME_LIMIT = 5_000;

type Operators = { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] };

/**
 * What a page draws. Forms within forms make billions of operators of some bytes, and pdf.js neither stops nor lets a timer run
 * while it reads them. It waits only for whoever takes its chunks: so we take no more than may be.
 * @throws MalformedError `too_large`
 */
export async function readOperators(page: PDFPageProxy, number: number): Promise<Operators> {
  const began = performance.now();
  const reading = page.getOperatorList();
  const tooMuch = new Promise<never>((_, reject) => {
    for (const state of statesOf(page)) {
      const { read } = state.streamReader;
      state.streamReader.read = () => {
        const late = performance.now() - began > TIME_LIMIT;
        if (!late && state.operatorList.fnArray.length <= OPERATIONS_LIMIT) return read.call(state.streamReader);
        const limit = late
          ? `takes longer than ${TIME_LIMIT / 1000} seconds to read`
          : `draws more than ${OPERATIONS_LIMIT.toLocaleString("en")} things`;
        reject(
          new MalformedError("too_large", `Page ${number} ${limit}, which is the limit. Bring the PDF without it.`),
        );
        return new Promise(() => {});
      };
    }
  });
  return await Promise.race([reading, tooMuch]);
}

type State = { readonly operatorList: Operators; readonly streamReader: { read: () => Promise<unknown> } };

/** What pdf.js keeps of a page that it is reading. */
function statesOf(page: PDFPageProxy): State[] {
  const states: unknown = Reflect.get(page, "_intentStates");
  return states instanceof Map ? [...states.values()] : [];
}
