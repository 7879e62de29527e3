import { RefusedError } from "@undersigned/core/errors.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import type { DisputeRow } from "@undersigned/store/disputes.ts";
import { readDispute } from "@undersigned/store/disputes.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readManySignatures } from "@undersigned/store/signatures.ts";
import { disputeRecord, RECORD_LEVEL } from "./dispute-evidence.ts";
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

/** Each with the signature that it is about. */
async function withSignatures({ store }: Pick<ViewDeps, "store">, statementId: string, rows: readonly DisputeRow[]) {
  const indices = [...new Set(rows.map((row) => row.signature_index))];
  const signatures = await readManySignatures(store, statementId, indices);
  const byIndex = new Map(signatures.map((signature) => [signature.idx, signature]));
  return rows.map((row) => {
    const signature = byIndex.get(row.signature_index);
    if (signature === undefined) {
      throw new RefusedError("unavailable", `Signature ${row.signature_index} is missing.`);
    }
    return { row, signature };
  });
}

export async function viewOwn(deps: ViewDeps, statementId: string, disputeId: string): Promise<OwnDispute> {
  const row = await readDispute(deps.store.db, statementId, disputeId);
  if (row === null) throw refuseToken();
  if (row.state === "unconfirmed" && row.expires_at < deps.clock()) {
    throw refuseExpired();
  }
  const statement = await viewOwnStatement(deps, statementId);
  const [found] = await withSignatures(deps, statementId, [row]);
  if (found === undefined) throw refuseToken();
  const disputed = viewName(found.signature);
  return {
    statement,
    id: row.id,
    disputed,
    record: disputeRecord(disputed, statement.log?.origin ?? ""),
    asksKey: disputed.level > RECORD_LEVEL,
    state: row.state,
    level: row.level,
    expires: row.expires_at,
    openedAt: row.opened_at,
    settledAt: row.settled_at,
  };
}

export async function viewChecked(
  deps: ViewDeps,
  statementId: string,
  rows: readonly DisputeRow[],
): Promise<CheckedDispute[]> {
  return (await withSignatures(deps, statementId, rows)).map(({ row, signature }) => ({
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
  }));
}

/** Those that hid a name. */
export async function viewPublic(
  deps: ViewDeps,
  statementId: string,
  rows: readonly DisputeRow[],
): Promise<PublicDispute[]> {
  return (await withSignatures(deps, statementId, rows)).flatMap(({ row, signature }) => viewOne(row, signature) ?? []);
}

/** While it is open the name is shown here only where whoever disputes it allows that; upheld, it is in the list anyway. */
function viewOne(row: DisputeRow, signature: SignatureRow): PublicDispute | null {
  const { state, opened_at: openedAt } = row;
  if (openedAt === null || state === "unconfirmed" || state === "waiting" || state === "declined") return null;
  const mayShow = signature.status === "standing" || (signature.status === "disputed" && row.keeps_name === 1);
  const name = mayShow ? shownName(signature) : row.name;
  return { index: row.signature_index, kind: signature.kind, name, state, openedAt, settledAt: row.settled_at };
}
