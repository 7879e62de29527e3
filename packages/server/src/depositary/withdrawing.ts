import { MalformedError, RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { step } from "@undersigned/core/signature/replay.ts";
import type { SignatureState } from "@undersigned/core/signature/signature-state.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { endSignatures, readManySignatures } from "@undersigned/store/signatures.ts";
import type { Outcome } from "./batcher.ts";
import type { LogDraft, Sequenced } from "./log-draft.ts";
import { mailRow } from "./mail-row.ts";
import { RECEIPT_DELAY } from "./mailed-receipts.ts";
import { openPrivateHalf } from "./openings.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { makeManageToken, refuseToken } from "./signing-tokens.ts";

/** The signatory takes the signature at `index` back. */
export type WithdrawAct = { kind: "withdraw"; index: number };

/** Works out withdrawals in order, adding to `draft`. Withdrawing a person's signature also destroys its openings. */
export async function withdrawAll(
  deps: SigningDeps,
  draft: LogDraft,
  acts: readonly WithdrawAct[],
): Promise<Outcome<Sequenced>[]> {
  await lockEndings(draft.tx, draft.statementId);
  const indices = [...new Set(acts.map((act) => act.index))];
  const rows = new Map((await readManySignatures(draft.tx, draft.statementId, indices)).map((row) => [row.idx, row]));
  const outcomes: Outcome<Sequenced>[] = [];
  for (const act of acts) {
    try {
      outcomes.push({ value: await withdrawOne(deps, draft, rows.get(act.index)) });
    } catch (error) {
      // Anything else, a statement that failed above all, dooms the transaction: the batch must not go on.
      if (!(error instanceof UndersignedError)) throw error;
      outcomes.push({ error });
    }
  }
  return outcomes;
}

async function withdrawOne(deps: SigningDeps, draft: LogDraft, row: SignatureRow | undefined): Promise<Sequenced> {
  if (!row) throw refuseToken();
  if (row.status === "withdrawn" && row.ended_index !== null) return { index: row.ended_index, repeated: true };
  if (row.status !== "standing" && row.status !== "disputed") {
    throw new RefusedError(
      "wrong_state",
      `This signature no longer stands: it was ${row.status}. Nothing is left to take back.`,
    );
  }
  // Before anything is appended: what fails here must leave no entry behind.
  const mailbox = mailboxOf(deps, row);
  const index = draft.state.size;
  const entry = { act: "withdraw", of: row.idx } as const;
  draft.state = step(draft.state, stateOf(row), entry, index).statement;
  const bytes = formatEntry(entry);
  draft.entries.push(bytes);
  const ended = { index: row.idx, status: "withdrawn" as const, endedIndex: index, forget: row.kind === "person" };
  await endSignatures(draft.tx, draft.statementId, [ended]);
  const token = makeManageToken(deps.secrets.macKey, draft.statementId, row.idx);
  if (mailbox !== undefined) {
    const { title } = draft.about;
    const params = { title, kind: row.kind, pending: row.pending_id, index, token };
    const id = `${draft.statementId}.${index}`;
    const mail = { template: "withdrawn" as const, to: mailbox, params };
    await draft.tx.insertMany("outbox", [
      mailRow(deps.secrets, draft.statementId, id, mail, draft.now, draft.now + RECEIPT_DELAY),
    ]);
  }
  row.status = "withdrawn";
  row.ended_index = index;
  return { index, repeated: false, appended: { entry: bytes, opening: null, manageToken: token } };
}

/** Undefined once it is forgotten, or cannot be read: a signature can be taken back all the same, without a mail. */
function mailboxOf(deps: SigningDeps, row: SignatureRow): string | undefined {
  try {
    return openPrivateHalf(deps.secrets, row)?.part.mailbox;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return undefined;
  }
}

function stateOf(row: SignatureRow): SignatureState {
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
