import { MalformedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Entry, RemovalReason } from "@undersigned/core/signature/entry.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { step } from "@undersigned/core/signature/replay.ts";
import type { SignatureState, SignatureStatus } from "@undersigned/core/signature/signature-state.ts";
import type { DisputeRow } from "@undersigned/store/disputes.ts";
import { listOpenDisputes } from "@undersigned/store/disputes.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import type { EndedSignature } from "@undersigned/store/endings.ts";
import { endSignatures } from "@undersigned/store/endings.ts";
import { recordActs } from "@undersigned/store/recorded-acts.ts";
import type { OutboxTable, RecordedActTable } from "@undersigned/store/schema.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readManySignatures } from "@undersigned/store/signatures.ts";
import type { Insertable } from "kysely";
import type { Outcome } from "./batcher.ts";
import { mailOutcome, shownName } from "./dispute-mails.ts";
import { doerColumns } from "./doer.ts";
import type { EndAct, Ending } from "./ending.ts";
import { forgettingOf } from "./ending.ts";
import { refuseEnding } from "./ending-refusals.ts";
import { farewell } from "./farewells.ts";
import type { LogDraft, Sequenced } from "./log-draft.ts";
import { mailRow } from "./mail-row.ts";
import { RECEIPT_DELAY } from "./mailed-receipts.ts";
import { openPrivateHalf } from "./openings.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { makeManageToken } from "./signing-tokens.ts";

const STATUS_AFTER = {
  withdraw: "withdrawn",
  remove: "removed",
  erase: "erased",
  anonymise: "anonymised",
} as const satisfies Record<Ending["act"], SignatureStatus>;

/** What a batch of endings writes beside the entries. */
type Writes = {
  ended: EndedSignature[];
  mails: Insertable<OutboxTable>[];
  acts: Insertable<RecordedActTable>[];
  /** Those that are open over these signatures. */
  readonly disputes: ReadonlyMap<number, DisputeRow>;
};

/** Works out in order what ends signatures, adding to `draft`, and writes it down. */
export async function endAll(
  deps: SigningDeps,
  draft: LogDraft,
  acts: readonly EndAct[],
): Promise<Outcome<Sequenced>[]> {
  await lockEndings(draft.tx, draft.statementId);
  const indices = [...new Set(acts.map((act) => act.index))];
  const rows = new Map((await readManySignatures(draft.tx, draft.statementId, indices)).map((row) => [row.idx, row]));
  const disputed = [...rows.values()].filter(({ status }) => status === "disputed").map(({ idx }) => idx);
  const open = await listOpenDisputes(draft.tx, draft.statementId, disputed);
  const disputes = new Map(open.map((dispute) => [dispute.signature_index, dispute]));
  const writes: Writes = { ended: [], mails: [], acts: [], disputes };
  const outcomes = acts.map((act): Outcome<Sequenced> => {
    try {
      return { value: endOne(deps, draft, act, rows.get(act.index), writes) };
    } catch (error) {
      if (!(error instanceof UndersignedError)) throw error;
      return { error };
    }
  });
  await endSignatures(draft.tx, draft.statementId, writes.ended, draft.now);
  // After what belongs to the forgotten was deleted: these are the mails that tell them.
  await draft.tx.insertMany("outbox", writes.mails);
  await recordActs(draft.tx, writes.acts);
  return outcomes;
}

function endOne(
  deps: SigningDeps,
  draft: LogDraft,
  { ending, recorded = true }: EndAct,
  row: SignatureRow | undefined,
  writes: Writes,
): Sequenced {
  const status = STATUS_AFTER[ending.act];
  const reason = ending.act === "remove" ? ending.reason : null;
  const earlier = repeatedIndex(row, status, reason);
  if (earlier !== null) return { index: earlier, repeated: true };
  refuseEnding(draft.state, row, ending);
  const { idx, kind, pending_id: pendingId } = row;
  // Before anything is appended: what fails here must leave no entry behind.
  const mailbox = mailboxOf(deps, row);
  const index = draft.state.size;
  const entry: Entry =
    ending.act === "remove" ? { act: "remove", of: idx, reason: ending.reason } : { act: ending.act, of: idx };
  draft.state = step(draft.state, stateOf(row), entry, index).statement;
  const bytes = formatEntry(entry);
  draft.entries.push(bytes);
  writes.ended.push({
    index: idx,
    pendingId,
    status,
    reason,
    endedIndex: index,
    forget: forgettingOf(ending, kind, draft.now),
    name: shownName(row),
  });
  const dispute = writes.disputes.get(idx);
  if (dispute !== undefined) writes.mails.push(...tellDisputer(deps, draft, dispute, row, ending));
  const token = makeManageToken(deps.secrets.macKey, draft.statementId, idx);
  if (mailbox !== undefined && !(ending.act === "remove" && !ending.tell)) {
    const mail = farewell(ending, { title: draft.about.title, kind, pending: pendingId, index, token, mailbox });
    const id = `${draft.statementId}.${index}`;
    const due = draft.now + RECEIPT_DELAY;
    writes.mails.push(mailRow(deps.secrets, draft.statementId, id, mail, draft.now, due));
  }
  if (ending.by !== null && recorded) {
    writes.acts.push({
      statement_id: draft.statementId,
      entry_index: index,
      act: ending.act,
      signature_index: idx,
      reason,
      ...doerColumns(ending.by),
      done_at: draft.now,
    });
  }
  row.status = status;
  row.reason = reason;
  row.ended_index = index;
  return { index, repeated: false, appended: { entry: bytes, opening: null, manageToken: token } };
}

/** Whoever disputed a signature that ends hears how: as they asked, or in another way, which takes the name off as well. */
function tellDisputer(
  deps: SigningDeps,
  draft: LogDraft,
  dispute: DisputeRow,
  row: SignatureRow,
  ending: Ending,
): Insertable<OutboxTable>[] {
  const asDisputed = ending.act === "remove" && ending.reason === "disputed";
  return mailOutcome(deps, draft, dispute, {
    // Who took it off otherwise may be forgotten by now, and is not named in a mail that stays.
    name: asDisputed ? (shownName(row) ?? "") : "",
    outcome: asDisputed ? "removed" : "ended",
    words: asDisputed ? ending.explanation : null,
  });
}

/** The entry by which this was done before, if it was. */
function repeatedIndex(
  row: SignatureRow | undefined,
  status: SignatureStatus,
  reason: RemovalReason | null,
): number | null {
  return row !== undefined && row.status === status && row.reason === reason ? row.ended_index : null;
}

/** Undefined once it is forgotten, or cannot be read: a signature can be ended all the same, without a mail. */
function mailboxOf(deps: SigningDeps, row: SignatureRow): string | undefined {
  try {
    return openPrivateHalf(deps.secrets, row)?.part.mailbox;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return undefined;
  }
}

/** What replay knows of a stored signature. */
export function stateOf(row: SignatureRow): SignatureState {
  return {
    index: row.idx,
    kind: row.kind,
    capacity: row.capacity,
    named: row.named === 1,
    level: row.level as SignatureState["level"],
    version: row.version,
    status: row.status,
  };
}
