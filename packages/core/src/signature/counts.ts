import { invariant } from "../errors.ts";
import type { Hex, RemovalReason } from "./entry.ts";
import type { SignatureState } from "./signature-state.ts";

/** The signatures that count for one version: those standing and those anonymised whose latest consent names it. */
export type VersionCount = {
  total: number;
  organisations: number;
  people: number;
  named: number;
  unnamed: number;
  /** How many at level 1, 2, 3 and, for organisations, 4. */
  levels: { organisation: [number, number, number, number]; person: [number, number, number] };
};

/** How many signatures there were, and how many of them are now in each state but standing. */
export type Tallies = {
  signed: number;
  disputed: number;
  withdrawn: number;
  removed: Record<RemovalReason, number>;
  erased: number;
  anonymised: number;
};

/** The tallies, and by digest the count of every version opened. Counts inside a state are never changed in place. */
export type Counts = { versions: Record<Hex, VersionCount>; tallies: Tallies };

export function emptyCounts(): Counts {
  const removed = { disputed: 0, duplicate: 0, forged: 0, ineligible: 0, legal: 0, mistaken: 0 };
  return { versions: {}, tallies: { signed: 0, disputed: 0, withdrawn: 0, removed, erased: 0, anonymised: 0 } };
}

export function emptyVersionCount(): VersionCount {
  return {
    total: 0,
    organisations: 0,
    people: 0,
    named: 0,
    unnamed: 0,
    levels: { organisation: [0, 0, 0, 0], person: [0, 0, 0] },
  };
}

/** New counts for a signature that went from one state to another. `before` is null when it was only now signed. */
export function recount(counts: Counts, before: SignatureState | null, after: SignatureState): Counts {
  const fresh = { versions: { ...counts.versions }, tallies: { ...counts.tallies } };
  fresh.tallies.removed = { ...counts.tallies.removed };
  for (const signature of [before, after]) {
    if (signature !== null) fresh.versions[signature.version] = copyVersionCount(countOf(counts, signature.version));
  }
  moveInPlace(fresh, before, after);
  return fresh;
}

/** As `recount`, but changes `counts` itself: for whoever owns them alone. */
export function moveInPlace(counts: Counts, before: SignatureState | null, after: SignatureState): void {
  if (before === null) {
    addInPlace(counts, after, 1);
  } else {
    weigh(counts, before, -1);
    weigh(counts, after, 1);
  }
}

/** Counts `times` new signatures that differ in nothing that is counted. */
export function addInPlace(counts: Counts, after: SignatureState, times: number): void {
  counts.tallies.signed += times;
  weigh(counts, after, times);
}

function weigh(counts: Counts, signature: SignatureState, by: number): void {
  const { tallies } = counts;
  switch (signature.status) {
    case "standing":
      weighVersion(countOf(counts, signature.version), signature, by);
      break;
    case "anonymised":
      tallies.anonymised += by;
      weighVersion(countOf(counts, signature.version), signature, by);
      break;
    case "removed":
      invariant(signature.reason !== undefined, "a removed signature has a reason");
      tallies.removed[signature.reason] += by;
      break;
    default:
      tallies[signature.status] += by;
  }
}

function weighVersion(count: VersionCount, signature: SignatureState, by: number): void {
  const organisation = signature.kind === "organisation";
  count.total += by;
  count[organisation ? "organisations" : "people"] += by;
  count[signature.named ? "named" : "unnamed"] += by;
  const levels = organisation ? count.levels.organisation : count.levels.person;
  const slot = signature.level - 1;
  const there = levels[slot];
  invariant(there !== undefined, "a level is within its kind's range");
  levels[slot] = there + by;
}

function countOf(counts: Counts, version: Hex): VersionCount {
  const count = counts.versions[version];
  invariant(count !== undefined, "every opened version has a count");
  return count;
}

function copyVersionCount(count: VersionCount): VersionCount {
  const { organisation, person } = count.levels;
  return { ...count, levels: { organisation: [...organisation], person: [...person] } };
}

/** A copy that shares nothing with the original. */
export function copyCounts(counts: Counts): Counts {
  const versions: Counts["versions"] = {};
  for (const [version, count] of Object.entries(counts.versions)) versions[version] = copyVersionCount(count);
  return { versions, tallies: { ...counts.tallies, removed: { ...counts.tallies.removed } } };
}
