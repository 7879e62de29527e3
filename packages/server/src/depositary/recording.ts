import { encodeHex } from "@undersigned/core/bytes.ts";
import type { AttestEntry, Level, SignEntry } from "@undersigned/core/signature/entry.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { step } from "@undersigned/core/signature/replay.ts";
import type { SignatureState } from "@undersigned/core/signature/signature-state.ts";
import type { PendingState } from "@undersigned/store/pending.ts";
import type { OutboxTable, SignatureTable } from "@undersigned/store/schema.ts";
import type { Insertable } from "kysely";
import type { Appended, LogDraft } from "./log-draft.ts";
import { mailRow } from "./mail-row.ts";
import { RECEIPT_DELAY } from "./mailed-receipts.ts";
import type { Observed } from "./observing.ts";
import { digestOf } from "./observing.ts";
import type { Prepared } from "./preparing.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { makeManageToken } from "./signing-tokens.ts";

/** What recording signatures writes beside the entries. */
export type Recorded = {
  readonly signatures: Insertable<SignatureTable>[];
  readonly mails: Insertable<OutboxTable>[];
  readonly confirmed: { id: string; index: number }[];
  readonly observations: { id: string; holder: string; attest_index: number }[];
};

export function nothingRecorded(): Recorded {
  return { signatures: [], mails: [], confirmed: [], observations: [] };
}

/** Appends the `sign` of a pending signature, and an `attest` for each thing that was observed while it waited. */
export function recordSignature(
  deps: SigningDeps,
  draft: LogDraft,
  pending: Pick<PendingState, "id" | "identity_mac">,
  { input, commitment }: Prepared,
  { level, observed }: { readonly level: Level; readonly observed: readonly Observed[] },
  writes: Recorded,
): Appended {
  const index = draft.state.size;
  const entry: SignEntry = {
    act: "sign",
    version: input.version,
    kind: input.kind,
    capacity: input.capacity,
    level,
    named: input.named,
    commitment: encodeHex(commitment.commitment),
  };
  const signed = step(draft.state, null, entry, index);
  draft.state = signed.statement;
  const bytes = formatEntry(entry);
  draft.entries.push(bytes);
  writes.signatures.push({
    statement_id: draft.statementId,
    idx: index,
    consent_index: index,
    kind: input.kind,
    capacity: input.capacity,
    named: input.named ? 1 : 0,
    level,
    version: input.version,
    status: "standing",
    reason: null,
    identity_mac: pending.identity_mac,
    pending_id: pending.id,
    ended_index: null,
    signed_at: draft.now,
    ...commitment.columns,
  });
  writes.confirmed.push({ id: pending.id, index });
  for (const one of observed) {
    const attested = attest(draft, signed.signature, level, one);
    writes.observations.push({ id: one.id, holder: String(index), attest_index: attested });
  }
  const token = makeManageToken(deps.secrets.macKey, draft.statementId, index);
  const mail = {
    template: "signed" as const,
    to: input.mailbox,
    params: { title: draft.about.title, statementUrl: draft.about.url, pending: pending.id, index, token },
  };
  const id = `${draft.statementId}.${index}`;
  writes.mails.push(mailRow(deps.secrets, draft.statementId, id, mail, draft.now, draft.now + RECEIPT_DELAY));
  return { entry: bytes, opening: commitment.opening, manageToken: token };
}

/** Appends an `attest`. Returns its index. */
export function attest(
  draft: LogDraft,
  signature: SignatureState | null,
  level: Level,
  observed: Pick<Observed, "salt" | "observation">,
): number {
  const index = draft.state.size;
  const entry: AttestEntry = {
    act: "attest",
    of: signature?.index ?? -1,
    level,
    observation: digestOf(observed),
  };
  draft.state = step(draft.state, signature, entry, index).statement;
  draft.entries.push(formatEntry(entry));
  return index;
}
