import type { Command } from "commander";

const HELP = `
SOURCE is a file (Word, PDF, a page saved as HTML, Markdown, plain text), - for standard input, or the
address of a page. What it is, is found by its content. An address is asked for over https, and only
where it leads to the public internet; RESOLVERS and LOOKUP_… are settings as for "undersigned serve".

Printed is what each part of it is (title, byline, demands, signatories and so on), how sure that is,
and what to look at: tracked changes, pictures, where two ways of finding the article differ. Nothing is
decided: bring the same file in "New statement", look at each part there, and change what is wrong.

With --markdown the statement alone is printed, in the one form that can be signed: title, body and
demands, without what its publisher put around it and without the names. -o writes it into a file. Then
what to look at goes to standard error. If no statement can be made of it, nothing is written.

Exit status: 0 made, 1 it cannot be read or made a text as it stands, 2 wrong usage, or it could not be
had.

Examples:
  undersigned import letter.docx
  undersigned import https://news.example/open-letter --json
  undersigned import letter.pdf --markdown -o statement.en.md
  pbpaste | undersigned import - --format html --markdown`;

type Options = {
  readonly output?: string;
  readonly format?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
};

/** `undersigned import`: what the parts of a file or page are, and the statement out of it. */
export function addImport(program: Command): void {
  program
    .command("import")
    .description("tell what is what in a file or page, and make a text of it that can be signed")
    .argument("<source>", "a file, - for standard input, or an address")
    .option("--markdown", "print the text of the statement alone")
    .option("-o, --output <file>", "write the text of the statement here")
    .option("--format <format>", "text, markdown, html, docx or pdf, where the content does not tell")
    .option("--json", "print the labelled parts as JSON")
    .addHelpText("after", HELP)
    .action(async (source: string, options: Options) => {
      const { runImport } = await import("../import/run.ts");
      process.exitCode = await runImport(source, options);
    });
}
