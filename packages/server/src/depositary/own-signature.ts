import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readPending } from "@undersigned/store/pending.ts";
import { readGeneration } from "@undersigned/store/representatives.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import type { Secrets } from "../secrets.ts";
import { openPrivateHalf, readPublicHalf } from "./openings.ts";
import type { SignedInput } from "./signing.ts";
import { readToken, refuseToken } from "./signing-tokens.ts";
import type { Statements, StatementView } from "./statements.ts";

type Deps = { readonly store: Store; readonly secrets: Secrets };

/** The signature that a token manages: a manage token's own, or that which a confirmation token confirmed. */
export async function findOwnSignature(
  { store, secrets }: Deps,
  token: string,
): Promise<{ statementId: string; index: number }> {
  const target = readToken(secrets.macKey, token);
  if (target.kind === "manage") {
    await checkNotReplaced(store, target.statementId, target.index, target.generation);
    return target;
  }
  const row = await readPending(store.db, target.statementId, target.pendingId);
  if (!row) throw refuseToken();
  if (row.confirmed_index === null) {
    throw new RefusedError(
      "wrong_state",
      row.confirmed_at === null
        ? "This signature is not confirmed yet, so there is nothing to manage or take back."
        : "This signature is not recorded yet: it waits for what the statement asks for. The link in the mail about that takes it back.",
    );
  }
  await checkNotReplaced(store, target.statementId, row.confirmed_index, 0);
  return { statementId: target.statementId, index: row.confirmed_index };
}

/**
 * Makes sure that a link is not one that was mailed to somebody who no longer speaks for the organisation that signed.
 * @param generation of the link: 0 of every one that was mailed to whoever signed
 * @throws RefusedError `token_invalid`
 */
export async function checkNotReplaced(
  store: Store,
  statementId: string,
  index: number,
  generation: number,
): Promise<void> {
  if ((await readGeneration(store, statementId, index)) === generation) return;
  throw new RefusedError(
    "token_invalid",
    "This link no longer opens anything: somebody else looks after this signature for the organisation now. It stands as it was.",
    { field: "token" },
  );
}

/** The row of the signature that a token manages. @throws RefusedError `token_invalid` */
export async function readOwnSignature(deps: Deps, token: string): Promise<SignatureRow> {
  const { statementId, index } = await findOwnSignature(deps, token);
  const row = await readSignature(deps.store.db, statementId, index);
  if (!row) throw refuseToken();
  return row;
}

/** Whoever holds a mailed token may see the statement it is about, link-only or not. */
export async function viewOwnStatement(
  { statements }: { readonly statements: Statements },
  statementId: string,
): Promise<StatementView> {
  const statement = await statements.find(statementId, { administrator: true });
  if (!statement) throw refuseToken();
  return statement;
}

/** What a stored signature shows, to its signatory; null once its openings are destroyed. */
export function readOwnInput(secrets: Pick<Secrets, "sealKey">, row: SignatureRow): SignedInput | null {
  const half = readPublicHalf(row);
  if (!("part" in half)) return null;
  const held = openPrivateHalf(secrets, row)?.part;
  const identity = row.named === 1 ? half.part : held;
  const { name = "", organisation, role, place } = identity ?? {};
  const { lang, reservation, domain, names, country, authority } = half.part;
  return {
    kind: row.kind,
    capacity: row.capacity,
    named: row.named === 1,
    name,
    organisation,
    role,
    place,
    names,
    country,
    authority,
    representative: held?.representative?.name,
    domain,
    lang,
    reservation,
    version: row.version,
  };
}
