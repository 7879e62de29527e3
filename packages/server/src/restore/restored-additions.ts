import type { Transaction } from "@undersigned/store/engine.ts";
import type { AdditionTable } from "@undersigned/store/schema.ts";
import { listVersionNumbers } from "@undersigned/store/versions.ts";
import type { Insertable } from "kysely";
import type { RestoredEntry } from "./restored-entry.ts";

/**
 * Answers, corrections and translations that came back with their entries. Their documents are lost: pages say so. Nobody is
 * told of a correction again.
 */
export async function restoreAdditions(
  tx: Transaction,
  statementId: string,
  entries: readonly RestoredEntry[],
): Promise<void> {
  const numbers = new Map((await listVersionNumbers(tx, statementId)).map(({ digest, number }) => [digest, number]));
  const rows = entries.flatMap(({ index, entry, at }): Insertable<AdditionTable>[] => {
    const row = { statement_id: statementId, entry_index: index, added_at: at, told_to: null };
    switch (entry.act) {
      case "response":
        return [{ ...row, act: entry.act, version: null, sha256: entry.sha256 }];
      case "correction":
        return [{ ...row, act: entry.act, version: numbers.get(entry.version) ?? null, sha256: null }];
      case "translation":
        return [{ ...row, act: entry.act, version: numbers.get(entry.version) ?? null, sha256: entry.sha256 }];
      default:
        return [];
    }
  });
  await tx.insertMany("addition", rows);
}
