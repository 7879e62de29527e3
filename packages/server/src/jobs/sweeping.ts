import type { Store } from "@undersigned/store/engine.ts";
import { markSwept, SWEPT, unsweptSpan } from "@undersigned/store/erasures.ts";
import { deleteOldBackups } from "@undersigned/store/sqlite/back-up.ts";
import type { RecurringJob } from "./runner.ts";

type Deps = {
  readonly store: Store;
  readonly clock: () => number;
  /** Folder in which SQLite's copies of the database lie. */
  readonly dataDir: string;
};

const MINUTE = 60_000;
const DAY = 86_400_000;
/** VACUUM of PostgreSQL reads all indices of its tables: not for each erasure by itself. */
const POSTGRES_PAUSE = 5 * MINUTE;
/** SQLite writes its file anew this long after an erasure; when people are signing just then, at most so much later. */
const REWRITE_AFTER = DAY;
const REWRITE_AT_LAST = 7 * DAY;

/** Makes the database let go of the bytes of whoever was erased, and deletes the copies made before upgrades in time. */
export function sweepingJobs({ store, clock, dataDir }: Deps): RecurringJob[] {
  const isSqlite = store.engine === "sqlite";
  const jobs: RecurringJob[] = [
    {
      kind: "sweep-erasures",
      every: isSqlite ? 5_000 : POSTGRES_PAUSE,
      run: () => sweep(store, isSqlite ? SWEPT.journal : SWEPT.file),
    },
  ];
  if (!isSqlite) return jobs;
  let before = -1;
  jobs.push({
    kind: "rewrite-file",
    every: MINUTE,
    async run() {
      const span = await unsweptSpan(store, SWEPT.journal);
      if (span === null) return;
      const size = await countEntries(store);
      const isQuiet = size === before;
      before = size;
      const age = clock() - span.oldest;
      if (age >= REWRITE_AT_LAST || (age >= REWRITE_AFTER && isQuiet)) await sweep(store, SWEPT.file);
    },
  });
  jobs.push({ kind: "purge-copies", every: 60 * MINUTE, run: async () => void deleteOldBackups(dataDir, clock()) });
  return jobs;
}

async function sweep(store: Store, to: 1 | 2): Promise<void> {
  const span = await unsweptSpan(store, to === SWEPT.file ? SWEPT.journal : SWEPT.no);
  if (span === null) return;
  if (await store.sweep({ rewrite: to === SWEPT.file })) await markSwept(store, span.newest, to);
}

/** Entries of all logs together: while they do not grow, nobody signs. */
async function countEntries({ db }: Store): Promise<number> {
  const { size } = await db
    .selectFrom("log")
    .select((of) => of.fn.sum<number>("size").as("size"))
    .executeTakeFirstOrThrow();
  return size ?? 0;
}
