import { MalformedError } from "@undersigned/core/errors.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { parseText, tidyText } from "@undersigned/core/statement/text.ts";
import type { TidyChange, TidyKind } from "@undersigned/core/statement/tidy-report.ts";

/** A text made of something else, in its one canonical form. */
export type Imported = {
  readonly source: string;
  readonly text: Text;
  /** What was changed on the way, by lines of the original. */
  readonly changes: readonly TidyChange[];
};

/** Something that cannot be made a text as it stands: only a human can say what is meant. */
export class ImportError extends MalformedError {
  /** The line at fault as it stood, or as it was after tidying where it is not in the original. */
  readonly excerpt: string;
  constructor(cause: MalformedError, place: { line: number | undefined; column: number | undefined; excerpt: string }) {
    super(cause.code, cause.message.replace(/^line \d+(, column \d+)?: /, ""), { ...place, cause });
    this.excerpt = place.excerpt;
  }
}

/**
 * Tidies and parses.
 * @param original what the user has, whose lines are named in errors
 * @param markdown the same as Markdown, line for line
 * @param silent kinds of changes that are not told
 * @throws ImportError
 */
export function finishImport(original: string, markdown: string, silent: readonly TidyKind[]): Imported {
  const { text: source, changes } = tidyText(markdown);
  try {
    const text = parseText(source);
    return { source, text, changes: changes.filter(({ kind }) => !silent.includes(kind)) };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new ImportError(error, findPlace(original, markdown, source, error));
  }
}

const LINE_END = /\r\n|\r|\n/;

/** Where in the original the line stands that was refused. What tidying must leave to a human it leaves as it was. */
function findPlace(original: string, markdown: string, tidied: string, { line, column }: MalformedError) {
  const refused = tidied.split("\n")[(line ?? 0) - 1]?.trim() ?? "";
  const lines = markdown.split(LINE_END);
  const same = lines.flatMap((each, at) => (refused !== "" && each.trim() === refused ? [at] : []));
  const [at] = same;
  if (at === undefined || same.length > 1) return { line, column, excerpt: refused };
  const excerpt = original.split(LINE_END)[at] ?? "";
  if (column === undefined) return { line: at + 1, column, excerpt };
  const before = [...(lines[at] ?? "")].slice(0, column - 1 + (lines[at] ?? "").indexOf(refused)).join("");
  // Backslashes that are not the writer's own are not counted.
  const written = excerpt === lines[at] ? before : before.replaceAll(/\\(.)/gu, "$1");
  return { line: at + 1, column: [...written].length + 1, excerpt };
}
