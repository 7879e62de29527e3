import type { DatabaseSync } from "node:sqlite";
import { concatBytes, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { MalformedError, VerificationError } from "@undersigned/core/errors.ts";
import { parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import type { Cosigner } from "@undersigned/core/log/cosignature.ts";
import { signCosignature } from "@undersigned/core/log/cosignature.ts";
import { formatSignatureLine, openNote, parseNote } from "@undersigned/core/log/note.ts";
import { parseWitnessRequest, WITNESS_REQUEST_LIMIT } from "@undersigned/core/log/witness-request.ts";
import { advance } from "./advance.ts";
import type { Evidence } from "./evidence.ts";
import { keysOf } from "./logs.ts";

const PLAIN = "text/plain; charset=utf-8";

/** An answer over HTTP, not yet sent. */
export type Answer = { readonly status: number; readonly type: string; readonly body: Uint8Array };

/** What answering takes. The clock is in milliseconds since 1970-01-01T00:00:00Z. */
export type Witness = {
  readonly database: DatabaseSync;
  readonly cosigner: Cosigner;
  readonly clock: () => number;
  /** Told of each new piece of evidence, after it is kept. */
  readonly onEvidence: (evidence: Evidence) => void;
};

/** What a body of more than `WITNESS_REQUEST_LIMIT` bytes is answered, without reading it. */
export const TOO_LARGE: Answer = makeAnswer(413, `a request is at most ${WITNESS_REQUEST_LIMIT} bytes long`);

/**
 * Answers the body of `POST add-checkpoint` (C2SP tlog-witness; spec/witness.md has the table). A cosignature is made after
 * the checkpoint that it is for has been committed.
 * @throws errors of node:sqlite; nothing was cosigned then
 */
export function answerRequest(witness: Witness, body: Uint8Array): Answer {
  try {
    return answerStrictly(witness, body);
  } catch (error) {
    if (error instanceof MalformedError) return makeAnswer(400, error.message);
    if (error instanceof VerificationError) return makeAnswer(403, error.message);
    throw error;
  }
}

function answerStrictly({ database, cosigner, clock, onEvidence }: Witness, body: Uint8Array): Answer {
  const request = parseWitnessRequest(body);
  const { text } = parseNote(request.checkpoint);
  const checkpoint = parseCheckpoint(text);
  const keys = keysOf(database, checkpoint.origin);
  if (keys.length === 0) return makeAnswer(404, "this witness does not follow a log of that origin");
  openNote(request.checkpoint, keys);
  const step = advance(database, { request, checkpoint, body }, Math.floor(clock() / 1000));
  if (step.evidence !== null) onEvidence(step.evidence);
  switch (step.kind) {
    case "old_beyond_size":
      return makeAnswer(400, `the old size ${request.old} is above that of the checkpoint, ${checkpoint.size}`);
    case "conflict":
      return { status: 409, type: "text/x.tlog.size", body: encodeUtf8(`${step.size}\n`) };
    case "not_consistent":
      return makeAnswer(422, step.reason);
    case "advanced": {
      const line = formatSignatureLine(signCosignature(text, step.time, cosigner));
      return { status: 200, type: PLAIN, body: encodeUtf8(line) };
    }
  }
}

/** A sentence as an answer. */
export function makeAnswer(status: number, sentence: string): Answer {
  return { status, type: PLAIN, body: concatBytes(encodeUtf8(sentence), Uint8Array.of(0x0a)) };
}
