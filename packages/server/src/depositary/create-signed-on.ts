import { RefusedError } from "@undersigned/core/errors.ts";
import { checkDate } from "@undersigned/core/signature/date.ts";
import type { StatementState } from "@undersigned/core/signature/statement-state.ts";
import { emptyStatement } from "@undersigned/core/signature/statement-state.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readLog } from "@undersigned/store/log-reading.ts";
import { createMemo } from "./memo.ts";
import { findHeadBefore } from "./published-by.ts";
import { createReplays } from "./replays.ts";
import type { CountOn, SignedOn } from "./signed-on.ts";
import type { Statements } from "./statements.ts";

type Deps = { readonly store: Store; readonly statements: Statements; readonly clock: () => number };

const DAY = 86_400_000;
/** States of logs to remember: a log of a size never had another. */
const REMEMBERED = 1_000;

export function createSignedOn({ store, statements, clock }: Deps): SignedOn {
  const replays = createReplays(store);
  const states = createMemo<StatementState>({ freshFor: Number.POSITIVE_INFINITY, limit: REMEMBERED });

  async function stateAt(statementId: string, size: number): Promise<StatementState> {
    const found = await states.get(`${statementId}/${size}`, () => replays.stateAt(statementId, size));
    return found ?? emptyStatement();
  }

  async function findHead(statementId: string, day: string) {
    return await findHeadBefore(store, statementId, readDay(day, clock()) + DAY);
  }

  return {
    async count(statementId, day) {
      const head = await findHead(statementId, day);
      if (head === null && (await readLog(store.db, statementId)) === null) return null;
      const { counts, versions } = head === null ? emptyStatement() : await stateAt(statementId, head.size);
      return {
        day,
        publishedAt: head === null ? null : head.time * 1_000,
        size: head?.size ?? 0,
        ...countAll({ counts, versions }),
        versions: versions.map((digest, i) => ({ number: i + 1, signed: counts.versions[digest]?.total ?? 0 })),
      };
    },
    async signatories(statementId, day, query) {
      const head = await findHead(statementId, day);
      if (head === null) return { items: [], next: null };
      const { items, next } = await statements.signatories(statementId, query);
      const earlier = items.filter(({ index }) => index < head.size);
      return { items: earlier, next: earlier.length < items.length ? null : next };
    },
  };
}

/** What counts under any version. */
export function countAll({ counts, versions }: Pick<StatementState, "counts" | "versions">): CountOn {
  const sum = { total: 0, organisations: 0, people: 0, named: 0, unnamed: 0 };
  for (const digest of versions) {
    const count = counts.versions[digest];
    if (count === undefined) continue;
    for (const part of ["total", "organisations", "people", "named", "unnamed"] as const) sum[part] += count[part];
  }
  return sum;
}

/** The beginning of a day in UTC, in milliseconds since the epoch. */
function readDay(day: string, now: number): number {
  const field = "date";
  try {
    checkDate(day, "This");
  } catch (cause) {
    throw new RefusedError("invalid_field", "A day is written as YYYY-MM-DD, such as 2026-11-28.", { field, cause });
  }
  const begins = Date.parse(`${day}T00:00:00Z`);
  if (begins <= now) return begins;
  throw new RefusedError("invalid_field", `${day} has not begun yet (UTC): ask for today or an earlier day.`, {
    field,
  });
}
