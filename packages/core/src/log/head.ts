import { decodeHex, encodeHex } from "../bytes.ts";
import { invariant, MalformedError, VerificationError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { formatCanonicalJson, parseCanonicalJson } from "../json.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { HASH_LENGTH } from "./merkle.ts";
import { parseOrigin } from "./origin.ts";
import { isTreeSize } from "./tree-size.ts";

/** An entry of the log of heads: what the log of one statement was in one publish round. */
export type Head = {
  /** Origin of the statement's log, `HOST/s/ID`. */
  readonly statement: string;
  /** Entries in the statement's log, 1 to 2^53 - 1. */
  readonly size: number;
  /** Root of the statement's log at that size: lower-case hex. */
  readonly root: string;
  /** When the round took place: whole seconds since 1970-01-01T00:00:00Z, without leap seconds. */
  readonly time: number;
  /** Index, in the log of heads, of this statement's head before this one; null for its first. */
  readonly previous: number | null;
};

/** The longest head, in bytes. */
export const HEAD_LIMIT = 1024;

/** The bytes of a head: canonical JSON (RFC 8785). */
export function formatHead(head: Head): Uint8Array {
  const { statement, size, root, time, previous } = head;
  const value = { statement, size, root, time, previous };
  const fault = findFault(value);
  invariant(fault === null, `not a head: ${fault}`);
  return formatCanonicalJson(value);
}

/**
 * Reads a head. Strict: canonical JSON with exactly these five members.
 * @throws {MalformedError} `malformed`, `not_canonical`, `too_large`
 */
export function parseHead(bytes: Uint8Array): Head {
  const value = parseCanonicalJson(bytes, HEAD_LIMIT);
  const fault = findFault(value);
  if (fault !== null) throw new MalformedError("malformed", `not a head: ${fault}`);
  return value as Head;
}

/**
 * Checks that a head says the same as the statement's own checkpoint.
 * @throws {VerificationError} `wrong_origin`, `root_mismatch`
 */
export function checkHead(head: Head, checkpoint: Checkpoint): void {
  if (head.statement !== checkpoint.origin) {
    throw new VerificationError(
      "wrong_origin",
      `the head is of ${head.statement}, the checkpoint of ${checkpoint.origin}`,
    );
  }
  if (head.size !== checkpoint.size || head.root !== encodeHex(checkpoint.root)) {
    throw new VerificationError("root_mismatch", "head and checkpoint differ in size or root");
  }
}

/**
 * Checks the order of two heads of one statement that follow each other in the log of heads: the later names the earlier,
 * the log has grown, and time has not gone back. That the one tree is the beginning of the other takes a consistency
 * proof besides.
 * @throws {VerificationError} `wrong_origin`, `proof_invalid`
 */
export function checkHeadOrder(
  earlier: { readonly index: number; readonly head: Head },
  later: { readonly index: number; readonly head: Head },
): void {
  if (earlier.head.statement !== later.head.statement) {
    throw new VerificationError("wrong_origin", "these are heads of two different statements");
  }
  if (later.head.previous !== earlier.index || later.index <= earlier.index) {
    throw new VerificationError(
      "proof_invalid",
      `head ${later.index} does not name ${earlier.index} as the one before it`,
    );
  }
  if (later.head.size <= earlier.head.size || later.head.time < earlier.head.time) {
    throw new VerificationError(
      "proof_invalid",
      `head ${later.index} is not larger, or is older, than head ${earlier.index}`,
    );
  }
}

/** What is wrong with a value that should be a head, or null. */
function findFault(value: JsonValue): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "it is not an object";
  if (Object.keys(value).sort().join() !== "previous,root,size,statement,time") {
    return "its members must be previous, root, size, statement and time";
  }
  const { statement, size, root, time, previous } = value as { readonly [name: string]: JsonValue };
  if (typeof statement !== "string" || parseOrigin(statement).statement === null) {
    return "statement must be the origin of a statement's log, HOST/s/ID";
  }
  if (!isTreeSize(size) || size < 1) return "size must be a whole number from 1 to 2^53 - 1";
  if (typeof root !== "string" || decodeHex(root).length !== HASH_LENGTH) return "root must be 64 hexadecimal digits";
  if (!isTreeSize(time)) return "time must be a whole number of seconds since 1970";
  if (previous !== null && !isTreeSize(previous)) return "previous must be null or an index";
  return null;
}
