/**
 * A text as forms take it: its title, and everything below. Forms cannot show where a file ends, so the last line of
 * the body gets its line end here, and blank lines before the first and after the last line of words are not kept.
 */
export type TitleAndBody = { readonly title: string; readonly body: string };

/** Lines of the file that stand before the first line of the body, when there is a title. */
export const LINES_BEFORE_BODY = 2;

/** The source of a text from what was typed into a form. A body that was pasted whole, title and all, keeps its title. */
export function joinTitle(typed: TitleAndBody): string {
  const { title, body } = moveTitle(typed);
  const words = body.replace(/^\n+|\n+$/g, "");
  const lines = [...(title === "" ? [] : [`# ${title}`]), ...(words === "" ? [] : [words])];
  return lines.map((line) => `${line}\n`).join("\n");
}

/** What a form shows of the source of a text. */
export function splitTitle(source: string): TitleAndBody {
  const found = /^# ([^\n]+)(?:\n\n([\s\S]*?))?\n?$/.exec(source);
  if (found === null) return { title: "", body: source.replace(/\n$/, "") };
  return { title: found[1] ?? "", body: found[2] ?? "" };
}

/** A first line "# title" of the body becomes the title, where none was typed. */
export function moveTitle(typed: TitleAndBody): TitleAndBody {
  const found = typed.title === "" ? /^\n*# +([^\n]+)\n*([\s\S]*)$/.exec(typed.body) : null;
  return found === null ? typed : { title: (found[1] ?? "").trim(), body: found[2] ?? "" };
}
