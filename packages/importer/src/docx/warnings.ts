import type { Copy } from "@undersigned/core/compare/copy.ts";
import type { ImportWarning } from "../extracted.ts";
import type { Tally } from "./walk.ts";

/** What a person must be told or asked about a Word document. Never a word of a comment or of what was struck. */
export function warningsOf(copy: Copy, tally: Tally, comments: number): ImportWarning[] {
  return [trackedChanges(tally), commented(comments), ...margins(copy), notes(copy), ...drawn(copy, tally)].filter(
    (each) => each !== null,
  );
}

function trackedChanges(tally: Tally): ImportWarning | null {
  const kinds = [
    counted(tally.insertions, "insertion"),
    counted(tally.deletions, "deletion"),
    counted(tally.moves, "move"),
    counted(tally.formatting, "change of formatting", "changes of formatting"),
  ].filter((kind) => kind !== null);
  if (kinds.length === 0) return null;
  const count = tally.insertions + tally.deletions + tally.moves + tally.formatting;
  return {
    code: "tracked_changes",
    message: `The document has ${count === 1 ? "a tracked change" : `${count.toLocaleString("en")} tracked changes`} that nobody decided on (${joined(kinds)}), the first${tally.firstChange ?? " at the beginning"}. In Word, open Review, accept or reject each of them, save, and bring the file again. Until then, what was added stands in the text, and what was struck does not.`,
  };
}

function commented(count: number): ImportWarning | null {
  if (count === 0) return null;
  const what = count === 1 ? "a comment, which is" : `${count.toLocaleString("en")} comments, which are`;
  return {
    code: "comments",
    message: `The document has ${what} left out. Read them in Word before you open the statement: somebody may still be asking for a change.`,
  };
}

/** Words above and below the pages, found and asked about. */
function margins(copy: Copy): ImportWarning[] {
  return (["header", "footer"] as const).flatMap((region) => {
    const blocks = copy.blocks.filter((block) => block.region === region);
    const [first] = blocks;
    if (first === undefined) return [];
    const words = copy.text.slice(first.start, first.end).trim();
    const shown = words.length > 60 ? `${words.slice(0, 60).trim()}…` : words;
    const where = region === "header" ? "above" : "below";
    return [
      {
        code: "running_head",
        message: `The document has a ${region} ${where} its pages (“${shown.replaceAll(/\s+/g, " ")}”). It is taken for the publisher's, not for a part of the statement. Is that so?`,
        start: first.start,
        end: blocks.at(-1)?.end ?? first.end,
      },
    ];
  });
}

function notes(copy: Copy): ImportWarning | null {
  const blocks = copy.blocks.filter(({ region }) => region === "notes");
  const [first] = blocks;
  if (first === undefined) return null;
  return {
    code: "notes",
    message: `The document has ${blocks.length === 1 ? "a footnote or endnote" : "footnotes or endnotes"}. A statement has none: put what must be signed into its paragraphs, and take out the marks.`,
    start: first.start,
    end: blocks.at(-1)?.end ?? first.end,
  };
}

function drawn(copy: Copy, tally: Tally): (ImportWarning | null)[] {
  const hidden = copy.unread.filter(({ why }) => why === "hidden");
  return [
    tally.pictures === 0
      ? null
      : {
          code: "picture",
          message: `The document has ${tally.pictures === 1 ? "a picture or drawing" : `${tally.pictures.toLocaleString("en")} pictures or drawings`}. Words in pictures are not read: type them where they belong to the statement.`,
        },
    tally.textBoxes === 0
      ? null
      : {
          code: "text_box",
          message:
            "The document has text boxes. Their words stand after the paragraph that they are anchored to: is that the right place?",
        },
    hidden.length === 0
      ? null
      : {
          code: "hidden_text",
          message: `The document has words that do not show, which are left out (${hidden[0]?.where ?? ""}${hidden.length > 1 ? `, and ${hidden.length - 1} more` : ""}).`,
        },
  ];
}

function counted(count: number, one: string, many = `${one}s`): string | null {
  return count === 0 ? null : `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

function joined(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}
