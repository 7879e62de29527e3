import type { Command } from "commander";

const HELP = `
FILE is plain text or Markdown (UTF-8), or - for standard input. What comes out is the one canonical
form of the text, which sha256sum identifies: ready for "New statement", and for everything else that
takes texts. Each change is told on standard error, by line of FILE.

Nothing is dropped in silence: what a text cannot hold (pictures, tables, HTML, code, lists in lists) is
refused with its line and column, and nothing is written.

Exit status: 0 made, 1 cannot be made a text as it stands, 2 wrong usage or unreadable.

Examples:
  undersigned import letter.txt --output statement.en.md
  undersigned import - --format markdown < letter.md | sha256sum`;

type Options = { readonly output?: string; readonly format?: string; readonly json?: boolean };

/** `undersigned import`: a text out of something else. */
export function addImport(program: Command): void {
  program
    .command("import")
    .description("make a text of a plain text or Markdown file")
    .argument("<file>", "the file, or - for standard input")
    .option("-o, --output <file>", "write the text here instead of to standard output")
    .option("--format <format>", "text or markdown (default: markdown for .md and .markdown, else text)")
    .option("--json", "print the text, its digest and the changes as JSON")
    .addHelpText("after", HELP)
    .action(async (file: string, options: Options) => {
      const { runImport } = await import("../import/run.ts");
      process.exitCode = await runImport(file, options);
    });
}
