import { equalBytes } from "@undersigned/core/bytes.ts";
import type { CosignerKey } from "@undersigned/core/log/cosignature.ts";
import { formatCosignerKey } from "@undersigned/core/log/cosignature.ts";
import type { NoteSignature } from "@undersigned/core/log/note.ts";
import { formatNote, NOTE_SIGNATURE_LIMIT, parseNote } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { meetsQuorum, QUORUM_NONE } from "@undersigned/core/log/policy.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { CosignedCheckpoint } from "@undersigned/store/witnesses.ts";
import { listCosigned } from "@undersigned/store/witnesses.ts";
import { createMemo } from "./memo.ts";
import type { SignedTree } from "./published.ts";

/** Reads what the witnesses cosigned of the log of heads. */
export type CosignedHeads = {
  /** The newest state of it that as many witnesses cosigned as the policy asks for; null when there is none, or it asks for none. */
  latest(): Promise<SignedTree | null>;
  /** The checkpoint of a published state, with the cosignatures that there are of it by now. */
  decorate(heads: SignedTree): Promise<Uint8Array>;
};

type Cosignatures = CosignedCheckpoint["cosignatures"];

/** Milliseconds: a burst of receipts asks the database once. */
const FRESH_FOR = 250;
/** Of checkpoints that too few cosigned, so many are kept: witnesses that lag may still complete one. */
const KEPT_INCOMPLETE = 20;

/** @param policy null: there are no witnesses, and nothing is read */
export function makeCosignedHeads(store: Store, policy: Policy | null): CosignedHeads {
  if (policy === null) return { latest: async () => null, decorate: async ({ checkpoint }) => checkpoint };
  const memo = createMemo<SignedTree>({ freshFor: FRESH_FOR, limit: 1 });
  let last: SignedTree | null = null;
  async function look(): Promise<SignedTree | null> {
    const found = (await listCosigned(store)).find(({ cosignatures }) => isEnough(policy as Policy, cosignatures));
    if (found === undefined) return null;
    const { size, root } = found;
    const checkpoint = addCosignatures(found.checkpoint, policy as Policy, found.cosignatures);
    // The same object for the same state, so that what is proved from it need not be proved again.
    if (last === null || !equalBytes(last.checkpoint, checkpoint)) last = { size, root, checkpoint };
    return last;
  }
  return {
    latest: () => (policy.quorum === QUORUM_NONE ? Promise.resolve(null) : memo.get("latest", look)),
    async decorate({ size, checkpoint }) {
      const [found] = await listCosigned(store, size);
      return found === undefined ? checkpoint : addCosignatures(checkpoint, policy, found.cosignatures);
    },
  };
}

/** Whether those who cosigned are enough for the policy, which must ask for somebody. */
export function isEnough(policy: Policy, cosignatures: Cosignatures): boolean {
  const vkeys = new Set(cosignatures.map(({ vkey }) => vkey));
  return meetsQuorum(
    policy,
    keysOf(policy).filter((key) => vkeys.has(formatCosignerKey(key))),
  );
}

/** Which of the cosigned checkpoints (the newest first) will not be asked for again: their sizes. */
export function findSuperfluous(policy: Policy, cosigned: readonly CosignedCheckpoint[]): number[] {
  const complete = cosigned.findIndex(({ cosignatures }) => isEnough(policy, cosignatures));
  const newer = complete < 0 ? cosigned : cosigned.slice(0, complete);
  const older = complete < 0 ? [] : cosigned.slice(complete + 1);
  return [...newer.slice(KEPT_INCOMPLETE), ...older].map(({ size }) => size);
}

/** Those of witnesses of the policy, in its order, as many as a note may carry. Others are left out. */
function addCosignatures(checkpoint: Uint8Array, policy: Policy, cosignatures: Cosignatures): Uint8Array {
  const { text, signatures } = parseNote(checkpoint);
  const lines = keysOf(policy).flatMap((key): NoteSignature[] => {
    const found = cosignatures.find(({ vkey }) => vkey === formatCosignerKey(key));
    return found === undefined ? [] : [{ name: key.name, keyId: key.keyId, signature: found.signature }];
  });
  return formatNote(text, [...signatures, ...lines].slice(0, NOTE_SIGNATURE_LIMIT));
}

function keysOf({ witnesses }: Policy): CosignerKey[] {
  return witnesses.map(({ key }) => key);
}
