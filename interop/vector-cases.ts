import { encodeBase64, encodeHex, encodeUtf8 } from "../packages/core/src/bytes.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import { isDomain } from "../packages/core/src/statement/domain.ts";
import { readVectors } from "../tests/vectors.ts";
import type { Case, Kind } from "./case.ts";

/** A vector of vectors/log, as far as Go's library knows what it is about. */
type Vector = {
  readonly check: string;
  readonly error?: string | null;
  readonly note?: string;
  readonly keys?: readonly string[];
  readonly verifierKey?: string;
  readonly path?: string;
  readonly index?: number;
  readonly size?: number;
  readonly leafHash?: string;
  readonly oldSize?: number;
  readonly newSize?: number;
  readonly oldRoot?: string;
  readonly newRoot?: string;
  readonly root?: string;
  readonly proof?: readonly string[];
};

/** The cases of one kind among our own vectors: what we publish for others must be what others say too. */
export function vectorCases(kind: Kind): Case[] {
  if (kind === "signature note") {
    return readVectors<Vector>("signature-note").flatMap(({ vector }) => makeSigned(kind, vector));
  }
  const cases = readVectors<Vector>("log").flatMap(({ vector }) => makeCase(kind, vector) ?? []);
  if (kind !== "note") return cases;
  const disputes = readVectors<Vector & { readonly key?: string }>("dispute");
  return [...cases, ...disputes.flatMap(({ vector }) => makeSigned(kind, { ...vector, keys: [vector.key ?? ""] }))];
}

/** Whether it is over the right version or dispute is not for Go's library to say, and keys that it takes we may not: those are left out. */
function makeSigned(kind: Kind, { note, keys = [], error }: Vector): Case[] {
  const isOurs = error === "wrong_origin" || error === "digest_mismatch" || keys.some((key) => !isKey(key));
  return note === undefined || isOurs ? [] : [{ kind, bytes: encodeBase64(encodeUtf8(note)), keys }];
}

function isKey(text: string): boolean {
  try {
    return isDomain(parseVerifierKey(text).name);
  } catch {
    return false;
  }
}

function makeCase(kind: Kind, vector: Vector): Case | null {
  const { check, proof = [] } = vector;
  if (check === "note" && kind === "note" && vector.note !== undefined) {
    return { kind, bytes: encodeBase64(encodeUtf8(vector.note)), keys: vector.keys ?? [] };
  }
  if (check === "verifier-key" && kind === "verifier key" && vector.verifierKey !== undefined) {
    return { kind, text: vector.verifierKey };
  }
  if (check === "tile-path" && kind === "tile path" && !vector.path?.startsWith("tile/entries")) {
    return { kind, text: vector.path ?? "" };
  }
  if (check === "inclusion" && kind === "inclusion") {
    const { index = 0, size = 0, root = "", leafHash = "" } = vector;
    return { kind, index, size, root: base64(root), hash: base64(leafHash), proof: proof.map(base64) };
  }
  if (check === "consistency" && kind === "consistency") {
    const { oldSize: old = 0, newSize: size = 0, oldRoot = "", newRoot = "" } = vector;
    return { kind, old, size, root: base64(newRoot), hash: base64(oldRoot), proof: proof.map(base64) };
  }
  return null;
}

function base64(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}

/** How a case is told of when it differs. */
export function describeCase(one: Case): string {
  return one.bytes === undefined
    ? JSON.stringify(one)
    : `${JSON.stringify(one)} (hex ${encodeHex(Buffer.from(one.bytes, "base64"))})`;
}
