import { MalformedError } from "@undersigned/core/errors.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { parseText, tidyText } from "@undersigned/core/statement/text.ts";
import { joinTitle, LINES_BEFORE_BODY, moveTitle } from "@undersigned/core/statement/title-and-body.ts";

/** Where something has to be mended, as the form's two fields count it, and what. */
export type Fault = {
  readonly line: number;
  readonly column: number;
  readonly inTitle: boolean;
  readonly what: string;
};

export type Reading = {
  /** Null when not even tidying makes a text of it. */
  readonly text: Text | null;
  /** What is shown is the tidied text, not the typed one. */
  readonly isTidied: boolean;
  readonly fault: Fault | null;
};

/** Reads what was typed; null when there is nothing yet. */
export function readText(typed: { readonly title: string; readonly body: string }): Reading | null {
  const source = joinTitle(typed);
  if (source === "") return null;
  try {
    return { text: parseText(source), isTidied: false, fault: null };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return { text: parseTidied(source), isTidied: true, fault: faultOf(error, typed) };
  }
}

function parseTidied(source: string): Text | null {
  try {
    return parseText(tidyText(source).text);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

function faultOf(error: MalformedError, typed: { readonly title: string; readonly body: string }): Fault | null {
  const what = error.message.replace(/^line \d+(?:, column \d+)?: /, "");
  const line = error.line ?? 1;
  const column = error.column ?? 1;
  if (typed.title !== "") {
    // "# " stands before the title in the file.
    if (line === 1) return { line: 1, column: Math.max(1, column - 2), inTitle: true, what };
    return { line: line - LINES_BEFORE_BODY + blankLinesBefore(typed.body), column, inTitle: false, what };
  }
  if (moveTitle(typed).title === "") return { line: line + blankLinesBefore(typed.body), column, inTitle: false, what };
  // The title is still the first line of the body, which may have other blank lines below it than the file.
  return null;
}

/** Blank lines at the beginning of the body are not part of the file. */
function blankLinesBefore(body: string): number {
  return /^\n*/.exec(body)?.[0].length ?? 0;
}
