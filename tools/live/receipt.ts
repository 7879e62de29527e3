import { decodeBase64, decodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { VerificationError } from "@undersigned/core/errors.ts";
import type { VerifiedCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { checkHead, parseHead } from "@undersigned/core/log/head.ts";
import { checkInclusion, hashLeaf } from "@undersigned/core/log/merkle.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { parseLogProof } from "@undersigned/core/log/proof.ts";
import { checkOpening } from "@undersigned/core/signature/commitment.ts";
import type { Entry } from "@undersigned/core/signature/entry.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import { makeCheckpointOpener } from "./statement-log.ts";

/** What a receipt shows: this entry stands at this index, under both checkpoints. */
export type CheckedReceipt = {
  readonly index: number;
  readonly entry: Entry;
  readonly bytes: Uint8Array;
  readonly statement: VerifiedCheckpoint;
  readonly heads: VerifiedCheckpoint;
};

/**
 * Makes a checker of receipts by the depositary's keys alone: of the statement's log and of the log of heads.
 * @returns a function that throws MalformedError or VerificationError when anything in the receipt does not hold
 */
export function makeReceiptChecker(keys: {
  statement: VerifierKey;
  heads: VerifierKey;
}): (receipt: Receipt) => CheckedReceipt {
  const openStatement = makeCheckpointOpener(keys.statement);
  const openHeads = makeCheckpointOpener(keys.heads);
  return function check(receipt) {
    const bytes = decodeBase64(receipt.entry);
    const statement = checkProof(receipt.proofs.statement, bytes, openStatement);
    const head = decodeBase64(receipt.head);
    const heads = checkProof(receipt.proofs.heads, head, openHeads);
    checkHead(parseHead(head), statement.checkpoint);
    const entry = parseEntry(bytes);
    if (entry.act === "sign") {
      if (receipt.opening === null) throw new VerificationError("commitment_mismatch", "the receipt opens nothing");
      checkOpening(receipt.opening, decodeHex(entry.commitment));
    }
    return { index: statement.index, entry, bytes, statement: statement.checkpoint, heads: heads.checkpoint };
  };
}

function checkProof(
  text: string,
  leafData: Uint8Array,
  open: (note: Uint8Array) => VerifiedCheckpoint,
): { index: number; checkpoint: VerifiedCheckpoint } {
  const { index, hashes, checkpoint: note } = parseLogProof(encodeUtf8(text));
  const checkpoint = open(note);
  const { size, root } = checkpoint;
  checkInclusion({ index, size, leafHash: hashLeaf(leafData), proof: hashes, root });
  return { index, checkpoint };
}
