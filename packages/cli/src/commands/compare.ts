import type { Command } from "commander";

const HELP = `
REFERENCE is the text that the copy should have: a text as "undersigned import" writes it, or any other
file; the bundle of a statement; or its address, https://HOST/s/NAME. Of a statement all versions and
languages are compared, and the one that the copy is of is named.

COPY is a file (plain text, Markdown, a page saved as HTML, Word, PDF), - for standard input, or the
address of a page.

Words are compared, never intentions. What may differ is white space, line ends, the shape of quotation
marks and dashes, and a few more such things, all told; a word, a letter, a comma that is other makes
the copy altered. What its publisher put around the statement is shown separately. Where something
cannot be read, a picture for instance, the answer is at best "could not tell".

Exit status: 0 the words are the same, in whole or in part; 1 they are not; 2 wrong usage or unreadable;
3 could not tell.

Examples:
  undersigned compare statement.en.md letter.docx
  undersigned compare rooms.zip https://news.example/rooms
  undersigned compare https://letters.example/s/rooms leaflet.pdf --json
  pbpaste | undersigned compare https://letters.example/s/rooms -`;

/** `undersigned compare`: whether a copy says what the statement says. */
export function addCompare(program: Command): void {
  program
    .command("compare")
    .description("check whether a copy found elsewhere is faithful to a statement")
    .argument("<reference>", "a text, a bundle, or the address of a statement")
    .argument("<copy>", "a file, - for standard input, or an address")
    .option("--json", "print the report as JSON")
    .addHelpText("after", HELP)
    .action(async (reference: string, copy: string, options: { readonly json?: boolean }) => {
      const { runCompare } = await import("../compare/run.ts");
      process.exitCode = await runCompare(reference, copy, options);
    });
}
