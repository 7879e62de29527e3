import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { mergeSignatureNotes } from "@undersigned/core/signature/signature-note.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readLog } from "@undersigned/store/log-reading.ts";
import { listKeyObservations } from "@undersigned/store/observations.ts";
import type { Secrets } from "../secrets.ts";
import { createMemo } from "./memo.ts";
import { openObserved } from "./observing.ts";
import type { StatementReading } from "./statement-reading.ts";

/** What organisations signed with keys of their own. */
export type SignatureNotes = {
  /**
   * The signatures of a version by the keys of named organisations that stand, as C2SP signed notes: one note of at most
   * 100 lines, and further ones for what is beyond. Empty where nobody signed with a key.
   */
  list(statementId: string, number: number): Promise<readonly Uint8Array[]>;
};

type Deps = { readonly store: Store; readonly secrets: Secrets; readonly reading: StatementReading };

/** Versions of which the notes are remembered. */
const KEPT = 32;

export function makeSignatureNotes({ store, secrets, reading }: Deps): SignatureNotes {
  // Who signed with a key, and still stands, changes with the log alone.
  const memo = createMemo<readonly Uint8Array[]>({ freshFor: Number.POSITIVE_INFINITY, limit: KEPT });

  async function merge(statementId: string, version: string): Promise<readonly Uint8Array[]> {
    const notes = new Map<string, string>();
    for (const row of await listKeyObservations(store, statementId, version)) {
      const { observation } = openObserved(secrets, row);
      if (observation.kind !== "key" || observation.version !== version) continue;
      const { name, keyId } = parseVerifierKey(observation.vkey);
      const key = JSON.stringify([name, [...keyId]]);
      // The first by each key: an organisation can make several that verify, and a note holds one.
      if (!notes.has(key)) notes.set(key, observation.note);
    }
    return notes.size === 0 ? [] : mergeSignatureNotes([...notes.values()]);
  }

  return {
    async list(statementId, number) {
      const frozen = await reading.frozen(statementId, number);
      if (frozen === null) return [];
      const size = (await readLog(store.db, statementId))?.size ?? 0;
      return (await memo.get(`${statementId} ${number} ${size}`, () => merge(statementId, frozen.digest))) ?? [];
    },
  };
}
