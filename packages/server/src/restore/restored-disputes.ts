import type { Entry } from "@undersigned/core/signature/entry.ts";
import type { DisputeTable } from "@undersigned/store/dispute-table.ts";
import { DISPUTE_KEPT, endDisputes, upholdSignature } from "@undersigned/store/disputes.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import type { Insertable } from "kysely";
import { formatOrdered } from "../depositary/signing-tokens.ts";
import type { RestoredEntry } from "./restored-entry.ts";

const NOTHING = new Uint8Array(0);
/** Ids as long as those of other disputes, so that they sort among them; no token opens one. */
const TIME_LENGTH = 7;
const INDEX_LENGTH = 26;

/**
 * Brings disputes to where the refilled log says that they are: those that the copy knew are settled as they were, and of those
 * that it did not know there is what the log says. Who opened them, and what was said, is lost.
 */
export async function restoreDisputes(
  tx: Transaction,
  statementId: string,
  entries: readonly RestoredEntry[],
): Promise<void> {
  for (const { index: entryIndex, entry, at } of entries) {
    const outcome = outcomeOf(entry);
    if (outcome === null || !("of" in entry)) continue;
    if (outcome === "upheld") await upholdSignature(tx, statementId, { index: entry.of, entryIndex, now: at });
    else {
      const ended = { index: entry.of, entryIndex, asDisputed: outcome === "removed", name: null };
      await endDisputes(tx, statementId, ended, at);
    }
  }
  const rows = entries.flatMap((one, i) =>
    one.entry.act === "dispute" ? [rowOf(statementId, one, one.entry.of, entries.slice(i + 1))] : [],
  );
  await tx.insertMany("dispute", rows);
}

function rowOf(
  statementId: string,
  { index, at }: RestoredEntry,
  of: number,
  later: readonly RestoredEntry[],
): Insertable<DisputeTable> {
  const settled = later.find(({ entry }) => "of" in entry && entry.of === of && outcomeOf(entry) !== null);
  const outcome = settled === undefined ? null : outcomeOf(settled.entry);
  const time = formatOrdered(Math.floor(at / 1000), TIME_LENGTH);
  return {
    statement_id: statementId,
    id: `${statementId}.${time}${formatOrdered(index, INDEX_LENGTH)}`,
    signature_index: of,
    state: outcome ?? "open",
    said_sealed: null,
    mailbox_mac: NOTHING,
    // Without a mailbox none is opened; what more there was nobody knows.
    level: 1,
    keeps_name: 0,
    name: null,
    answer_sealed: null,
    attempts: 0,
    created_at: at,
    expires_at: (settled?.at ?? at) + DISPUTE_KEPT,
    opened_index: index,
    opened_at: at,
    settled_index: settled?.index ?? null,
    settled_at: settled?.at ?? null,
  };
}

/** How an act settles the dispute over its signature; null when it does not. */
function outcomeOf(entry: Entry): "upheld" | "removed" | "ended" | null {
  switch (entry.act) {
    case "uphold":
      return "upheld";
    case "remove":
      return entry.reason === "disputed" ? "removed" : "ended";
    case "withdraw":
    case "erase":
    case "anonymise":
      return "ended";
    default:
      return null;
  }
}
