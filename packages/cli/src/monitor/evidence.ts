import { join } from "node:path";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Checkpoint } from "@undersigned/core/log/checkpoint.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import type { ReadNodes } from "@undersigned/core/log/prove.ts";
import { proveConsistency, readRoot } from "@undersigned/core/log/prove.ts";
import type { Contradiction } from "@undersigned/core/verify/contradiction.ts";
import { checkContradiction, formatContradiction } from "@undersigned/core/verify/contradiction.ts";
import { readIfThere, writeDurably } from "./files.ts";

/** Where what shows a finding to others is kept, below the monitor's folder. No host begins with `_`. */
export const EVIDENCE_FOLDER = "_evidence";

export type EvidenceFolder = {
  /** Keeps a contradiction, which anybody can check with the depositary's key. Answers the file, below the monitor's folder. */
  keepContradiction(name: string, contradiction: Contradiction): Promise<string>;
  /** Keeps what was seen, signed or not: for people to look at, and worth the word of whoever kept it. */
  keepRecord(name: string, record: { readonly [member: string]: unknown }): Promise<string>;
};

export function openEvidence(folder: string): EvidenceFolder {
  async function keep(name: string, bytes: Uint8Array): Promise<string> {
    const path = join(EVIDENCE_FOLDER, name);
    // What was kept first is what counts: it is never overwritten.
    if ((await readIfThere(join(folder, path))) === null) await writeDurably(join(folder, path), bytes);
    return path;
  }
  return {
    keepContradiction: (name, contradiction) => keep(`${name}.contradiction.json`, formatContradiction(contradiction)),
    keepRecord: (name, record) => keep(`${name}.record.json`, encodeUtf8(`${JSON.stringify(record, null, 2)}\n`)),
  };
}

/** A signed checkpoint, as it was read. */
export type Signed = { readonly note: string; readonly checkpoint: Checkpoint };

/**
 * The contradiction between two checkpoints that one key signed for one log; null when tiles do not show one.
 * @param nodes tiles of the larger: wherever they are from, only what leads to its signed root counts
 */
export async function findTwoHistories(
  one: Signed,
  other: Signed,
  key: VerifierKey,
  nodes: ReadNodes,
): Promise<Contradiction | null> {
  const [earlier, later] = one.checkpoint.size <= other.checkpoint.size ? [one, other] : [other, one];
  const oldSize = earlier.checkpoint.size;
  const newSize = later.checkpoint.size;
  if (oldSize === 0) return null;
  try {
    const isOne = oldSize === newSize;
    const contradiction: Contradiction = {
      kind: "two-histories",
      checkpoints: [earlier.note, later.note],
      root: isOne ? later.checkpoint.root : await readRoot(oldSize, nodes),
      proof: isOne ? [] : await proveConsistency(oldSize, newSize, nodes),
    };
    checkContradiction(contradiction, key);
    return contradiction;
  } catch (error) {
    if (error instanceof UndersignedError && error.code !== "unavailable") return null;
    throw error;
  }
}
