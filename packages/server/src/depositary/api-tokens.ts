import { randomUUID } from "node:crypto";
import { RefusedError } from "@undersigned/core/errors.ts";
import { deleteApiToken, findApiToken, insertApiToken, listApiTokens } from "@undersigned/store/api-tokens.ts";
import type { AdministratorsDeps } from "./administrators-deps.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { contactField } from "./fields.ts";
import { hashToken, randomToken } from "./tokens.ts";

type Deps = Pick<AdministratorsDeps, "store" | "clock">;

/** Says what it is where it is found: in a shell's history, in a repository. */
const PREFIX = "undersigned_";
const labelField = contactField(100);

/** A bearer token for the API: told once, kept as SHA-256. `label` says what it is for. */
export async function createApiToken({ store, clock }: Deps, label: string): Promise<string> {
  const parsed = labelField.safeParse(label);
  if (!parsed.success) {
    const problems = describeIssues(parsed.error.issues, label).map((problem) => ({ ...problem, field: "label" }));
    throw new FieldsRefusedError(problems);
  }
  const token = `${PREFIX}${randomToken()}`;
  await insertApiToken(store, {
    id: randomUUID(),
    token_hash: hashToken(token),
    label: parsed.data,
    created_at: clock(),
  });
  return token;
}

/** Looking up a digest of 256 random bits tells nothing by its timing about the token. */
export async function checkApiToken({ store }: Deps, bearer: string): Promise<{ id: string } | null> {
  if (!bearer.startsWith(PREFIX)) return null;
  const found = await findApiToken(store, hashToken(bearer));
  return found === null ? null : { id: found.id };
}

export async function readApiTokens({ store }: Deps): Promise<{ id: string; label: string; createdAt: number }[]> {
  return (await listApiTokens(store)).map(({ id, label, created_at }) => ({ id, label, createdAt: created_at }));
}

/** @throws RefusedError `not_found` */
export async function revokeApiToken({ store }: Deps, id: string): Promise<void> {
  if (!(await deleteApiToken(store, id))) throw new RefusedError("not_found", "There is no such token.");
}
