import type { DatabaseSync } from "node:sqlite";
import { equalBytes } from "@undersigned/core/bytes.ts";
import { invariant, VerificationError } from "@undersigned/core/errors.ts";
import type { Checkpoint } from "@undersigned/core/log/checkpoint.ts";
import { checkConsistency, EMPTY_ROOT, findOldRoot } from "@undersigned/core/log/merkle.ts";
import type { WitnessRequest } from "@undersigned/core/log/witness-request.ts";
import type { Evidence, Suspicion } from "./evidence.ts";
import { dropSuspicions, keepEvidence } from "./evidence.ts";
import { immediately } from "./file.ts";

/** A request whose checkpoint the log's key has signed. */
export type SignedRequest = {
  readonly request: WitnessRequest;
  readonly checkpoint: Checkpoint;
  /** The request byte for byte, to be kept if it is evidence. */
  readonly body: Uint8Array;
};

/** What is to be answered, and what of it is new evidence that the operator has to be told of. */
export type Step = (
  | { readonly kind: "advanced"; readonly time: number }
  | { readonly kind: "conflict"; readonly size: number }
  | { readonly kind: "old_beyond_size" }
  | { readonly kind: "not_consistent"; readonly reason: string }
) & { readonly evidence: Evidence | null };

type Last = {
  readonly size: number;
  readonly root: Uint8Array;
  readonly checkpoint: Uint8Array | null;
  readonly time: number;
};

/**
 * Checks a checkpoint against the one that was cosigned last, and takes its place: both in one transaction, so that of two
 * requests from one size, in one process or in two, one advances the log and the other meets what it became.
 * @param now whole seconds since 1970-01-01T00:00:00Z
 * @returns after the commit: a cosignature for `advanced` may then be given away
 */
export function advance(database: DatabaseSync, signed: SignedRequest, now: number): Step {
  return immediately(database, () => {
    const last = readLast(database, signed.checkpoint.origin);
    const step = judge(last, signed);
    const evidence = step.suspicion === null ? null : keep(database, signed, last, step.suspicion, now);
    if (step.kind !== "consistent") {
      const { suspicion: _, ...told } = step;
      return { ...told, evidence };
    }
    const time = Math.max(now, last.time);
    const { origin, size, root } = signed.checkpoint;
    database
      .prepare("update log set size = ?, root = ?, checkpoint = ?, time = ? where origin = ?")
      .run(BigInt(size), root, signed.request.checkpoint, time, origin);
    dropSuspicions(database, signed.checkpoint);
    return { kind: "advanced", time, evidence };
  });
}

type Judgement = (
  | { readonly kind: "consistent" }
  | { readonly kind: "conflict"; readonly size: number }
  | { readonly kind: "old_beyond_size" }
  | { readonly kind: "not_consistent"; readonly reason: string }
) & { readonly suspicion: Suspicion | null };

function judge(last: Last, signed: SignedRequest): Judgement {
  const { request, checkpoint } = signed;
  const { size, root } = checkpoint;
  const forked = size === last.size && !equalBytes(root, last.root);
  // Two signed roots of one size are proof whatever else the request asks for.
  const suspicion = forked && size > 0 ? suspectRoot(size, root) : null;
  if (request.old > size) return { kind: "old_beyond_size", suspicion };
  if (request.old !== last.size || forked) return { kind: "conflict", size: last.size, suspicion };
  return last.size === 0 ? judgeFirst(request) : judgeProof(last, signed);
}

/** Nothing was seen before, so there is nothing to check and nothing to suspect. */
function judgeFirst({ proof }: WitnessRequest): Judgement {
  if (proof.length === 0) return { kind: "consistent", suspicion: null };
  return { kind: "not_consistent", reason: "a proof from size 0 is empty", suspicion: null };
}

function judgeProof(last: Last, { request, checkpoint }: SignedRequest): Judgement {
  const { size, root } = checkpoint;
  const claim = { oldSize: last.size, newSize: size, oldRoot: last.root, newRoot: root, proof: request.proof };
  try {
    checkConsistency(claim);
    return { kind: "consistent", suspicion: null };
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    const reason = error.message;
    if (size === last.size) return { kind: "not_consistent", reason, suspicion: null };
    // The proof may be a right one of another history. Then the log itself has proved what it signed.
    const oldRoot = findOldRoot(claim);
    const suspicion =
      oldRoot === null ? { kind: "proof_failed" as const, size, root, reason } : suspectRoot(last.size, oldRoot);
    return { kind: "not_consistent", reason, suspicion };
  }
}

function suspectRoot(size: number, root: Uint8Array): Suspicion {
  return { kind: "two_histories", size, root, reason: `its key signed two histories of ${size} entries` };
}

function readLast(database: DatabaseSync, origin: string): Last {
  const row = database.prepare("select size, root, checkpoint, time from log where origin = ?").get(origin);
  const { root, ...last } = row as Omit<Last, "root"> & { root: Uint8Array | null };
  return { ...last, root: root ?? EMPTY_ROOT };
}

function keep(
  database: DatabaseSync,
  { checkpoint, body }: SignedRequest,
  last: Last,
  suspicion: Suspicion,
  now: number,
): Evidence | null {
  invariant(last.checkpoint !== null, "nothing is suspected before the first cosignature");
  const evidence = { origin: checkpoint.origin, ...suspicion, seen: now, ours: last.checkpoint, request: body };
  return keepEvidence(database, evidence) ? evidence : null;
}
