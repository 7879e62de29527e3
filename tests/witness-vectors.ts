import assert from "node:assert/strict";
import { decodeHex, decodeUtf8, encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { ErrorCode } from "@undersigned/core/errors.ts";
import { parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { checkCosignatures, formatCosignerKey, parseCosignerKey } from "@undersigned/core/log/cosignature.ts";
import { formatNote, formatVerifierKey, parseNote } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { describeQuorum, formatPolicy, meetsQuorum, parsePolicy } from "@undersigned/core/log/policy.ts";
import { formatWitnessRequest, parseWitnessRequest } from "@undersigned/core/log/witness-request.ts";

/** What each file says: its point in a sentence, and null or the code of its refusal. */
type Told = { readonly about: string; readonly error: ErrorCode | null };

/** The bytes of a file: as text, or in hexadecimal where they are none. */
export type VectorBytes = { readonly text: string } | { readonly hex: string };

/** One file of vectors/cosignature. */
export type CosignatureVector = Told &
  (
    | { readonly verifierKey: string; readonly keyName?: string; readonly publicKey?: string }
    | {
        readonly checkpoint: string;
        /** Verifier keys of the witnesses that are known. */
        readonly keys: readonly string[];
        /** What is found, in the order of the keys. */
        readonly cosigned?: readonly { readonly name: string; readonly time: number }[];
      }
  );

/** One file of vectors/witness-request. */
export type WitnessRequestVector = Told & {
  readonly request: VectorBytes;
  readonly old?: number;
  readonly proof?: readonly string[];
  readonly checkpoint?: string;
};

/** One file of vectors/policy. */
export type PolicyVector = Told & {
  readonly policy: VectorBytes;
  /** Where the defect is; null for one of the file as a whole. */
  readonly line?: number | null;
  readonly read?: PolicyFields;
  /** The same policy in the one form that is written. */
  readonly written?: string;
  readonly describes?: string;
  /** Keys that have cosigned, and whether they are enough. */
  readonly quorums?: readonly { readonly cosigned: readonly string[]; readonly met: boolean }[];
};

export type PolicyFields = {
  readonly logs: readonly { readonly key: string; readonly url: string | null }[];
  readonly witnesses: readonly { readonly name: string; readonly key: string; readonly url: string | null }[];
  readonly groups: readonly {
    readonly name: string;
    readonly threshold: number;
    readonly members: readonly string[];
  }[];
  readonly quorum: string;
};

export function bytesOfVector(content: VectorBytes): Uint8Array {
  return "text" in content ? encodeUtf8(content.text) : decodeHex(content.hex);
}

/** Reads the vector's bytes; throws what they are refused with, and asserts what the vector says of those that are not. */
export function runCosignatureVector(vector: CosignatureVector): void {
  if ("verifierKey" in vector) {
    const key = parseCosignerKey(vector.verifierKey);
    assert.deepEqual([key.name, encodeHex(key.publicKey)], [vector.keyName, vector.publicKey]);
    assert.equal(formatCosignerKey(key), vector.verifierKey);
    return;
  }
  const note = parseNote(vector.checkpoint);
  parseCheckpoint(note.text);
  const cosigned = checkCosignatures(note, vector.keys.map(parseCosignerKey));
  assert.deepEqual(
    cosigned.map(({ key, time }) => ({ name: key.name, time })),
    vector.cosigned,
  );
  assert.equal(decodeUtf8(formatNote(note.text, note.signatures)), vector.checkpoint);
}

/** The same for a request. */
export function runWitnessRequestVector(vector: WitnessRequestVector): void {
  const bytes = bytesOfVector(vector.request);
  const request = parseWitnessRequest(bytes);
  const { old, proof, checkpoint } = request;
  assert.deepEqual([old, proof.map(encodeHex), decodeUtf8(checkpoint)], [vector.old, vector.proof, vector.checkpoint]);
  assert.equal(decodeUtf8(formatWitnessRequest(request)), decodeUtf8(bytes));
}

/** The same for a policy. */
export function runPolicyVector(vector: PolicyVector): void {
  const policy = parsePolicy(bytesOfVector(vector.policy));
  assert.deepEqual(fieldsOf(policy), vector.read);
  const written = formatPolicy(policy);
  assert.equal(decodeUtf8(written), vector.written);
  assert.deepEqual(parsePolicy(written), policy);
  assert.equal(describeQuorum(policy), vector.describes);
  for (const { cosigned, met } of vector.quorums ?? []) {
    assert.equal(meetsQuorum(policy, cosigned.map(parseCosignerKey)), met, cosigned.join(", "));
  }
}

/** A policy with its keys as text. */
export function fieldsOf({ logs, witnesses, groups, quorum }: Policy): PolicyFields {
  return {
    logs: logs.map(({ key, url }) => ({ key: formatVerifierKey(key), url })),
    witnesses: witnesses.map(({ name, key, url }) => ({ name, key: formatCosignerKey(key), url })),
    groups,
    quorum,
  };
}
