import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { onParentGone } from "undersigned/src/parent.ts";
import type { DnsServer } from "../tests/dns-server.ts";
import { openDnsServer } from "../tests/dns-server.ts";
import { beginStep } from "./demo/progress.ts";
import type { DemoAdministrator } from "./demo/set-up.ts";
import { setUpByForm } from "./demo/set-up.ts";
import { tellStory } from "./demo/story.ts";
import { createApiClient } from "./live/api-client.ts";
import type { MailReceiver } from "./live/mail-receiver.ts";
import { startMailReceiver } from "./live/mail-receiver.ts";
import type { ServerProcess } from "./live/server-process.ts";
import { findFreePort, startServer } from "./live/server-process.ts";
import { createToken } from "./live/token.ts";

const USAGE = `npm run demo -- [OPTION...]

Runs a depositary on this machine with the Universal Declaration of Human Rights in eight languages. Invented signatories
sign it through HTTP and real mail, some withdraw, and the bundle is verified offline. The site stays up until Ctrl-C.

  --signatories N   how many sign, 50 to 100000 (2000)
  --exit            end when all is verified, as with CI=true
  PORT=N            where the site is (any free port)`;

const WITHDRAWING = 20;

/** What a shell expects of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

type Options = { readonly signatories: number; readonly exit: boolean; readonly port: number };

async function main(): Promise<number> {
  const options = await readOptions();
  if (options === null) return 0;
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "undersigned-demo-"));
  console.log(`A depositary with the Universal Declaration of Human Rights. Its data folder: ${folder}\n`);
  const interrupted = catchInterrupt();
  const mail = await startMailReceiver();
  const dns = await openDnsServer();
  const settings = makeSettings(options.port, folder, mail, dns);
  const starting = beginStep("Server");
  const server = await startServer({ port: options.port, settings });
  try {
    starting.done(`${settings.BASE_URL}, mail through ${mail.url}`);
    const administrator = await setUp(server);
    const api = createApiClient(server.url, await createToken(settings));
    const story = tellStory({ ...options, api, mail, dns, folder, withdrawing: WITHDRAWING });
    if ((await Promise.race([story, interrupted])) === "interrupted") return INTERRUPTED;
    console.log(`All of it took ${Math.round((performance.now() - began) / 1000)} seconds.`);
    if (options.exit) return 0;
    invite(settings.BASE_URL, administrator, mail);
    await interrupted;
    return 0;
  } finally {
    await server.stop();
    await mail.close();
    await dns.close();
  }
}

/** Null when only the usage was asked for. */
async function readOptions(): Promise<Options | null> {
  const { values } = parseArgs({
    options: {
      signatories: { type: "string", default: "2000" },
      exit: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return null;
  }
  const signatories = /^\d{1,6}$/.test(values.signatories) ? Number(values.signatories) : 0;
  if (signatories < 50 || signatories > 100_000)
    throw new Error(`--signatories is ${values.signatories}: use 50 to 100000`);
  const { PORT, CI } = process.env;
  return { signatories, exit: values.exit || CI === "true", port: PORT ? Number(PORT) : await findFreePort() };
}

function makeSettings(port: number, folder: string, mail: MailReceiver, dns: DnsServer) {
  return {
    DATA_DIR: folder,
    SMTP_URL: mail.url,
    MAIL_FROM: "Reading Towns <statements@reading-towns.example>",
    RESOLVERS: dns.address,
    // All signatories are behind one address: this machine's.
    RATE_LIMIT: "off",
    BASE_URL: `http://localhost:${port}`,
  };
}

async function setUp(server: ServerProcess): Promise<DemoAdministrator> {
  const step = beginStep("Set-up");
  const administrator = await setUpByForm(server);
  step.done(`administrator and organisation made by the one-time link`);
  return administrator;
}

/** Resolves at the first Ctrl-C, or when npm is gone, and takes those that follow as the same: npm passes on what the terminal sent already. */
function catchInterrupt(): Promise<"interrupted"> {
  return new Promise((resolve) => {
    const stop = () => resolve("interrupted");
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
    onParentGone(process.env.npm_lifecycle_event, stop);
  });
}

function invite(baseUrl: string, { mailbox, password }: DemoAdministrator, mail: MailReceiver): void {
  console.log(`
The site stays up at ${baseUrl} until Ctrl-C.
  Read and sign  ${baseUrl}/s/human-rights
  Look around    ${baseUrl}/sign-in as ${mailbox}, password ${password}
Mail that it sends from now on is shown here.
`);
  mail.onMail(({ to, subject, links }) =>
    console.log(`Mail to ${to}: ${subject}\n${links.map((link) => `  ${link}\n`).join("")}`),
  );
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error);
  process.exit(1);
}
