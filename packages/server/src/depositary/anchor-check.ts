import { equalBytes } from "@undersigned/core/bytes.ts";
import { UndersignedError, VerificationError } from "@undersigned/core/errors.ts";
import { openCheckpoint, parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { keysOfChain } from "@undersigned/core/log/identity-chain.ts";
import { checkConsistency } from "@undersigned/core/log/merkle.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { parseNote } from "@undersigned/core/log/note.ts";
import { makeTileNodes, proveConsistency } from "@undersigned/core/log/prove.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import { HEADS, readTile } from "@undersigned/store/log-reading.ts";
import type { SigningKey } from "./keys.ts";
import { readOwnChain } from "./own-chain.ts";
import type { Trouble, Witnessed } from "./trouble.ts";

type Db = Transaction["db"];

/** A size and root that the log of heads was published with. */
export type Anchored = { readonly size: number; readonly root: Uint8Array };

/** Everything that is known of the log of heads beside the database itself. */
export type Known = {
  /** The log must begin with each. */
  readonly anchors: readonly (Anchored & { readonly by: string })[];
  /** The log must be as long as each. */
  readonly told: readonly Witnessed[];
};

/**
 * Compares the log of heads, at its committed size and root, with what is known of it.
 * @returns what is wrong; null when the log begins with all that was published
 */
export async function compareAnchors(db: Db, log: Anchored, { anchors, told }: Known): Promise<Trouble | null> {
  const ahead = [...anchors, ...told].filter(({ size }) => size > log.size);
  if (ahead.length > 0) {
    return { kind: "behind", size: log.size, anchors: ahead.map(({ by, size }) => ({ by, size })) };
  }
  for (const { by, size, root } of anchors) {
    const trouble = await compareRoot(db, log, { size, root });
    if (trouble === "forked") return { kind: "forked", size: log.size, anchor: { by, size } };
    if (trouble !== null) return trouble;
  }
  return null;
}

/** The proof goes through the stored tiles and must end at both roots: they cannot say one thing and hold another. */
async function compareRoot(db: Db, log: Anchored, anchor: Anchored): Promise<"forked" | Trouble | null> {
  if (anchor.size === 0) return null;
  try {
    const proof = await proveConsistency(anchor.size, log.size, readInTurn(db));
    const roots = { oldRoot: anchor.root, newRoot: log.root };
    checkConsistency({ oldSize: anchor.size, newSize: log.size, ...roots, proof });
    return null;
  } catch (error) {
    if (error instanceof VerificationError) return "forked";
    if (error instanceof UndersignedError) return { kind: "damaged", what: error.message };
    throw error;
  }
}

/** Tiles of the log of heads: within a transaction there is one connection, and it takes one query at a time. */
export function readInTurn(db: Db) {
  let last: Promise<unknown> = Promise.resolve();
  return (level: number, index: number, width: number) => {
    const nodes = last.then(async () => makeTileNodes(await readTile(db, HEADS, level, index, width), width));
    last = nodes.catch(() => undefined);
    return nodes;
  };
}

/**
 * Opens a checkpoint of the log of heads that this depositary signed, under whichever origin.
 * @param earlier keys that held before
 * @throws MalformedError, VerificationError as `openCheckpoint` does
 */
export function openOwnCheckpoint(
  key: SigningKey,
  note: Uint8Array,
  earlier: readonly VerifierKey[] = [],
): Anchored & { readonly origin: string } {
  const { text, signatures } = parseNote(note);
  const { origin } = parseCheckpoint(text);
  const present = key.verifierKey(origin);
  const keys = [present, ...earlier.filter(({ name }) => name === origin)];
  const signer = keys.find(({ keyId }) => signatures.some((line) => equalBytes(line.keyId, keyId)));
  return openCheckpoint(note, signer ?? present, origin);
}

/** The same, with every key that held before the present one. A process may die after a key was replaced, before the anchor was. */
export async function readOwnCheckpoint(
  access: Pick<Transaction, "db">,
  key: SigningKey,
  note: Uint8Array,
): Promise<Anchored & { readonly origin: string }> {
  const { handOvers } = await readOwnChain(access);
  return openOwnCheckpoint(key, note, keysOfChain(handOvers));
}
