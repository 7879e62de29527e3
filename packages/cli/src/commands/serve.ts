import type { Command } from "commander";
import { stopWhenTold } from "../stop-when-told.ts";

const HELP = `
It needs no settings. On its first start it makes a data folder with its database and secrets, and prints
a one-time link that makes the first administrator. Stop it with Ctrl-C.

Settings are environment variables, each also as NAME_FILE, the name of a file that holds the value
(but WITNESS_POLICY and LOOKUP_CA_FILE, which are a file's name themselves):

  PORT          8080       0 takes any free port
  HOST          127.0.0.1  0.0.0.0 to be reached from elsewhere
  BASE_URL                 address of the site, such as https://letters.example
  DATA_DIR      ./data     database and secrets
  DATABASE_URL             PostgreSQL 15 or later instead of SQLite
  SMTP_URL                 where mail goes, such as smtps://user:password@mail.example
  MAIL_FROM                whom mail is from, such as "Letters <letters@mail.example>"
  TRUST_PROXY   0          how many proxies of yours stand before it
  RATE_LIMIT    on         off only for tests and load
  TRAIL_DAYS       365   days for which it is kept what accounts did
  PUBLISH_INTERVAL 250   milliseconds from one publish round to the next
  WITNESS_POLICY           file that names the witnesses to ask, and how many are enough
  RESOLVERS                DNS resolvers that must agree about a domain, 9.9.9.9,1.1.1.1; else the system's
  LOOKUP_CA_FILE           file of a certificate authority beside those that Node knows
  LOOKUP_ADDRESSES public  public,10.3.0.0/16 lets in a range of your own; any is for tests
  LOOKUP_HTTPS_PORT 443    for tests

Without SMTP_URL mail waits in the administrators' outbox page, where its links can be opened.`;

/** `undersigned serve`: runs a depositary until it is told to stop. */
export function addServe(program: Command): void {
  program
    .command("serve")
    .description("run a depositary")
    .option("--json", "print where it runs as one line of JSON")
    .addHelpText("after", HELP)
    .action(runServer);
}

async function runServer({ json }: { json?: boolean }): Promise<void> {
  const [{ readConfig }, { serve }] = await Promise.all([
    import("@undersigned/server/config.ts"),
    import("@undersigned/server/main.ts"),
  ]);
  const config = readConfig(process.env);
  const { dataDir, smtpUrl } = config;
  const server = await serve(config);
  const { url, setupUrl, notices } = server;
  stopWhenTold(() => server.close());
  if (json) {
    console.log(JSON.stringify({ url, setupUrl, dataDir, mail: smtpUrl !== null, notices }));
    return;
  }
  console.log(`Address:   ${url}`);
  if (setupUrl !== null) console.log(`Set-up:    ${setupUrl}`);
  console.log(`Data:      ${dataDir}`);
  console.log(`Mail:      ${smtpUrl === null ? "not configured (SMTP_URL); it waits in the outbox" : "configured"}`);
  for (const notice of notices) console.log(`\n*** ${notice}`);
}
