import type { Command } from "commander";
import type { MonitorOptions } from "../monitor/run.ts";

const HELP = `
Each visit checks that the depositary's log only grew, that every statement's entries are those that were
signed, and that what the site counts is what its log says. What was seen is kept in the folder: a mirror
of the logs, which any web server can serve, what is remembered, and what shows an alarm to others.

Without --key or --policy, the key that a depositary shows at the first visit is believed from then on.
Another key later is an alarm. Nothing is printed when there is nothing new, unless with -v or --json.

Exit status with --once: 0 all is well, 1 alarm, 2 wrong usage or a damaged folder, 3 could not tell.

Examples:
  undersigned monitor https://letters.example
  undersigned monitor https://letters.example https://partner.example --once --json
  undersigned monitor https://letters.example --for reading.example --webhook https://reading.example/hook`;

/** `undersigned monitor`: follows depositaries, and says when anything is wrong. */
export function addMonitor(program: Command): void {
  program
    .command("monitor")
    .description("follow depositaries, keep what they showed, and say when anything is wrong")
    .argument("<address...>", "addresses of depositaries, https://HOST")
    .option("--folder <folder>", "where to keep what was seen", "undersigned-monitor")
    .option("--key <vkey...>", "verifier keys of the depositaries, NAME+ID+KEY, from elsewhere")
    .option("--policy <file>", "a file with keys, witnesses and how many of them it takes (C2SP tlog-policy)")
    .option("--for <domain...>", "tell whatever concerns the organisations with these domains")
    .option("--webhook <address>", "post what is found there (Standard Webhooks)")
    .option("--webhook-secret-file <file>", "a file with the secret that signs the posts, whsec_…")
    .option("--every <time>", "how often: 30s, 5m, 1h", "5m")
    .option("--once", "visit once, and end with the answer")
    .option("--json", "print JSON lines: one for each finding, one for each visit")
    .option("-v, --verbose", "print a summary of each visit, also when nothing is new")
    .addHelpText("after", HELP)
    .action(async (addresses: string[], options: MonitorOptions) => {
      const { runMonitor } = await import("../monitor/run.ts");
      process.exitCode = await runMonitor(addresses, options);
    });
}
