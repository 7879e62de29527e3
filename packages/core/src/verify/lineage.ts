import { equalBytes } from "../bytes.ts";
import { VerificationError } from "../errors.ts";
import type { HandedOver } from "../log/identity-chain.ts";
import { isSameKey, keysOfChain } from "../log/identity-chain.ts";
import type { VerifierKey } from "../log/note.ts";
import { formatVerifierKey } from "../log/note.ts";
import type { Origin } from "../log/origin.ts";
import { formatTime } from "./time.ts";

/** How a key that is trusted leads to the one that signed (spec/identity.md). */
export type Lineage = {
  /** Under the name by which it was given. */
  readonly trusted: VerifierKey;
  /**
   * The hand-overs between the two, oldest first; none when they are one. They lead from the trusted key to the one that
   * signed, or from the one that signed to the trusted one, which came after it.
   */
  readonly between: readonly HandedOver[];
  /** How the key that signed was replaced, where that is known. */
  readonly ended: HandedOver | null;
};

/** A hand-over as a report tells it. Plain data. */
export type ReportedHandOver = {
  readonly act: "rotate" | "move";
  /** Verifier keys, each under its host. */
  readonly from: string;
  readonly key: string;
  /** `YYYY-MM-DDTHH:MM:SSZ` */
  readonly time: string;
};

/**
 * Finds how one of the trusted keys leads to the key that signed. Every link of the chains was checked: both keys of it
 * have signed it, so trust in either reaches the other.
 * @param key that signed, under its host
 * @param statement id of the statement; a trusted key may bear the name of that one's log
 * @returns null when no way leads there
 */
export function findLineage(
  trusted: readonly VerifierKey[],
  key: VerifierKey,
  statement: string | null,
  chains: readonly (readonly HandedOver[])[],
): Lineage | null {
  const ended = chains.flat().find(({ from }) => isSameKey(from, key)) ?? null;
  for (const one of trusted) {
    if (isKnownAs(one, key, statement)) return { trusted: one, between: [], ended };
    for (const chain of chains) {
      const keys = keysOfChain(chain);
      const start = keys.findLastIndex((each) => isKnownAs(one, each, statement));
      const end = keys.findLastIndex((each) => isSameKey(each, key));
      if (start < 0 || end < 0) continue;
      return { trusted: one, between: chain.slice(Math.min(start, end), Math.max(start, end)), ended };
    }
  }
  return null;
}

/** Whether a trusted key is this one, under its host or under the statement's log there. */
function isKnownAs(trusted: VerifierKey, key: VerifierKey, statement: string | null): boolean {
  return equalBytes(trusted.publicKey, key.publicKey) && isNameAt(trusted.name, key.name, statement);
}

function isNameAt(name: string, host: string, statement: string | null): boolean {
  return name === host || (statement !== null && name === `${host}/s/${statement}`);
}

/** Those of some keys that can be a depositary's that is at this origin, or was at another host of the chains. */
export function keysOfDepositary(
  keys: readonly VerifierKey[],
  { host, statement }: Origin,
  chains: readonly (readonly HandedOver[])[],
): VerifierKey[] {
  const hosts = [host, ...chains.flatMap(keysOfChain).map(({ name }) => name)];
  return keys.filter(({ name }) => hosts.some((each) => isNameAt(name, each, statement)));
}

/**
 * Checks that a key signed nothing after it was replaced: the hand-over is the last that it signs.
 * @param size of the log of heads that it signed
 * @throws {VerificationError} `wrong_time`
 */
export function checkReign({ ended }: Lineage, size: number): void {
  if (ended === null || size <= ended.checkpoint.size) return;
  throw new VerificationError(
    "wrong_time",
    `it is signed with ${formatVerifierKey(ended.from)}, which handed over on ${formatTime(ended.time)} when the log of heads had ` +
      `${ended.checkpoint.size} entries; this one has ${size}, so somebody used the old key afterwards`,
  );
}

export function reportHandOvers(lineage: Lineage | null): ReportedHandOver[] {
  return (lineage?.between ?? []).map(({ act, from, key, time }) => ({
    act,
    from: formatVerifierKey(from),
    key: formatVerifierKey(key),
    time: formatTime(time),
  }));
}
