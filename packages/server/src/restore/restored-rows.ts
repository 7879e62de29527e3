import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Entry } from "@undersigned/core/signature/entry.ts";
import type { SignatureState } from "@undersigned/core/signature/signature-state.ts";
import { replaceConsents } from "@undersigned/store/consents.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import { endSignatures } from "@undersigned/store/endings.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import type { SignatureTable } from "@undersigned/store/schema.ts";
import { deleteWords, insertWords } from "@undersigned/store/signatory-words.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readManySignatures } from "@undersigned/store/signatures.ts";
import { markClosed, setClosesAt } from "@undersigned/store/statements.ts";
import type { Insertable } from "kysely";
import type { Ending } from "../depositary/ending.ts";
import { forgettingOf } from "../depositary/ending.ts";
import { wordsOfSignatory } from "../depositary/fold-words.ts";
import { restoreAdditions } from "./restored-additions.ts";
import { restoreDisputes } from "./restored-disputes.ts";
import type { RestoredEntry } from "./restored-entry.ts";

const NOTHING = new Uint8Array(0);
/** What a restored entry commits to and nobody can open any more. */
const LOST = {
  public_digest: NOTHING,
  public_part: null,
  public_salt: null,
  private_digest: NOTHING,
  private_sealed: null,
} as const;
const DOER = { kind: "token", id: "", name: "restore" } as const;

/**
 * Brings the rows of a statement to where its refilled log says that they are: signatures without the openings that were
 * lost, so that their owners' links still find them; what ended is forgotten as it was then.
 * @param after the state of every signature after all entries
 */
export async function restoreRows(
  tx: Transaction,
  statementId: string,
  entries: readonly RestoredEntry[],
  after: ReadonlyMap<number, SignatureState>,
): Promise<void> {
  await lockEndings(tx, statementId);
  // First: what became of the signatures in the end is written after it.
  await restoreDisputes(tx, statementId, entries);
  const signed = entries.filter(({ entry }) => entry.act === "sign");
  const rows = signed.map((one) => newRow(statementId, one, entries, after));
  for (let start = 0; start < rows.length; start += 1_000) {
    await tx.insertMany("signature", rows.slice(start, start + 1_000));
  }
  await changeOlder(tx, statementId, entries, after, new Set(signed.map(({ index }) => index)));
  await restoreAdditions(tx, statementId, entries);
  for (const { entry, at } of entries) {
    if (entry.act === "close") await markClosed(tx, statementId, at);
    if (entry.act === "extend")
      await setClosesAt(tx, statementId, entry.closes === null ? null : Date.parse(entry.closes));
  }
}

function newRow(
  statementId: string,
  { index, at }: RestoredEntry,
  entries: readonly RestoredEntry[],
  after: ReadonlyMap<number, SignatureState>,
): Insertable<SignatureTable> {
  const state = stateOf(after, index);
  const on = entries.filter(({ entry }) => "of" in entry && entry.of === index);
  return {
    statement_id: statementId,
    idx: index,
    consent_index: on.findLast(({ entry }) => entry.act === "resign")?.index ?? index,
    kind: state.kind,
    capacity: state.capacity,
    named: state.named ? 1 : 0,
    level: state.level,
    version: state.version,
    status: state.status,
    reason: state.reason ?? null,
    identity_mac: null,
    pending_id: "",
    ended_index: on.findLast(({ entry }) => endingOf(entry) !== null)?.index ?? null,
    ...LOST,
    signed_at: at,
    forget_at: null,
    stayed_version: null,
  };
}

/** Acts on signatures that the database has. */
async function changeOlder(
  tx: Transaction,
  statementId: string,
  entries: readonly RestoredEntry[],
  after: ReadonlyMap<number, SignatureState>,
  isNew: ReadonlySet<number>,
): Promise<void> {
  const acts = entries.flatMap((one) =>
    "of" in one.entry && !isNew.has(one.entry.of) ? [{ ...one, of: one.entry.of }] : [],
  );
  const indices = [...new Set(acts.map(({ of }) => of))];
  for (let start = 0; start < indices.length; start += 1_000) {
    const rows = await readManySignatures(tx, statementId, indices.slice(start, start + 1_000));
    for (const row of rows) {
      const state = stateOf(after, row.idx);
      await changeOne(
        tx,
        row,
        state,
        acts.filter(({ of }) => of === row.idx),
      );
    }
  }
}

async function changeOne(
  tx: Transaction,
  row: SignatureRow,
  { capacity, named, level, version, status, reason, kind }: SignatureState,
  acts: readonly RestoredEntry[],
): Promise<void> {
  const consent = acts.findLast(({ entry }) => entry.act === "resign");
  if (consent !== undefined) {
    const columns = { capacity, level, version, named: named ? (1 as const) : (0 as const), ...LOST };
    await replaceConsents(tx, row.statement_id, [{ before: row, after: { consent_index: consent.index, ...columns } }]);
    await deleteWords(tx, row.statement_id, [row.idx]);
  } else if (status === "standing" && row.public_part !== null && acts.some(({ entry }) => entry.act === "uphold")) {
    // As where it is upheld: the search index passed by one that was disputed.
    const words = wordsOfSignatory(JSON.parse(row.public_part));
    if (row.named === 1) await insertWords(tx, row.statement_id, [{ index: row.idx, words }]);
  }
  await tx.db
    .updateTable("signature")
    .set({ level, status })
    .where("statement_id", "=", row.statement_id)
    .where("idx", "=", row.idx)
    .execute();
  const ended = acts.findLast(({ entry }) => endingOf(entry) !== null);
  const ending = ended && endingOf(ended.entry);
  if (!ended || !ending) return;
  const forget = forgettingOf(ending, kind, ended.at);
  const one = {
    index: row.idx,
    pendingId: row.pending_id,
    status,
    reason: reason ?? null,
    endedIndex: ended.index,
    forget,
  };
  await endSignatures(tx, row.statement_id, [one], ended.at);
}

function endingOf(entry: Entry): Ending | null {
  switch (entry.act) {
    case "withdraw":
      return { act: "withdraw", by: null };
    case "anonymise":
      return { act: "anonymise", by: null };
    case "erase":
      return { act: "erase", by: DOER };
    case "remove":
      return { act: "remove", by: DOER, reason: entry.reason, explanation: null, tell: false };
    default:
      return null;
  }
}

function stateOf(after: ReadonlyMap<number, SignatureState>, index: number): SignatureState {
  const state = after.get(index);
  if (state === undefined) throw new UndersignedError("unavailable", `Signature ${index} is not in the replayed log.`);
  return state;
}
