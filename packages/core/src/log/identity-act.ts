import { decodeHex, equalBytes } from "../bytes.ts";
import { invariant, MalformedError, UndersignedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { formatCanonicalJson, parseCanonicalJson } from "../json.ts";
import type { Head } from "./head.ts";
import { HEAD_LIMIT, parseHead } from "./head.ts";
import { HASH_LENGTH } from "./merkle.ts";
import type { VerifierKey } from "./note.ts";
import { formatVerifierKey, parseVerifierKey } from "./note.ts";
import { parseOrigin } from "./origin.ts";
import { isTreeSize } from "./tree-size.ts";

/**
 * Another key takes over: `rotate` under the same host, whose log of heads goes on; `move` under another host, and the log
 * of heads ends with it.
 */
export type HandOver = {
  readonly act: "rotate" | "move";
  /** The key that held until now, under the host of this log of heads. */
  readonly from: VerifierKey;
  /** The key that holds from the next checkpoint on, under its host. */
  readonly key: VerifierKey;
  /** Whole seconds since 1970-01-01T00:00:00Z, without leap seconds. */
  readonly time: number;
};

/** Index 0 of the log of heads of a depositary that goes on from another one: which, and how that ended. */
export type Succession = {
  readonly act: "succeed";
  /** Host of the depositary that it continues. */
  readonly origin: string;
  /** Entries in that one's log of heads, from 1. */
  readonly size: number;
  /** Root of that one's log of heads at that size: lower-case hex. */
  readonly root: string;
  readonly time: number;
};

/** An act of the depositary itself, in its log of heads. */
export type IdentityAct = HandOver | Succession;

/** What the log of heads holds: heads of statements, and acts of the depositary itself, which have a member `act`. */
export type HeadsEntry = Head | IdentityAct;

/** The bytes of an act: canonical JSON (RFC 8785). */
export function formatIdentityAct(act: IdentityAct): Uint8Array {
  const bytes = formatCanonicalJson(encodeAct(act));
  const fault = findFault(act);
  invariant(fault === null, `not an act of the depositary: ${fault}`);
  invariant(bytes.length <= HEAD_LIMIT, "two origins and two keys leave room");
  return bytes;
}

function encodeAct(act: IdentityAct): JsonValue {
  if (act.act === "succeed") {
    const { origin, size, root, time } = act;
    return { act: act.act, origin, root, size, time };
  }
  return { act: act.act, from: formatVerifierKey(act.from), key: formatVerifierKey(act.key), time: act.time };
}

/**
 * Reads an entry of the log of heads. Strict: canonical JSON with exactly the members of a head, or of a known act.
 * @throws {MalformedError} `malformed`, `not_canonical`, `too_large`
 * @throws {UndersignedError} `unknown_entry` for an act that a later edition may define
 */
export function parseHeadsEntry(bytes: Uint8Array): HeadsEntry {
  const value = parseCanonicalJson(bytes, HEAD_LIMIT);
  if (typeof value !== "object" || value === null || !("act" in value)) return parseHead(bytes);
  const act = readAct(value as { readonly [member: string]: JsonValue });
  const fault = findFault(act);
  if (fault !== null) throw new MalformedError("malformed", `not an act of the depositary: ${fault}`);
  // So that "7" does not pass for 7.
  if (equalBytes(formatCanonicalJson(encodeAct(act)), bytes)) return act;
  throw new MalformedError("malformed", "not an act of the depositary: a member is of another type");
}

function readAct(value: { readonly [member: string]: JsonValue }): IdentityAct {
  const { act, time } = value;
  if (act === "succeed") {
    checkMembers(value, "act,origin,root,size,time");
    const { origin, root, size } = value;
    return { act, origin: String(origin), root: String(root), size: Number(size), time: Number(time) };
  }
  if (act === "rotate" || act === "move") {
    checkMembers(value, "act,from,key,time");
    return { act, from: readKey(value.from), key: readKey(value.key), time: Number(time) };
  }
  if (typeof act === "string" && /^[a-z]{1,32}$/.test(act)) {
    throw new UndersignedError("unknown_entry", `the act ${act} of the depositary is not known here`);
  }
  throw new MalformedError("malformed", "act must be 1 to 32 letters from a to z");
}

function checkMembers(value: object, members: string): void {
  if (Object.keys(value).sort().join() === members) return;
  throw new MalformedError("malformed", `not an act of the depositary: its members must be ${members}`);
}

function readKey(text: JsonValue | undefined): VerifierKey {
  if (typeof text !== "string") throw new MalformedError("malformed", "a key in an act is not a string");
  return parseVerifierKey(text);
}

/** What is wrong with an act, or null. */
function findFault(act: IdentityAct): string | null {
  if (!isTreeSize(act.time)) return "time must be a whole number of seconds since 1970";
  if (act.act === "succeed") {
    if (!isHost(act.origin)) return "origin must be the host of the depositary that is continued";
    if (!isTreeSize(act.size) || act.size < 1) return "size must be a whole number from 1 to 2^53 - 1";
    if (!isHash(act.root)) return "root must be 64 hexadecimal digits";
    return null;
  }
  const { from, key } = act;
  if (!isHost(from.name) || !isHost(key.name)) return "a key in it must be named as a log of heads is, HOST";
  const sameHost = from.name === key.name;
  if (act.act === "move") return sameHost ? "a move is to another host" : null;
  if (!sameHost) return "a rotate is to a key of the same host";
  return formatVerifierKey(from) === formatVerifierKey(key) ? "a rotate is to another key" : null;
}

function isHost(text: string): boolean {
  return passes(() => parseOrigin(text).statement === null);
}

function isHash(text: string): boolean {
  return passes(() => decodeHex(text).length === HASH_LENGTH);
}

function passes(check: () => boolean): boolean {
  try {
    return check();
  } catch (error) {
    if (error instanceof MalformedError) return false;
    throw error;
  }
}
