import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { POLICY_LIMIT, parsePolicy, QUORUM_NONE } from "@undersigned/core/log/policy.ts";
import type { Trust } from "@undersigned/core/verify/trust.ts";
import { isAgainstPolicy } from "@undersigned/core/verify/trust.ts";
import type { Freshness } from "@undersigned/core/verify/witnesses.ts";
import { isLoopback, parseAddress } from "./address.ts";
import { fetchKey } from "./fetch-key.ts";
import { readStart } from "./read-start.ts";

/** Whom to trust, as the command line says it. */
export type TrustOptions = {
  readonly key?: string | undefined;
  readonly origin?: string | undefined;
  readonly policy?: string | undefined;
  readonly maxAge?: string | undefined;
};

/** What is known beforehand, and what there is to say about how it was come by. */
export type Known = { readonly trust: Trust; readonly freshness: Freshness | null; readonly notes: readonly string[] };

/** Options that were read, and are not wrong. */
export type Given = {
  readonly key: VerifierKey | null;
  readonly site: URL | null;
  readonly policy: Policy | null;
  readonly freshness: Freshness | null;
};

/**
 * Everything that is wrong with the options is said before anything is fetched.
 * @throws RefusedError `invalid_field`; errors of node:fs when the policy cannot be read
 */
export async function readTrustOptions(options: TrustOptions): Promise<Given> {
  const { key, origin, maxAge } = options;
  if (key !== undefined && origin !== undefined) {
    throw refuse("Give either --key or --origin: both say which key to trust.");
  }
  const site = origin === undefined ? null : parseAddress(origin, "--origin");
  const given = key === undefined ? null : parseKey(key);
  const age = maxAge === undefined ? null : parseAge(maxAge);
  const policy = options.policy === undefined ? null : await readPolicy(options.policy);
  if (policy !== null) checkOneKey(policy, options, given, site);
  if (age !== null && (policy === null || policy.quorum === QUORUM_NONE)) {
    throw refuse(
      "--max-age says how old the cosignatures of witnesses may be: name the witnesses in a policy, and give it with --policy.",
    );
  }
  const freshness = age === null ? null : { now: Math.floor(Date.now() / 1000), maxAge: age };
  return { key: given, site, policy, freshness };
}

/** A key that cannot be fetched leaves its question open; everything else can still be checked. */
export async function learnTrust({ key, site, policy, freshness }: Given): Promise<Known> {
  const without: Trust = policy === null ? null : { key: null, source: "policy", policy };
  if (key !== null) return { trust: { key, source: "given", policy }, freshness, notes: [] };
  if (site === null) return { trust: without, freshness, notes: [] };
  try {
    const fetched = await fetchKey(site);
    const how = site.protocol === "http:" ? "over plain http" : "over TLS";
    const notes = isLoopback(site) ? [`The key was fetched from this machine itself, ${how}.`] : [];
    return { trust: { ...fetched, source: "origin", policy }, freshness, notes };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { trust: without, freshness, notes: [`No key: ${error.message}`] };
  }
}

/** A policy that names logs says which key to trust. Another option may say the same, and nothing else. */
function checkOneKey(policy: Policy, options: TrustOptions, given: VerifierKey | null, site: URL | null): void {
  if (policy.logs.length === 0) return;
  if (given === null ? site === null : !isAgainstPolicy(given, policy)) return;
  const option = given === null ? "--origin" : "--key";
  const other = given === null ? "" : ", and it is not that one";
  throw refuse(
    `The log lines of ${options.policy} say already which key to trust${other}: leave out ${option}, or take those lines out of the policy.`,
  );
}

function parseKey(text: string): VerifierKey {
  try {
    return parseVerifierKey(text.trim());
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw refuse(`--key is not a verifier key, NAME+ID+KEY: ${cause.message}.`, cause);
  }
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds. */
function parseAge(text: string): number {
  const [, count, unit = ""] = /^([1-9][0-9]{0,8})([smhd])$/.exec(text.trim()) ?? [];
  const seconds = UNITS[unit];
  if (count === undefined || seconds === undefined) {
    throw refuse(
      `--max-age is a number of seconds, minutes, hours or days, such as 90s, 30m, 12h or 7d, and not: ${text}`,
    );
  }
  return Number(count) * seconds;
}

async function readPolicy(path: string): Promise<Policy> {
  try {
    return parsePolicy(await readStart(path, POLICY_LIMIT + 1));
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw refuse(`${path} is not a policy that can be read: ${cause.message}.`, cause);
  }
}

function refuse(message: string, cause?: unknown): RefusedError {
  return new RefusedError("invalid_field", message, { cause });
}
