import type { Command } from "commander";

const HELP = `
The token opens the API (Authorization: Bearer TOKEN) of the depositary in this data folder. It is shown
once; only its SHA-256 is kept. The depositary may be running. Administrators can revoke it on their page.

The same settings as for serve tell which: DATA_DIR, the data folder (default ./data), and DATABASE_URL
where it uses PostgreSQL.

Example:
  DATA_DIR=/var/lib/undersigned undersigned token create --label "newsletter"`;

/** `undersigned token`: bearer tokens for the API. */
export function addToken(program: Command): void {
  const token = program.command("token").description("make bearer tokens for the API");
  token
    .command("create")
    .description("print a new token, once")
    .option("--label <words>", "what it is for, as administrators will see it", "command line")
    .option("--json", "print {token, label} as JSON")
    .addHelpText("after", HELP)
    .action(async ({ label, json }: { label: string; json?: boolean }) => {
      const [{ readConfig }, { makeToken }] = await Promise.all([
        import("@undersigned/server/config.ts"),
        import("@undersigned/server/make-token.ts"),
      ]);
      const made = await makeToken(readConfig(process.env), label, console.error);
      process.stdout.write(json ? `${JSON.stringify({ token: made, label })}\n` : `${made}\n`);
    });
}
