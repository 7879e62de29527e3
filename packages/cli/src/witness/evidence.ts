import type { DatabaseSync } from "node:sqlite";
import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { invariant } from "@undersigned/core/errors.ts";
import type { Checkpoint } from "@undersigned/core/log/checkpoint.ts";
import { parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { parseNote } from "@undersigned/core/log/note.ts";
import { parseWitnessRequest } from "@undersigned/core/log/witness-request.ts";
import type { Contradiction } from "@undersigned/core/verify/contradiction.ts";

/**
 * `two_histories`: the log's key signed two histories, as both of its signatures prove.
 * `proof_failed`: a checkpoint with the log's signature came with a proof that does not hold. Anyone can send that, so it
 * proves nothing yet, and is dropped when the same checkpoint arrives with a proof that holds.
 */
export type EvidenceKind = "two_histories" | "proof_failed";

/** What is held against a log. */
export type Suspicion = {
  readonly kind: EvidenceKind;
  /** For `two_histories` the size at which they differ and the root that was not cosigned; else those of the checkpoint. */
  readonly size: number;
  readonly root: Uint8Array;
  readonly reason: string;
};

/** What was kept of a log that contradicted itself, or seemed to. */
export type Evidence = Suspicion & {
  readonly origin: string;
  /** When it came, in whole seconds since 1970-01-01T00:00:00Z. */
  readonly seen: number;
  /** The signed checkpoint that had been cosigned last. */
  readonly ours: Uint8Array;
  /** The whole request, with the signed checkpoint that was refused. */
  readonly request: Uint8Array;
};

/** Pieces of each kind that are kept of one log; the first ones. Each is smaller than two requests. */
export const EVIDENCE_LIMIT = 200;

/** Keeps a piece of evidence, inside the caller's transaction. @returns whether it is new and there was room */
export function keepEvidence(database: DatabaseSync, evidence: Evidence): boolean {
  const { origin, kind, size, root, seen, reason, ours, request } = evidence;
  const row = database.prepare("select count(*) as kept from evidence where origin = ? and kind = ?").get(origin, kind);
  if (Number(row?.kept) >= EVIDENCE_LIMIT) return false;
  const { changes } = database
    .prepare(
      `insert into evidence (origin, kind, size, root, seen, reason, ours, request) values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict do nothing`,
    )
    .run(origin, kind, BigInt(size), root, BigInt(seen), reason, ours, request);
  return changes > 0;
}

/** Drops the suspicions of a checkpoint that has now been shown to be consistent, inside the caller's transaction. */
export function dropSuspicions(database: DatabaseSync, { origin, size, root }: Checkpoint): void {
  database
    .prepare("delete from evidence where kind = 'proof_failed' and origin = ? and size = ? and root = ?")
    .run(origin, BigInt(size), root);
}

/** All evidence, the oldest first. */
export function readEvidence(database: DatabaseSync): Evidence[] {
  const rows = database
    .prepare("select origin, kind, size, root, seen, reason, ours, request from evidence order by id")
    .all();
  return rows as Evidence[];
}

/** Proof of two histories as a file that anyone with the log's key can check alone (spec/contradiction.md). */
export function makeContradiction({ kind, root, ours, request }: Evidence): Contradiction {
  invariant(kind === "two_histories", "only two histories contradict each other");
  const { checkpoint, proof } = parseWitnessRequest(request);
  const sizes = [ours, checkpoint].map((note) => parseCheckpoint(parseNote(note).text).size);
  return {
    kind: "two-histories",
    checkpoints: [decodeUtf8(ours), decodeUtf8(checkpoint)],
    root,
    proof: sizes[0] === sizes[1] ? [] : proof,
  };
}
