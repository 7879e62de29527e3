import { encodeHex, equalBytes } from "../bytes.ts";
import { MalformedError, VerificationError } from "../errors.ts";
import type { VerifiedCheckpoint } from "../log/checkpoint.ts";
import { openCheckpoint } from "../log/checkpoint.ts";
import type { Head } from "../log/head.ts";
import { checkHead, HEAD_LIMIT, parseHead } from "../log/head.ts";
import { NOTE_LIMIT } from "../log/note.ts";
import { checkLogProof, LOG_PROOF_LIMIT, parseLogProof } from "../log/proof.ts";
import { CHECKPOINT_FILE, HEAD_FILE, HEAD_PROOF_FILE } from "./bundle.ts";
import type { Inventory } from "./inventory.ts";
import type { BundleFindings } from "./report.ts";
import type { LogKeys } from "./trust.ts";

/** Reads the statement's checkpoint and checks its signature. */
export async function readCheckpoint(
  inventory: Inventory,
  findings: BundleFindings,
  keys: LogKeys,
): Promise<VerifiedCheckpoint | null> {
  const bytes = await inventory.read(CHECKPOINT_FILE, NOTE_LIMIT);
  if (bytes === null) {
    findings.leave("checkpoint", `${CHECKPOINT_FILE} could not be read.`);
    return null;
  }
  findings.done("checkpoint");
  return findings.attempt("checkpoint", CHECKPOINT_FILE, () =>
    openCheckpoint(bytes, keys.statement, keys.statement.name),
  );
}

/** Checks that size and root of the checkpoint are those of the tree that was built from the entries. */
export function checkTree(
  findings: BundleFindings,
  checkpoint: VerifiedCheckpoint | null,
  tree: { readonly size: number; readonly root: Uint8Array },
  claimed: number,
): void {
  if (checkpoint === null) {
    findings.leave("tree", "There is no checkpoint that holds to compare the entries with.");
    return;
  }
  findings.attempt("tree", CHECKPOINT_FILE, () => {
    if (checkpoint.size !== claimed) {
      throw new VerificationError(
        "root_mismatch",
        `it sums up ${checkpoint.size} entries, and the bundle holds ${claimed}`,
      );
    }
  });
  if (tree.size < claimed) {
    findings.leave("tree", `Only ${tree.size} of ${claimed} entries could be read.`);
    return;
  }
  findings.attempt("tree", "log/tile/entries", () => {
    if (equalBytes(tree.root, checkpoint.root)) return;
    const [found, expected] = [encodeHex(tree.root), encodeHex(checkpoint.root)];
    throw new VerificationError(
      "root_mismatch",
      `the entries are not those that the checkpoint sums up: their root is ${found}, and ${expected} was expected`,
    );
  });
  findings.done("tree");
}

/** A head that was published, and the signed checkpoint of the log of heads that holds it, byte for byte. */
export type PublishedHead = {
  readonly head: Head;
  readonly note: Uint8Array;
  /** Entries in that log of heads. */
  readonly size: number;
};

/**
 * Checks that the checkpoint was published: a head says the same, and stands in the log of heads.
 * @returns the head when all of that holds
 */
export async function readHead(
  inventory: Inventory,
  findings: BundleFindings,
  keys: LogKeys,
  checkpoint: VerifiedCheckpoint | null,
): Promise<PublishedHead | null> {
  const bytes = await inventory.read(HEAD_FILE, HEAD_LIMIT);
  const proof = await inventory.read(HEAD_PROOF_FILE, LOG_PROOF_LIMIT);
  if (bytes === null || proof === null) {
    findings.leave("head", `${bytes === null ? HEAD_FILE : HEAD_PROOF_FILE} could not be read.`);
    return null;
  }
  const head = findings.attempt("head", HEAD_FILE, () => parseHead(bytes));
  const proven = findings.attempt("head", HEAD_PROOF_FILE, () => {
    const parsed = parseLogProof(proof);
    if (parsed.extra !== undefined) {
      throw new MalformedError("malformed", "it carries extra data, which nobody has signed");
    }
    const { size } = checkLogProof(parsed, bytes, keys.heads);
    return { note: parsed.checkpoint, size };
  });
  if (head === null || checkpoint === null) {
    findings.leave("head", "There is no checkpoint that holds to compare the head with.");
    return null;
  }
  const same = findings.attempt("head", HEAD_FILE, () => {
    checkHead(head, checkpoint);
    return true;
  });
  findings.done("head");
  return same === null || proven === null ? null : { head, ...proven };
}
