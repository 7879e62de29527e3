import type { Command } from "commander";
import type { SignOptions } from "../sign/run-sign.ts";

const HELP = `
ADDRESS is the page of a statement, https://HOST/s/NAME, or of one of its versions; without a number the
newest is meant. Its manifest and all its texts are fetched and held against their digests. What is about to
be signed is shown, and signed when you type yes. Where a newer version is open than the one you name, you are
told so.

The answer is a signed note of one line, which any program that knows Ed25519 can check (spec/signature.md).
Paste it where the depositary asks for it. With --note FILE your line is added to a note of others over the
same version, and the whole is printed. A FILE that is not there yet is made.

Instead of an address: --statement with the origin of the statement's log, and --version with the digest of
the version, or with the file of its manifest, beside which its texts are, as in the folder versions/N of a
bundle. With a file nothing is asked of any network.

With --statement and --dispute INDEX, instead of a version, the key says that its organisation never gave the
signature at that index of the statement's log (spec/dispute.md). The page of your dispute shows the line to type.

Exit status: 0 signed, 1 the files are not what their digests say, 2 wrong usage, unreadable, or not agreed.

Examples:
  undersigned sign --key reading.example.key https://letters.example/s/rooms
  undersigned sign --key reading.example.key https://letters.example/s/rooms --note rooms.note
  undersigned sign --key reading.example.key --statement letters.example/s/q7z --version versions/1/manifest.json`;

/** `undersigned sign`: an organisation's signature of a version, by its own key. */
export function addSign(program: Command): void {
  program
    .command("sign")
    .description("sign a version of a statement with an organisation's key")
    .argument("[address]", "the address of a statement")
    .requiredOption("--key <file>", "the secret key, as undersigned keygen or Go's note package writes it")
    .option("--statement <origin>", "origin of the statement's log, HOST/s/ID")
    .option("--version <digest>", "digest of the version, or the file of its manifest")
    .option("--dispute <index>", "sign that the signature at this index of the log was never given")
    .option("--note <file>", "add the line to this note of others")
    .option("--yes", "do not ask")
    .option("--json", "print {statement, version, number, newer, titles, note, vkey, file} as JSON")
    .addHelpText("after", HELP)
    .action(async (address: string | undefined, options: SignOptions & { readonly dispute?: string }) => {
      if (options.dispute !== undefined) {
        const { runSignDispute } = await import("../sign/run-sign-dispute.ts");
        process.exitCode = await runSignDispute(address, { ...options, dispute: options.dispute });
        return;
      }
      const { runSign } = await import("../sign/run-sign.ts");
      process.exitCode = await runSign(address, options);
    });
}
