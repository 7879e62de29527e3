import { randomUUID } from "node:crypto";
import { countAccountAct, insertAccountAct } from "@undersigned/store/account-acts.ts";
import type { WayIn } from "@undersigned/store/account-tables.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import type { Doer } from "./doer.ts";
import { doerColumns } from "./doer.ts";

/** What accounts do that stands in no statement's log. */
export const ACCOUNT_ACTS = [
  "set-up",
  "signed-in",
  "sign-in-failed",
  "session-revoked",
  "account-invited",
  "invitation-revoked",
  "account-accepted",
  "role-changed",
  "assigned",
  "unassigned",
  "account-removed",
  "token-created",
  "token-revoked",
  "passkey-added",
  "passkey-removed",
  "passkey-refused",
  "openid-bound",
  "openid-unbound",
  "representative-revoked",
  "representative-restored",
  "organisations-invited",
  "organisations-reminded",
  "invitation-withdrawn",
  "name-admitted",
  "name-refused",
] as const;

export type AccountActName = (typeof ACCOUNT_ACTS)[number];

/** Who did it; null of what is done at the server, on its command line. */
export type By = Doer | null;

type Access = Pick<Transaction, "db">;

const HOUR = 3_600_000;
const AT_SERVER = { doer_kind: "nobody", doer_id: "", doer_name: "" } as const;

/** Writes down what was done, in the transaction that did it. `subject` and `detail` are words, and never a mailbox. */
export async function recordAccountAct(
  access: Access,
  act: AccountActName,
  told: { readonly by: By; readonly subject?: string; readonly detail?: string; readonly count?: number },
  now: number,
): Promise<void> {
  await insertAccountAct(access, {
    ...(told.by === null ? AT_SERVER : doerColumns(told.by)),
    id: randomUUID(),
    act,
    subject: told.subject ?? null,
    detail: told.detail ?? null,
    count: told.count ?? 1,
    done_at: now,
  });
}

/**
 * Counts an attempt to sign in that failed: by hour and way in, and by nothing that tells whose account was tried. A row for
 * each would let anybody fill the table.
 */
export async function countFailedSignIn(access: Access, way: WayIn, now: number): Promise<void> {
  const hour = Math.floor(now / HOUR);
  await countAccountAct(access, {
    ...AT_SERVER,
    id: `failed.${way}.${hour}`,
    act: "sign-in-failed",
    subject: null,
    detail: way,
    count: 1,
    done_at: now,
  });
}
