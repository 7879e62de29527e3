import { concatBytes, equalBytes } from "@undersigned/core/bytes.ts";
import { UndersignedError } from "@undersigned/core/errors.ts";
import type { CosignerKey } from "@undersigned/core/log/cosignature.ts";
import { checkCosignatures } from "@undersigned/core/log/cosignature.ts";
import { parseNote } from "@undersigned/core/log/note.ts";
import { parseDecimal } from "@undersigned/core/log/tree-size.ts";
import type { WitnessRequest } from "@undersigned/core/log/witness-request.ts";
import { formatWitnessRequest } from "@undersigned/core/log/witness-request.ts";

/** What a witness answered to `add-checkpoint`. `detail` is a few words for technicians. */
export type WitnessAnswer =
  | { readonly kind: "cosigned" /** Time in 8 bytes, signature in 64. */; readonly signature: Uint8Array }
  /** 409: the checkpoint that it cosigned last has this size. */
  | { readonly kind: "size"; readonly size: number }
  /** No answer, or none in time. */
  | { readonly kind: "unreachable"; readonly detail: string }
  /** It cannot now (429, 5xx). */
  | { readonly kind: "busy"; readonly detail: string }
  /** 403: our signature is by no key that it knows for this log. */
  | { readonly kind: "wrong_key" }
  /** 404: it does not know this log. */
  | { readonly kind: "unknown_log" }
  /** 422: the proof does not lead from what it cosigned to what we sent. */
  | { readonly kind: "inconsistent" }
  /** What no witness should answer, or whose clock is wrong. */
  | { readonly kind: "bad_answer"; readonly detail: string };

export type AskOptions = {
  /** The prefix before `/add-checkpoint`. */
  readonly url: string;
  readonly key: CosignerKey;
  /** Milliseconds for the whole exchange. */
  readonly timeout: number;
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
};

/** Room for 100 signature lines; the address may be answered by anybody, with anything, for ever. */
const ANSWER_LIMIT = 32_768;
/** Seconds by which the clock of a witness may differ from ours. */
const CLOCK_TOLERANCE = 300;

/** Asks a witness to cosign a checkpoint (C2SP tlog-witness), and checks what it answers. Never throws. */
export async function askWitness(request: WitnessRequest, options: AskOptions): Promise<WitnessAnswer> {
  const late = AbortSignal.timeout(options.timeout);
  try {
    const response = await fetch(`${options.url.replace(/\/+$/, "")}/add-checkpoint`, {
      method: "POST",
      body: new Uint8Array(formatWitnessRequest(request)),
      headers: { "Content-Type": "text/plain; charset=utf-8" },
      redirect: "manual",
      signal: AbortSignal.any([late, options.signal]),
    });
    const body = await readBody(response);
    return body === null ? badAnswer("its answer does not end") : judge(response.status, body, request, options);
  } catch (error) {
    return {
      kind: "unreachable",
      detail: late.aborted ? `none in ${options.timeout / 1000} seconds` : reasonOf(error),
    };
  }
}

/** Null beyond the limit; the rest is then not read. */
async function readBody(response: Response): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    // Leaving the loop cancels the body, and with it the connection.
    if (length > ANSWER_LIMIT) return null;
    parts.push(part);
  }
  return concatBytes(...parts);
}

function judge(status: number, body: Uint8Array, request: WitnessRequest, options: AskOptions): WitnessAnswer {
  if (status === 200) return readCosignature(body, request.checkpoint, options);
  if (status === 409) return readSize(body);
  if (status === 403) return { kind: "wrong_key" };
  if (status === 404) return { kind: "unknown_log" };
  if (status === 422) return { kind: "inconsistent" };
  if (status === 429 || status >= 500) return { kind: "busy", detail: `HTTP status ${status}` };
  return badAnswer(status >= 300 && status < 400 ? `HTTP status ${status}, a redirect` : `HTTP status ${status}`);
}

function readSize(body: Uint8Array): WitnessAnswer {
  const [, decimal = ""] = /^(\d{1,16})\n$/.exec(new TextDecoder().decode(body)) ?? [];
  const size = parseDecimal(decimal);
  return size === null ? badAnswer("HTTP status 409 without a size") : { kind: "size", size };
}

/**
 * The cosignature by the witness's own key, among lines of others perhaps. The answer could hold an empty line, and so
 * make another text of the checkpoint in front of it: what was cosigned must be what was sent.
 */
function readCosignature(body: Uint8Array, checkpoint: Uint8Array, { key, clock }: AskOptions): WitnessAnswer {
  try {
    const note = parseNote(concatBytes(checkpoint, body));
    if (note.text !== parseNote(checkpoint).text) return badAnswer("its answer is no list of signatures");
    const [found] = checkCosignatures(note, [key]);
    if (found === undefined) return badAnswer(`no cosignature by ${key.name} with the key in the policy`);
    const ahead = found.time - Math.floor(clock() / 1000);
    if (Math.abs(ahead) > CLOCK_TOLERANCE) {
      return badAnswer(`its clock is ${Math.abs(ahead)} seconds ${ahead > 0 ? "ahead of" : "behind"} ours`);
    }
    const line = note.signatures.find(
      ({ name, keyId, signature }) =>
        name === key.name && equalBytes(keyId, key.keyId) && timeOf(signature) === found.time,
    );
    return line === undefined ? badAnswer("no cosignature") : { kind: "cosigned", signature: line.signature };
  } catch (error) {
    if (error instanceof UndersignedError) return badAnswer(error.message);
    throw error;
  }
}

/** When a cosignature says it was made: whole seconds since 1970-01-01T00:00:00Z. */
export function timeOf(cosignature: Uint8Array): number {
  return Number(new DataView(cosignature.buffer, cosignature.byteOffset).getBigUint64(0));
}

function badAnswer(detail: string): WitnessAnswer {
  return { kind: "bad_answer", detail };
}

/** fetch says only "fetch failed"; why, stands in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return "code" in cause ? String(cause.code) : cause.name;
}
