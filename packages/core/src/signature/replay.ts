import { invariant } from "../errors.ts";
import { emptyVersionCount, recount } from "./counts.ts";
import type { Entry, Hex } from "./entry.ts";
import type { SignatureState } from "./signature-state.ts";
import type { StatementState } from "./statement-state.ts";
import { emptyStatement } from "./statement-state.ts";
import { touchedIndex, transition } from "./transition.ts";

/** What one entry leads to: the statement's new state and that of the one signature made or touched, if any. */
export type Step = { readonly statement: StatementState; readonly signature: SignatureState | null };

/**
 * Adds one entry to what is known. Pure: neither `statement` nor `touched` is changed, and what did not change is shared.
 * Its cost does not grow with the number of signatures.
 * @param touched the state of the signature at `touchedIndex(entry)`; null when that is null or no signature is there
 * @param index where the entry stands in the log; it must be the next one, `statement.size`
 * @throws VerificationError (IllegalEntryError) `illegal_entry`, with the rule's name
 */
export function step(statement: StatementState, touched: SignatureState | null, entry: Entry, index: number): Step {
  invariant(index === statement.size && Number.isSafeInteger(index + 1), "entries are replayed one after another");
  invariant(touched === null || touched.index === touchedIndex(entry), "the touched signature is the one acted on");
  const signature = transition(statement, touched, entry);
  return { statement: nextStatement(statement, touched, entry, signature), signature };
}

function nextStatement(
  statement: StatementState,
  touched: SignatureState | null,
  entry: Entry,
  signature: SignatureState | null,
): StatementState {
  const size = statement.size + 1;
  if (signature !== null) return { ...statement, size, counts: recount(statement.counts, touched, signature) };
  switch (entry.act) {
    case "open": {
      const { version, closes } = entry;
      const versions = [...statement.versions, version];
      const counted = { ...statement.counts.versions, [version]: emptyVersionCount() };
      const counts = { ...statement.counts, versions: counted };
      return { status: "open", size, version, versions, closes, counts };
    }
    case "extend":
      return { ...statement, size, closes: entry.closes };
    case "close":
      return { ...statement, size, status: "closed" };
    default:
      return { ...statement, size };
  }
}

/**
 * Replays a whole log from its first entry.
 * @returns the statement, and every signature by the index of its `sign`
 * @throws VerificationError (IllegalEntryError) `illegal_entry` at the first entry that the ones before it forbid
 */
export function replay(entries: Iterable<Entry>): {
  statement: StatementState;
  signatures: Map<number, SignatureState>;
} {
  let statement = emptyStatement();
  const signatures = new Map<number, SignatureState>();
  for (const entry of entries) {
    const of = touchedIndex(entry);
    const touched = of === null ? null : (signatures.get(of) ?? null);
    const next = step(statement, touched, entry, statement.size);
    statement = next.statement;
    if (next.signature !== null) signatures.set(next.signature.index, next.signature);
  }
  return { statement, signatures };
}

/** What a page says: "33 signed this version; 8 an earlier one". */
export type Summary = {
  /** Signatures that count for the latest version. */
  total: number;
  organisations: number;
  people: number;
  named: number;
  unnamed: number;
  /** At level 1, 2, 3 and, for organisations, 4. */
  levels: { organisation: [number, number, number, number]; person: [number, number, number] };
  /** Signatures that count for versions before the latest. */
  earlier: number;
};

/** The counts for the latest version; all zero before a version is opened. */
export function summarise(statement: StatementState): Summary {
  const { version, counts } = statement;
  const latest = (version === null ? undefined : counts.versions[version]) ?? emptyVersionCount();
  const { organisation, person } = latest.levels;
  return {
    ...latest,
    levels: { organisation: [...organisation], person: [...person] },
    earlier: sumOfEarlier(statement.versions, counts.versions),
  };
}

function sumOfEarlier(versions: readonly Hex[], counts: StatementState["counts"]["versions"]): number {
  let sum = 0;
  for (const version of versions.slice(0, -1)) sum += counts[version]?.total ?? 0;
  return sum;
}
