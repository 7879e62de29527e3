import { RefusedError } from "@undersigned/core/errors.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import type { DisputeRow } from "@undersigned/store/disputes.ts";
import { readDispute } from "@undersigned/store/disputes.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import { disputeRecord } from "./dispute-evidence.ts";
import { shownName } from "./dispute-mails.ts";
import { openAnswer, openSaid } from "./disputed-words.ts";
import type { CheckedDispute, DisputedName, OwnDispute, PublicDispute } from "./disputes.ts";
import { refuseExpired } from "./disputing.ts";
import { viewOwnStatement } from "./own-signature.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { refuseToken } from "./signing-tokens.ts";
import type { Statements } from "./statements.ts";

type ViewDeps = Pick<SigningDeps, "store" | "secrets" | "clock"> & { readonly statements: Statements };

/** What its entry in the list shows of a named signature. */
export function viewName(row: SignatureRow): DisputedName {
  const part: Partial<PublicPart> = row.named === 1 && row.public_part !== null ? JSON.parse(row.public_part) : {};
  return { index: row.idx, kind: row.kind, name: part.name ?? null, domain: part.domain ?? null, level: row.level };
}

async function signatureOf({ store }: Pick<ViewDeps, "store">, row: DisputeRow): Promise<SignatureRow> {
  const signature = await readSignature(store.db, row.statement_id, row.signature_index);
  if (signature === null) throw new RefusedError("unavailable", `Signature ${row.signature_index} is missing.`);
  return signature;
}

export async function viewOwn(deps: ViewDeps, statementId: string, disputeId: string): Promise<OwnDispute> {
  const row = await readDispute(deps.store.db, statementId, disputeId);
  if (row === null) throw refuseToken();
  if (row.state === "unconfirmed" && row.expires_at < deps.clock()) {
    throw refuseExpired();
  }
  const statement = await viewOwnStatement(deps, statementId);
  const disputed = viewName(await signatureOf(deps, row));
  return {
    statement,
    id: row.id,
    disputed,
    record: disputeRecord(disputed, statement.log?.origin ?? ""),
    state: row.state,
    level: row.level,
    expires: row.expires_at,
    openedAt: row.opened_at,
    settledAt: row.settled_at,
  };
}

export async function viewChecked(deps: ViewDeps, row: DisputeRow): Promise<CheckedDispute> {
  const signature = await signatureOf(deps, row);
  return {
    id: row.id,
    disputed: viewName(signature),
    state: row.state,
    level: row.level,
    openedAt: row.opened_at,
    settledAt: row.settled_at,
    said: openSaid(deps.secrets, row),
    answer: openAnswer(deps.secrets, row),
    createdAt: row.created_at,
    status: signature.status,
  };
}

/** While it is open the name is shown here only where whoever disputes it allows that; upheld, it is in the list anyway. */
export async function viewPublic(deps: ViewDeps, row: DisputeRow): Promise<PublicDispute | null> {
  const { state, opened_at: openedAt } = row;
  if (openedAt === null || state === "unconfirmed" || state === "waiting" || state === "declined") return null;
  const signature = await signatureOf(deps, row);
  const mayShow = signature.status === "standing" || (signature.status === "disputed" && row.keeps_name === 1);
  const name = mayShow ? shownName(signature) : row.name;
  return { index: row.signature_index, kind: signature.kind, name, state, openedAt, settledAt: row.settled_at };
}
