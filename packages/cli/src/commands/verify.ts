import type { Command } from "commander";

type Options = {
  readonly key?: string;
  readonly origin?: string;
  readonly policy?: string;
  readonly maxAge?: string;
  readonly against?: string;
  readonly json?: boolean;
};

const HELP = `
BUNDLE is the zip that a statement's page offers under "How to check this statement", a receipt (JSON)
that a signatory kept, or the proof of a name on the list. Nothing is asked of any network then, except
by --origin. Given the address of a statement, https://HOST/s/NAME, its bundle is downloaded first.

Whose bundle it is only the depositary's key can show. Take the key from somebody you trust, or let
--origin ask the depositary itself over TLS. The key inside a bundle proves nothing: without another
the answer is at best "could not tell".

A key alone leaves it to the depositary to say that everybody is shown the same list. A policy names
witnesses besides, other organisations that keep watch over it, and how many of them must have seen
this one. Its log line names the key; without such a line give the key by --key or --origin:
  log letters.example+7b06f988+AepKbGPi…
  witness library witness.library.example+0a1b2c3d+BEm3…
  quorum library

A receipt shows that a signature was recorded. With --against a later bundle, or the address of the
statement, it is also told what became of the signature, and whether the log only grew since.

A contradiction (JSON), as a monitor or a witness keeps it, is checked too: 0 means that it is proven.

Exit status: 0 valid, 1 not valid, 2 wrong usage or unreadable, 3 could not tell.

Examples:
  undersigned verify rooms.zip --key 'letters.example+7b06f988+AepKbGPi…'
  undersigned verify rooms.zip --policy letters.policy --max-age 7d
  undersigned verify rooms.zip --origin https://letters.example --json
  undersigned verify https://letters.example/s/rooms --origin https://letters.example
  undersigned verify receipt-rooms.json --against https://letters.example/s/rooms --key 'letters…'`;

/** `undersigned verify`: whether a bundle or a receipt holds, and what stands. */
export function addVerify(program: Command): void {
  program
    .command("verify")
    .description("check a bundle of a statement, or a receipt, offline")
    .argument("<bundle>", "a bundle or receipt, or the address of a statement")
    .option("--key <vkey>", "the depositary's verifier key, NAME+ID+KEY")
    .option("--origin <address>", "ask this depositary for its key, over TLS")
    .option("--policy <file>", "ask for the witnesses that this file names (C2SP tlog-policy)")
    .option("--max-age <time>", "how old what they signed may be, such as 12h or 7d")
    .option("--against <bundle>", "compare a receipt with a later bundle, or the address of the statement")
    .option("--json", "print the report as JSON")
    .addHelpText("after", HELP)
    .action(async (bundle: string, options: Options) => {
      const { runVerify } = await import("../verify/run.ts");
      process.exitCode = await runVerify(bundle, options);
    });
}
