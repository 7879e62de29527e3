import { randomUUID } from "node:crypto";
import { RefusedError } from "@undersigned/core/errors.ts";
import { findAccount } from "@undersigned/store/accounts.ts";
import { deleteApiToken, findApiToken, insertApiToken, listApiTokens } from "@undersigned/store/api-tokens.ts";
import type { By } from "./account-acts.ts";
import { recordAccountAct } from "./account-acts.ts";
import type { Account, Administrators, TokenAtHand } from "./administrators.ts";
import type { AdministratorsDeps } from "./administrators-deps.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { contactField } from "./fields.ts";
import { viewAccount } from "./sessions.ts";
import { hashToken, randomToken } from "./tokens.ts";

type Deps = Pick<AdministratorsDeps, "store" | "clock">;

/** Says what it is where it is found: in a shell's history, in a repository. */
const PREFIX = "undersigned_";
const labelField = contactField(100);

/** A bearer token for the API: told once, kept as SHA-256. `label` says what it is for. `by`: null at the server itself. */
export async function createApiToken(
  { store, clock }: Deps,
  label: string,
  by: Account | null = null,
): Promise<string> {
  const parsed = labelField.safeParse(label);
  if (!parsed.success) {
    const problems = describeIssues(parsed.error.issues, label).map((problem) => ({ ...problem, field: "label" }));
    throw new FieldsRefusedError(problems);
  }
  const token = `${PREFIX}${randomToken()}`;
  await store.transaction(async (tx) => {
    await insertApiToken(tx, {
      id: randomUUID(),
      token_hash: hashToken(token),
      label: parsed.data,
      created_at: clock(),
      account_id: by?.id ?? null,
    });
    const doer = by && { kind: by.role, id: by.id, name: by.name };
    await recordAccountAct(tx, "token-created", { by: doer, subject: parsed.data }, clock());
  });
  return token;
}

/**
 * Looking up a digest of 256 random bits tells nothing by its timing about the token. One whose account is gone opens
 * nothing, even where it was made while the account was removed.
 */
export async function checkApiToken({ store }: Deps, bearer: string): Promise<TokenAtHand | null> {
  if (!bearer.startsWith(PREFIX)) return null;
  const found = await findApiToken(store, hashToken(bearer));
  if (found === null) return null;
  const { id, label, account_id } = found;
  if (account_id === null) return { id, label, account: null };
  const account = await findAccount(store, account_id);
  return account && { id, label, account: viewAccount(account) };
}

export async function readApiTokens({ store }: Deps, accountId?: string): ReturnType<Administrators["listTokens"]> {
  return (await listApiTokens(store))
    .filter(({ account_id }) => accountId === undefined || account_id === accountId)
    .map(({ id, label, created_at, account_id }) => ({ id, label, createdAt: created_at, accountId: account_id }));
}

/** @throws RefusedError `not_found` */
export async function revokeApiToken({ store, clock }: Deps, id: string, by: By = null): Promise<void> {
  await store.transaction(async (tx) => {
    const gone = await deleteApiToken(tx, id);
    if (gone === null) throw new RefusedError("not_found", "There is no such token.");
    await recordAccountAct(tx, "token-revoked", { by, subject: gone.label }, clock());
  });
}
