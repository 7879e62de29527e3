import { decodeUtf8, encodeHex } from "@undersigned/core/bytes.ts";
import { UndersignedError, VerificationError } from "@undersigned/core/errors.ts";
import { openCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { makeVerifierKey } from "@undersigned/core/log/note.ts";
import { proveInclusion } from "@undersigned/core/log/prove.ts";
import { TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import type { Signed } from "./evidence.ts";
import { fileName } from "./follow-heads.ts";
import type { SeenHead, StatementMemory } from "./memory.ts";
import { nodesOf, readEntries } from "./mirror.ts";
import type { Visiting } from "./visiting.ts";
import { GRACE, headsMirror, originOf } from "./visiting.ts";

/** Opens the checkpoint of a statement's log; null when it is not signed or cannot be read, which is told. */
export async function openStatementCheckpoint(
  visiting: Visiting,
  id: string,
  bytes: Uint8Array,
): Promise<Signed | null> {
  const statement = originOf(visiting, id);
  try {
    const note = decodeUtf8(bytes);
    const key = makeVerifierKey(statement, visiting.key.publicKey);
    return { note, checkpoint: openCheckpoint(note, key, statement) };
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
    const isProof = error instanceof VerificationError;
    const message = isProof
      ? `The summary of ${statement} is not signed with the depositary’s key: ${error.message}.`
      : `The summary of ${statement} cannot be read: ${error.message}.`;
    const record = { seen: visiting.now(), statement, checkpoint: Buffer.from(bytes).toString("utf8") };
    const evidence = isProof ? await visiting.evidence.keepRecord(`${fileName(statement)}-signature`, record) : null;
    visiting.found(isProof ? "signature_invalid" : "unreadable", message, { statement, evidence });
    return null;
  }
}

/**
 * Compares a signed checkpoint of a statement with its head of the same size. What differs is told, with both signatures and
 * the proof that the log of heads holds the head.
 * @returns whether they agree
 */
export async function agreesWithHead(visiting: Visiting, id: string, signed: Signed, head: SeenHead): Promise<boolean> {
  if (encodeHex(signed.checkpoint.root) === head.root) return true;
  const { memory, host } = visiting;
  const statement = originOf(visiting, id);
  const heads = openCheckpoint(memory.checkpoint ?? "", visiting.key, host);
  const mirror = headsMirror(visiting);
  const file = Math.floor(head.index / TILE_WIDTH);
  const entries = await readEntries(mirror.read, file, tileWidth("entries", file, heads.size));
  const bytes = entries[head.index % TILE_WIDTH] ?? new Uint8Array(0);
  const proof = await proveInclusion(head.index, heads.size, nodesOf(mirror.read, heads.size));
  const evidence = await visiting.evidence.keepContradiction(`${fileName(statement)}-head-${head.index}`, {
    kind: "head",
    checkpoints: [signed.note, memory.checkpoint ?? ""],
    head: bytes,
    index: head.index,
    proof,
  });
  visiting.found(
    "head_differs",
    `${host} signed two states of ${statement} with ${head.size} entries: one in its log of heads, another in the summary of the statement. ` +
      `Keep the file with both: anybody can check it with the depositary’s key. (Head ${head.index}, leaf ${encodeHex(hashLeaf(bytes)).slice(0, 16)}…)`,
    { statement, evidence },
  );
  return false;
}

/** A signed checkpoint that no head stands behind. It is a breach at once where the heads have gone past it, else after a while. */
export async function tellWithoutHead(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  signed: Signed,
): Promise<void> {
  const { size } = signed.checkpoint;
  const origin = originOf(visiting, id);
  if (size > statement.head.size) {
    const known = statement.unheaded;
    statement.unheaded ??= { checkpoint: signed.note, since: visiting.now() };
    if (known === null || visiting.now() - known.since <= GRACE) return;
  }
  statement.unheaded = null;
  const record = {
    seen: visiting.now(),
    statement: origin,
    checkpoint: signed.note,
    heads: visiting.memory.checkpoint,
  };
  const evidence = await visiting.evidence.keepRecord(`${fileName(origin)}-without-head-${size}`, record);
  visiting.found(
    "checkpoint_without_head",
    `${visiting.host} signed a state of ${origin} with ${size} entries that its log of heads does not know: it was shown to some, and left out of what everyone can follow.`,
    { statement: origin, evidence, about: `${size}` },
  );
}
