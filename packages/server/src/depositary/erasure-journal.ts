import { open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { forgetAgain } from "@undersigned/store/endings.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { ErasureNumbers } from "@undersigned/store/erasures.ts";
import { listErasuresAfter, listUnjournaled, markJournaled } from "@undersigned/store/erasures.ts";
import { findStatement } from "@undersigned/store/statements.ts";
import { syncFolder } from "./durable-file.ts";

/**
 * What was erased is also written down outside the database, by numbers alone: a restored copy of the database must not
 * bring anybody back. Docs: docs/decisions/011, docs/guide/operators.md.
 */
export type ErasureJournal = {
  /**
   * At the start, before anything is served: destroys again what the journal says was destroyed and the database does not
   * know of; and writes down what the journal lacks. Returns how many signatures were forgotten again.
   */
  replay(): Promise<number>;
  /** Writes down what was erased since, durably. */
  keep(): Promise<void>;
};

type Deps = { readonly store: Store; readonly dataDir: string; readonly clock: () => number };

const NAME = "erasures";
const FORMAT = "undersigned/erasures@v1";
/** The full stop tells a whole line from one that a crash cut short. */
const LINE = /^([a-z0-9-]{1,64}) (0|[1-9]\d{0,15}) (0|[1-9]\d{0,15}) \.$/;
const BATCH = 1_000;

export function formatErasure({ statement_id, entry_index, signature_index }: ErasureNumbers): string {
  return `${statement_id} ${entry_index} ${signature_index} .\n`;
}

/** The whole lines of a journal. What a crash cut short was never relied on, and is passed over. */
export function parseErasures(text: string): ErasureNumbers[] {
  return text.split("\n").flatMap((line) => {
    const [, statement_id, entry, signature] = LINE.exec(line) ?? [];
    if (statement_id === undefined) return [];
    return [{ statement_id, entry_index: Number(entry), signature_index: Number(signature) }];
  });
}

export function openErasureJournal({ store, dataDir, clock }: Deps): ErasureJournal {
  const file = join(dataDir, NAME);
  let keeping: Promise<void> = Promise.resolve();

  async function keepAll(): Promise<void> {
    for (;;) {
      const erasures = await listUnjournaled(store, BATCH);
      if (erasures.length === 0) return;
      await appendDurably(file, erasures);
      await store.transaction((tx) => markJournaled(tx, erasures));
      if (erasures.length < BATCH) return;
    }
  }

  return {
    async replay() {
      const journal = groupByStatement(parseErasures(await readText(file)));
      const known = await readKnown(store);
      let count = 0;
      for (const [statementId, erasures] of journal) {
        const missing = [...erasures].filter(([index]) => !known.get(statementId)?.has(index));
        count += await forgetMissing(store, statementId, missing, clock());
      }
      // PostgreSQL is vacuumed by a job: it need not hold up the start.
      if (count > 0 && store.engine === "sqlite") await store.sweep();
      const unwritten = [...known].flatMap(([statement_id, erasures]) =>
        [...erasures]
          .filter(([index]) => !journal.get(statement_id)?.has(index))
          .map(([signature_index, entry_index]) => ({ statement_id, entry_index, signature_index })),
      );
      if (unwritten.length > 0) await appendDurably(file, unwritten);
      return count;
    },
    keep() {
      const done = keeping.then(keepAll);
      keeping = done.catch(() => undefined);
      return done;
    },
  };
}

/** By statement: index of the signature, and of the act that ended it. */
type ByStatement = Map<string, Map<number, number>>;

function groupByStatement(erasures: readonly ErasureNumbers[], into: ByStatement = new Map()): ByStatement {
  for (const { statement_id, entry_index, signature_index } of erasures) {
    const group = into.get(statement_id) ?? new Map<number, number>();
    into.set(statement_id, group.set(signature_index, entry_index));
  }
  return into;
}

async function readKnown(store: Store): Promise<ByStatement> {
  const known: ByStatement = new Map();
  let last: ErasureNumbers | null = null;
  for (;;) {
    const page: ErasureNumbers[] = await listErasuresAfter(store, last, BATCH);
    groupByStatement(page, known);
    last = page.at(-1) ?? null;
    if (last === null || page.length < BATCH) return known;
  }
}

async function forgetMissing(
  store: Store,
  statementId: string,
  missing: readonly (readonly [number, number])[],
  now: number,
): Promise<number> {
  // Another depositary's, or one of before its first statement: there is nobody here to forget.
  if (missing.length === 0 || (await findStatement(store, statementId))?.id !== statementId) return 0;
  for (let start = 0; start < missing.length; start += BATCH) {
    const erased = missing.slice(start, start + BATCH).map(([index, endedIndex]) => ({ index, endedIndex }));
    await store.transaction((tx) => forgetAgain(tx, statementId, erased, now), { retry: true });
  }
  return missing.length;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

/** Begins with a newline, which ends a line that a crash may have cut short. */
async function appendDurably(file: string, erasures: readonly ErasureNumbers[]): Promise<void> {
  const handle = await open(file, "a", 0o600);
  try {
    const { size } = await handle.stat();
    await handle.writeFile(`${size === 0 ? FORMAT : ""}\n${erasures.map(formatErasure).join("")}`);
    await handle.sync();
    if (size === 0) await syncFolder(dirname(file));
  } finally {
    await handle.close();
  }
}
