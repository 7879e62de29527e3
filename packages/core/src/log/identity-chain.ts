import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, equalBytes } from "../bytes.ts";
import { MalformedError, VerificationError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import type { HandOver } from "./identity-act.ts";
import { parseHeadsEntry } from "./identity-act.ts";
import { checkInclusion, hashLeaf } from "./merkle.ts";
import type { VerifierKey } from "./note.ts";
import { formatVerifierKey, openNote } from "./note.ts";
import { parseLogProof } from "./proof.ts";

/** The most hand-overs in a chain: one a year for a century. */
export const IDENTITY_LINK_LIMIT = 100;

/** What shows one hand-over: the bytes of the act, and a log proof (C2SP tlog-proof). Nothing in it has been verified. */
export type IdentityLink = { readonly entry: Uint8Array; readonly proof: Uint8Array };

/** A hand-over that both keys have signed, and the checkpoint that ends with it. Only `checkHandOver` makes one. */
export type HandedOver = HandOver & { readonly checkpoint: Checkpoint };

/**
 * Checks one link of a chain (spec/identity.md): the act is the last entry of the log of heads that its checkpoint sums up,
 * and that checkpoint is signed by the key that hands over and by the one that takes over, each under its own name. So the
 * first names the second, and the second accepts. Everything may come from an attacker: without a key that is trusted
 * already it shows only that these keys agree.
 * @param earlier the links before it, checked, oldest first
 * @throws {MalformedError} for what cannot be read
 * @throws {VerificationError} `signature_missing`, `signature_invalid`, `wrong_origin`, `proof_invalid`, `root_mismatch`, `wrong_time`
 */
export function checkHandOver({ entry, proof: bytes }: IdentityLink, earlier: readonly HandedOver[]): HandedOver {
  const act = parseHeadsEntry(entry);
  if (!("act" in act) || act.act === "succeed") {
    throw new MalformedError("malformed", "the entry hands no key over: it is neither a rotate nor a move");
  }
  const proof = parseLogProof(bytes);
  if (proof.extra !== undefined) {
    throw new MalformedError("malformed", "the proof carries extra data, which nobody has signed");
  }
  const checkpoint = openHandOver(proof.checkpoint, act);
  const { size, root } = checkpoint;
  if (proof.index + 1 !== size) {
    throw new VerificationError(
      "proof_invalid",
      `the checkpoint of a hand-over ends with it, but this one is entry ${proof.index} of ${size}, counted from 0`,
    );
  }
  checkInclusion({ index: proof.index, size, leafHash: hashLeaf(entry), proof: proof.hashes, root });
  const handedOver = { ...act, checkpoint };
  checkOrder(handedOver, earlier);
  return handedOver;
}

/** As `checkHandOver`, of a whole chain, oldest first. */
export function checkIdentityChain(links: readonly IdentityLink[]): HandedOver[] {
  const checked: HandedOver[] = [];
  for (const link of links) checked.push(checkHandOver(link, checked));
  return checked;
}

function openHandOver(note: Uint8Array, { from, key }: HandOver): Checkpoint {
  const { text, verified } = openNote(note, [from, key]);
  for (const needed of [from, key]) {
    if (verified.some((signed) => signed.key === needed)) continue;
    const role = needed === from ? "hands over" : "takes over";
    const message = `the key that ${role}, ${formatVerifierKey(needed)}, has not signed the hand-over`;
    throw new VerificationError("signature_missing", message);
  }
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin === from.name) return checkpoint;
  throw new VerificationError("wrong_origin", `this is a checkpoint of ${checkpoint.origin}, not of ${from.name}`);
}

/** Each link goes on where the one before it ended, and no key and no host comes back. */
function checkOrder(act: HandedOver, earlier: readonly HandedOver[]): void {
  const last = earlier.at(-1);
  if (last === undefined) return;
  if (!isSameKey(act.from, last.key)) {
    const message = `the key that hands over is ${formatVerifierKey(act.from)}, but ${formatVerifierKey(last.key)} had taken over`;
    throw new VerificationError("wrong_origin", message);
  }
  if (act.time < last.time) throw new VerificationError("wrong_time", "it is older than the hand-over before it");
  if (last.act === "rotate" && act.checkpoint.size <= last.checkpoint.size) {
    throw new VerificationError("proof_invalid", "it stands before the hand-over that it follows");
  }
  const returns =
    act.act === "rotate"
      ? earlier.some(({ from }) => equalBytes(from.publicKey, act.key.publicKey))
      : earlier.some(({ from }) => from.name === act.key.name);
  if (!returns) return;
  const what = act.act === "rotate" ? "the key" : "the host";
  throw new VerificationError("wrong_origin", `${what} that takes over has handed over before: none comes back`);
}

/** All keys of a chain, each under its host, oldest first; none for an empty one. */
export function keysOfChain(chain: readonly HandedOver[]): VerifierKey[] {
  const [first] = chain;
  return first === undefined ? [] : [first.from, ...chain.map(({ key }) => key)];
}

export function isSameKey(a: VerifierKey, b: VerifierKey): boolean {
  return a.name === b.name && equalBytes(a.publicKey, b.publicKey);
}

/** A link as JSON has it: the entry in base64, the proof as text. */
export type EncodedLink = { readonly entry: string; readonly proof: string };

/** How a chain is written in JSON, in receipts and at the host. */
export function encodeIdentityLinks(links: readonly IdentityLink[]): EncodedLink[] {
  return links.map(({ entry, proof }) => ({ entry: encodeBase64(entry), proof: decodeUtf8(proof) }));
}

/**
 * Reads what `encodeIdentityLinks` writes. Whether the links hold is `checkIdentityChain`'s to say.
 * @throws {MalformedError} `malformed`, `too_large`
 */
export function decodeIdentityLinks(value: JsonValue | undefined): IdentityLink[] {
  if (!Array.isArray(value)) throw new MalformedError("malformed", "identity is not a list of links");
  if (value.length > IDENTITY_LINK_LIMIT) {
    throw new MalformedError("too_large", `identity is a list of at most ${IDENTITY_LINK_LIMIT} links`);
  }
  return value.map(decodeLink);
}

function decodeLink(value: JsonValue): IdentityLink {
  const { entry, proof, ...rest } = isObject(value) ? value : {};
  if (typeof entry !== "string" || typeof proof !== "string" || Object.keys(rest).length > 0) {
    throw new MalformedError("malformed", "a link of identity has exactly the members entry and proof, both strings");
  }
  return { entry: decodeBase64(entry), proof: encodeUtf8(proof) };
}

function isObject(value: JsonValue): value is { readonly [member: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
