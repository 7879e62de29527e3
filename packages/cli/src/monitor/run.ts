import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { MalformedError, RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { parsePolicy } from "@undersigned/core/log/policy.ts";
import type { ExitStatus } from "../exit-status.ts";
import { EXIT } from "../exit-status.ts";
import { parseAddress } from "../verify/address.ts";
import { lockFolder } from "./lock.ts";
import { formatOutcome, formatOutcomeJson } from "./print.ts";
import { makeReplays } from "./replays.ts";
import { worstOf } from "./report.ts";
import type { MonitorSettings, Outcome } from "./visit-once.ts";
import { visitOnce } from "./visit-once.ts";
import { readDomains } from "./watched.ts";
import { makeWebhook, parseSecret } from "./webhook.ts";

export type MonitorOptions = {
  readonly folder: string;
  readonly key?: readonly string[] | undefined;
  readonly policy?: string | undefined;
  readonly for?: readonly string[] | undefined;
  readonly webhook?: string | undefined;
  readonly webhookSecretFile?: string | undefined;
  readonly every: string;
  readonly once?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly verbose?: boolean | undefined;
};

/** Depositaries that are visited at the same time. */
const AT_ONCE = 4;
/** Seconds: more often helps nobody. */
const SHORTEST = 10;

/** Visits depositaries, once or again and again. @throws RefusedError for wrong usage */
export async function runMonitor(addresses: readonly string[], options: MonitorOptions): Promise<ExitStatus> {
  const sites = readAddresses(addresses);
  const every = parseInterval(options.every);
  const settings = await readSettings(options, sites.length === 1);
  const unlock = await lockFolder(options.folder);
  try {
    for (;;) {
      const status = await visitAll(sites, settings, options);
      if (options.once) return status;
      await waitForNext(every, settings);
    }
  } finally {
    await unlock();
  }
}

/** Each depositary once: two visits to one at the same time would mix up what is remembered of it. */
function readAddresses(addresses: readonly string[]): URL[] {
  const sites = addresses.map((address) => parseAddress(address, "the address"));
  return [...new Map(sites.map((site) => [site.host, site])).values()];
}

async function readSettings(options: MonitorOptions, alone: boolean): Promise<MonitorSettings> {
  const now = () => Math.floor(Date.now() / 1000);
  const policy = options.policy === undefined ? null : readPolicy(await readFile(options.policy), options.policy);
  const keys = [...(options.key ?? []).map(readKey), ...(policy?.logs ?? []).map(({ key }) => key)];
  const { folder } = options;
  const secret =
    options.webhookSecretFile === undefined ? null : parseSecret(await readFile(options.webhookSecretFile));
  const webhook =
    options.webhook === undefined
      ? null
      : makeWebhook({
          url: parseAddress(options.webhook, "--webhook"),
          secret,
          folder,
          now,
          onFailure: (message) => console.error(message),
        });
  const watching = readDomains(options.for ?? []);
  return { folder, keys, alone, policy, watching, replays: makeReplays(), webhook, now, sleep: (time) => sleep(time) };
}

function readKey(text: string): VerifierKey {
  try {
    return parseVerifierKey(text.trim());
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw new RefusedError("invalid_field", `--key is not a verifier key, NAME+ID+KEY: ${cause.message}.`, { cause });
  }
}

function readPolicy(bytes: Uint8Array, path: string): Policy {
  try {
    return parsePolicy(bytes);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    throw new RefusedError("invalid_field", `${path} is not a policy: ${cause.message}`, { cause });
  }
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** Seconds of `30s`, `5m`, `1h`. @throws RefusedError `invalid_field` */
export function parseInterval(text: string): number {
  const [, amount, unit] = /^([1-9][0-9]{0,5})([smh])$/.exec(text) ?? [];
  const seconds = Number(amount) * (UNITS[unit ?? ""] ?? Number.NaN);
  if (seconds >= SHORTEST) return seconds;
  throw new RefusedError(
    "invalid_field",
    `--every takes a time such as 5m or 1h, ${SHORTEST}s at least, and not ${text}.`,
  );
}

async function visitAll(
  sites: readonly URL[],
  settings: MonitorSettings,
  options: MonitorOptions,
): Promise<ExitStatus> {
  const tell = (outcome: Outcome) => print(outcome, options);
  const waiting = [...sites];
  const statuses: ExitStatus[] = [];
  async function work(): Promise<void> {
    for (let site = waiting.shift(); site !== undefined; site = waiting.shift()) {
      statuses.push(await visitOne(site, settings, tell));
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, sites.length) }, work));
  await settings.webhook?.deliver();
  // An alarm outweighs everything; then what was used wrongly, and what could not be told.
  return ([EXIT.no, EXIT.usage, EXIT.unknown] as const).find((status) => statuses.includes(status)) ?? EXIT.yes;
}

async function visitOne(site: URL, settings: MonitorSettings, tell: (outcome: Outcome) => void): Promise<ExitStatus> {
  try {
    const { memory, failure } = await visitOnce(site, settings, tell);
    const worst = memory === null ? null : worstOf(memory);
    if (worst === "alarm") return EXIT.no;
    return failure !== null || worst === "warning" ? EXIT.unknown : EXIT.yes;
  } catch (error) {
    // What is wrong here keeps nobody from the other depositaries.
    if (error instanceof RefusedError) {
      console.error(error.message);
      return EXIT.usage;
    }
    console.error(describeDefect(site, error));
    return EXIT.unknown;
  }
}

function describeDefect({ host }: URL, error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `The visit to ${host} was broken off, and what it found may not have been told. Look there yourself, and report this with what follows.\n${what}`;
}

function print(outcome: Outcome, { json, verbose, folder }: MonitorOptions): void {
  if (json) process.stdout.write(formatOutcomeJson(outcome));
  else if (outcome.failure !== null) process.stdout.write(`${outcome.failure}\n`);
  else process.stdout.write(formatOutcome(outcome, folder, verbose ?? false));
}

/** Messages that were not taken are tried again in between. */
async function waitForNext(every: number, { webhook, now, sleep: pause }: MonitorSettings): Promise<void> {
  const end = now() + every;
  while (now() < end) {
    await pause(Math.min(30, Math.max(1, end - now())) * 1000);
    await webhook?.deliver();
  }
}
