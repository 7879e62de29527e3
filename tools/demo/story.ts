import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DnsServer } from "../../tests/dns-server.ts";
import type { ApiClient, StatementJson } from "../live/api-client.ts";
import type { MailReceiver } from "../live/mail-receiver.ts";
import { runCommand } from "../live/program.ts";
import { signAll, withdrawAll } from "./crowd.ts";
import { readDeclaration } from "./declaration.ts";
import { makeDemands } from "./demands.ts";
import { EDITIONS } from "./editions.ts";
import { showByDns } from "./evidence.ts";
import { beginStep } from "./progress.ts";
import { INITIATOR } from "./set-up.ts";
import { makeChance, makeSignatories } from "./signatories.ts";
import { describeCounts } from "./statistics.ts";

type Parts = {
  readonly api: ApiClient;
  readonly mail: MailReceiver;
  /** In which the organisations' domains are. */
  readonly dns: DnsServer;
  /** Where the bundle goes. */
  readonly folder: string;
  readonly signatories: number;
  readonly withdrawing: number;
};

/** The life of one statement, from its draft to a bundle that was verified offline. */
export async function tellStory(parts: Parts): Promise<StatementJson> {
  const { api, mail } = parts;
  const draft = await makeDraft(api);
  const statement = await open(api, draft);
  const signatories = makeSignatories(parts.signatories, makeChance(1948));

  const signing = beginStep("Signatures");
  const began = performance.now();
  await signAll({ api, mail, statement }, signatories, signing);
  const rate = Math.round((1_000 * signatories.length) / (performance.now() - began));
  signing.done(`${count(signatories.length)} submitted, mailed, read and confirmed, ${count(rate)} a second`);

  const showing = beginStep("Evidence");
  const shown = await showByDns({ mail, dns: parts.dns, statement }, signatories);
  showing.done(`${shown} organisations put a record into the DNS of their own domains, and it was seen there`);

  const leaving = beginStep("Withdrawals");
  const unhappy = signatories.filter(({ kind }) => kind === "person").slice(-parts.withdrawing);
  await withdrawAll(mail, unhappy);
  leaving.done(`${unhappy.length} people took their signatures back by the link in their mail, and are erased`);

  const counted = await waitUntilPublished(api, statement.id, 1 + signatories.length + shown + unhappy.length);
  for (const line of describeCounts(counted, signatories)) console.log(`  Count: ${line}`);
  await verify(parts, counted);
  return counted;
}

async function makeDraft(api: ApiClient): Promise<StatementJson> {
  const step = beginStep("Texts");
  const texts = EDITIONS.map(readDeclaration);
  const [english] = texts;
  if (english === undefined) throw new Error("there is no edition to begin with");
  const draft = await api.createStatement({
    slug: "human-rights",
    texts: texts.map(({ lang, markdown }) => ({ lang, markdown, authentic: true })),
    initiators: [INITIATOR],
    demands: makeDemands(english),
    reservations: true,
  });
  const languages = texts.map(({ lang }) => lang).join(", ");
  step.done(`${draft.title} in ${languages}; ${english.text.blocks.length} blocks in each`);
  return draft;
}

async function open(api: ApiClient, draft: StatementJson): Promise<StatementJson> {
  const step = beginStep("Opening");
  const statement = await api.openStatement(draft.id);
  step.done(`open for signature, version ${statement.version?.digest}`);
  return statement;
}

/** Counts are shown at once, checkpoints follow within a publish round. */
async function waitUntilPublished(api: ApiClient, id: string, size: number): Promise<StatementJson> {
  for (const deadline = performance.now() + 20_000; ; ) {
    const statement = await api.statement(id);
    if (statement.log !== null && statement.log.size >= size) return statement;
    if (performance.now() > deadline) throw new Error(`the log has ${statement.log?.size} entries, not ${size}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Downloads the bundle and has the command verify it, by the key that the depositary publishes. */
async function verify({ api, folder }: Parts, { slug }: StatementJson): Promise<void> {
  const download = beginStep("Bundle");
  const file = join(folder, `${slug}.zip`);
  writeFileSync(file, await api.bundle(slug));
  const wellKnown = await api.file("/.well-known/undersigned.json");
  const { vkey } = JSON.parse(Buffer.from(wellKnown ?? []).toString()) as { vkey: string };
  download.done(`${count(Math.ceil(statSync(file).size / 1024))} KiB in ${file}`);

  const checking = beginStep("Verification");
  const { status, stdout, stderr } = await runCommand(["verify", file, "--key", vkey]);
  checking.done(`undersigned verify, offline, ended with ${status}`);
  console.log(`\n$ undersigned verify ${file} --key ${vkey}\n${stdout}${stderr}`);
  if (status !== 0) throw new Error(`the bundle was not verified: exit status ${status}`);
}

function count(number: number): string {
  return number.toLocaleString("en");
}
