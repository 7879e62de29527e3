import { join } from "node:path";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { formatVerifierKey, parseVerifierKey } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { openEvidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import type { Memory } from "./memory.ts";
import { emptyMemory } from "./memory.ts";
import { readMemory, writeMemory } from "./memory-file.ts";
import { hostFolder } from "./mirror.ts";
import type { Replays } from "./replays.ts";
import type { Report } from "./report.ts";
import { makeReport } from "./report.ts";
import { openSite } from "./site.ts";
import type { Visited } from "./visit.ts";
import { learnKey, visit } from "./visit.ts";
import type { Webhook } from "./webhook.ts";

/** Where what is remembered is kept, below the monitor's folder: a file for each depositary. */
export const MEMORY_FOLDER = "_memory";

export type MonitorSettings = {
  readonly folder: string;
  /** Keys that are known from elsewhere. */
  readonly keys: readonly VerifierKey[];
  /** Whether one depositary is followed: then a single key is its own, also at an address of another name. */
  readonly alone: boolean;
  readonly policy: Policy | null;
  /** Domains, sorted. */
  readonly watching: readonly string[];
  readonly replays: Replays;
  readonly webhook: Webhook | null;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Milliseconds. */
  readonly sleep: (time: number) => Promise<void>;
};

/** What one visit to one depositary came to. */
export type Outcome = {
  readonly host: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** What is new. */
  readonly findings: readonly Finding[];
  /** Null when the visit came to no end. */
  readonly visited: Visited | null;
  /** Null when nothing is remembered: there was no first visit yet. */
  readonly memory: Memory | null;
  /** Why there was no visit at all, in words. */
  readonly failure: string | null;
};

/**
 * Visits one depositary, and remembers. What is found is kept until `tell` has returned: whoever is killed before tells it at
 * the next visit.
 * @param address https, or http on this machine
 * @throws RefusedError `configuration` when what is remembered cannot be trusted, or contradicts the key that was given
 */
export async function visitOnce(
  address: URL,
  settings: MonitorSettings,
  tell: (outcome: Outcome) => void,
): Promise<Outcome> {
  const given = findKey(address, settings);
  const host = given?.name ?? address.host;
  const path = join(settings.folder, MEMORY_FOLDER, `${hostFolder(host)}.json`);
  const known = await readMemory(path);
  if (known !== null && given !== null && ![known.vkey, ...known.former].includes(formatVerifierKey(given))) {
    throw new RefusedError(
      "configuration",
      `The key that you give for ${host} is not the one that was followed so far, ${known.vkey}. If yours is right, whatever was followed was not this depositary: use another --folder.`,
    );
  }
  const time = settings.now();
  const memory = known ?? (await meet(address, host, given, time));
  if (typeof memory === "string") {
    const outcome = { host, time, findings: [], visited: null, memory: null, failure: memory };
    tell(outcome);
    return outcome;
  }
  const report = makeReport(memory, settings.now);
  if (known === null) tellFirstVisit(report, memory);
  const visited = await visitKnown(address, settings, memory, report, path);
  const outcome: Outcome = { host, time, findings: memory.untold, visited, memory, failure: null };
  await save(settings, memory, path);
  tell(outcome);
  if (memory.untold.length > 0) {
    memory.untold = [];
    await writeMemory(path, memory);
  }
  return outcome;
}

/** The key that was given for this address: by its name, or as the only one for the only address. */
function findKey(address: URL, { keys, alone }: MonitorSettings): VerifierKey | null {
  return keys.find(({ name }) => name === address.host) ?? (alone && keys.length === 1 ? (keys[0] ?? null) : null);
}

/** A new memory, or why there can be none yet. */
async function meet(address: URL, host: string, given: VerifierKey | null, since: number): Promise<Memory | string> {
  if (given !== null) return emptyMemory({ host, vkey: formatVerifierKey(given), trusted: "given", since });
  try {
    const vkey = formatVerifierKey(await learnKey(openSite(address)));
    return emptyMemory({ host, vkey, trusted: "first-visit", since });
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
}

function tellFirstVisit(report: Report, { host, vkey, trusted }: Memory): void {
  const how =
    trusted === "given"
      ? "with the key that you gave"
      : `with the key that it shows now, which is believed from here on: ${vkey}. Compare it with one from elsewhere, such as a printed letter`;
  report.found("first_visit", `${host} is followed from now on, ${how}. Any other key will be an alarm.`);
}

async function visitKnown(
  address: URL,
  settings: MonitorSettings,
  memory: Memory,
  report: Report,
  path: string,
): Promise<Visited | null> {
  const { host, vkey } = memory;
  try {
    const visited = await visit({
      ...settings,
      site: openSite(address),
      host,
      key: parseVerifierKey(vkey),
      left: [],
      memory,
      evidence: openEvidence(settings.folder),
      found: report.found,
      lookedAt: report.lookedAt,
      save: () => save(settings, memory, path),
    });
    report.settle(visited.followed ? "all" : "nothing");
    return visited;
  } catch (error) {
    if (!(error instanceof RefusedError) || error.code !== "unavailable") throw error;
    report.found("unreachable", `${host} could not be followed to the end of this visit: ${error.message}`);
    report.settle("nothing");
    return null;
  }
}

/** What is found goes out before it is remembered as found. */
async function save({ webhook }: MonitorSettings, memory: Memory, path: string): Promise<void> {
  if (webhook !== null) for (const finding of memory.untold) await webhook.keep(finding);
  await writeMemory(path, memory);
}
