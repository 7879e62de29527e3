/** What tidying may do. Closed, so that a catalogue can translate it. */
export type TidyKind = keyof typeof WORDS;

/** One change: the line of the original where it was made (1-based), its kind, and what was done, in English. */
export type TidyChange = { readonly line: number; readonly kind: TidyKind; readonly what: string };

const WORDS = {
  line_ends: "Line ends were changed to plain line feeds.",
  space_kind: "A tab, or a space of another kind, became an ordinary space.",
  spaces: "A space at the end of the line, or a double space, was removed.",
  invisible: "An invisible character was removed.",
  direction: "An invisible direction mark was removed: look whether the line still reads in the right order.",
  joiner: "An invisible joiner that joins no letters was removed.",
  accents: "Accents were put on their letters, each letter one character.",
  ligature: "A ligature was written as its letters.",
  old_encoding: "A character of an old encoding was replaced by the one that was meant.",
  indent: "The space at the beginning of the line was removed.",
  joined: "Lines were joined: a block is one line.",
  line_break: "A line break within a paragraph was dropped: leave a blank line where two paragraphs are meant.",
  title: "This line became the title.",
  heading: "The heading is now written with ## or ###.",
  dividing_line: "A dividing line was removed.",
  bullet: "The list item now begins with - and a space.",
  number: "The number of the list item is now written with a full stop.",
  renumbered: "The items of the list were numbered one after the other.",
  quotation: "The quotation now begins with > and a space.",
  blank_lines: "Blank lines were added or removed: one between blocks, none between the items of a list.",
  last_line: "The end of the file was tidied: it ends with one line feed.",
  emphasis: "Emphasis is now written with asterisks.",
  link: "An address in angle brackets was written as a link.",
  link_address: "The address of a link was written in plain characters.",
  link_title: "The tooltip of a link was removed: readers of a letter do not see it.",
  character_name: "The name of a character, such as &amp;, was replaced by the character.",
  escapes: "Backslashes were set right, so that signs such as * stand for themselves.",
} as const;

/** Gathers changes: each kind once a line. */
export type TidyReport = { readonly add: (line: number, kind: TidyKind) => void; readonly changes: () => TidyChange[] };

export function startReport(): TidyReport {
  const found = new Map<string, TidyChange>();
  return {
    add(line, kind) {
      found.set(`${line} ${kind}`, { line, kind, what: WORDS[kind] });
    },
    changes() {
      return [...found.values()].sort((a, b) => a.line - b.line);
    },
  };
}
