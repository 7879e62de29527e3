import type { Command } from "commander";
import type { KeygenOptions } from "../sign/run-keygen.ts";

const HELP = `
DOMAIN is the organisation's own, such as reading.example: its name is the name of the key. The secret key is
written to DOMAIN.key, or to --out FILE, in the form of Go's note package, and only you can read it. Keep a
copy where it is safe. What is printed is public: the verifier key, and the two places, of which one is
enough, where the domain says that this key is its own.

Another key of the same domain takes the place of this one once the domain names it. What was signed with this
one stays signed.

Examples:
  undersigned keygen reading.example
  undersigned keygen reading.example --out /safe/reading.key --json`;

/** `undersigned keygen`: makes the key with which an organisation signs. */
export function addKeygen(program: Command): void {
  program
    .command("keygen")
    .description("make the key with which an organisation signs statements")
    .argument("<domain>", "the organisation's domain")
    .option("--out <file>", "where to write the secret key (DOMAIN.key)")
    .option("--force", "write over a file that is there already")
    .option("--json", "print {domain, file, vkey, txt, wellKnown} as JSON")
    .addHelpText("after", HELP)
    .action(async (domain: string, options: KeygenOptions) => {
      const { runKeygen } = await import("../sign/run-keygen.ts");
      await runKeygen(domain, options);
    });
}
