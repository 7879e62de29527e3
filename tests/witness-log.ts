import { concatBytes, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { Appended } from "@undersigned/core/log/append.ts";
import { append, emptyEdge } from "@undersigned/core/log/append.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { HASH_LENGTH, hashLeaf } from "@undersigned/core/log/merkle.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { signNote } from "@undersigned/core/log/note.ts";
import type { ReadNodesSync } from "@undersigned/core/log/prove.ts";
import { makeTileNodes, proveConsistency } from "@undersigned/core/log/prove.ts";
import { formatWitnessRequest } from "@undersigned/core/log/witness-request.ts";
import { makeTestSigner } from "./test-signer.ts";

/** A log of any size that was asked for, signed as its depositary signs. Its entries are numbers, up to where it forks. */
export type TestLog = {
  readonly key: VerifierKey;
  checkpoint(size: number): Uint8Array;
  proof(old: number, size: number): Promise<Uint8Array[]>;
  /** The body of add-checkpoint. */
  request(old: number, size: number): Promise<Uint8Array>;
};

/**
 * Makes a log.
 * @param forkAt from this entry on they are others than in the log without a fork
 */
export function makeTestLog(origin: string, seed: number, forkAt = Number.POSITIVE_INFINITY): TestLog {
  const { signer, key } = makeTestSigner(origin, seed);
  const states = new Map<number, Appended>();
  function stateAt(size: number): Appended {
    const leaves = Array.from({ length: size }, (_, i) => hashLeaf(encodeUtf8(i < forkAt ? `${i}` : `other ${i}`)));
    const state = states.get(size) ?? append(emptyEdge(), leaves);
    states.set(size, state);
    return state;
  }
  function checkpoint(size: number): Uint8Array {
    return signNote(formatCheckpoint({ origin, size, root: stateAt(size).root, extensions: [] }), [signer]);
  }
  async function proof(old: number, size: number): Promise<Uint8Array[]> {
    return old === 0 ? [] : await proveConsistency(old, size, readerOf(stateAt(size)));
  }
  return {
    key,
    checkpoint,
    proof,
    request: async (old, size) =>
      formatWitnessRequest({ old, proof: await proof(old, size), checkpoint: checkpoint(size) }),
  };
}

function readerOf({ edge, tiles }: Appended): ReadNodesSync {
  return (level, index, width) => {
    const full = tiles.find((tile) => tile.level === level && tile.index === index)?.hashes;
    const bytes = full ?? concatBytes(...(edge.levels[level] ?? []));
    return makeTileNodes(bytes.subarray(0, width * HASH_LENGTH), width);
  };
}
