import { emptyStatement } from "@undersigned/core/signature/statement-state.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readLog } from "@undersigned/store/log-reading.ts";
import type { CheckedCopy, CheckedCounts } from "./checks.ts";
import { countAll } from "./create-signed-on.ts";
import type { SignedOn } from "./signed-on.ts";

type Deps = { readonly store: Store; readonly signedOn: SignedOn; readonly clock: () => number };

/** What a copy claims of how many signed, beside what the log held on the day that it says it is of, and holds now. */
export async function countCopy(
  { store, signedOn, clock }: Deps,
  statementId: string,
  date: CheckedCopy["date"],
  claimed: CheckedCounts["claimed"],
): Promise<CheckedCounts> {
  const row = await readLog(store.db, statementId);
  const now = countAll(row ? JSON.parse(row.state) : emptyStatement());
  const hasBegun = date !== null && Date.parse(`${date.day}T00:00:00Z`) <= clock();
  const log = hasBegun ? await signedOn.count(statementId, date.day) : null;
  return { claimed, onDay: log?.publishedAt == null ? null : log, now };
}
