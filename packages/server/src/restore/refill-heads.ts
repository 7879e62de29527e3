import { decodeHex } from "@undersigned/core/bytes.ts";
import { emptyEdge } from "@undersigned/core/log/append.ts";
import type { Head } from "@undersigned/core/log/head.ts";
import { parseHeadsEntry } from "@undersigned/core/log/identity-act.ts";
import { parseOrigin } from "@undersigned/core/log/origin.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS, readEdge, readEntries, readLog } from "@undersigned/store/log-reading.ts";
import { recordPublications } from "@undersigned/store/publish.ts";
import { appendEntries } from "@undersigned/store/sequence.ts";
import type { SigningKey } from "../depositary/keys.ts";
import { signCheckpoint } from "../depositary/publish-round.ts";
import type { KnownRoot, MirroredLog } from "./mirrored-log.ts";
import { readGrowth } from "./mirrored-log.ts";
import type { MirroredIdentity } from "./restored-identity.ts";
import { restoreIdentity } from "./restored-identity.ts";

/** What the log of heads says of a statement: its heads that came back, in order, each with its index. */
export type StatementHeads = {
  readonly id: string;
  readonly heads: readonly { readonly index: number; readonly head: Head }[];
};

/** The heads that the database lacks, read and verified, and nothing written yet. */
export type MissingHeads = {
  readonly from: number;
  readonly entries: readonly Uint8Array[];
  readonly statements: readonly StatementHeads[];
};

/**
 * Reads the heads that the database lacks from a mirror.
 * @param known roots beside the mirror's own checkpoint: the anchor's
 * @throws VerificationError, MalformedError when they do not continue the database's log of heads
 */
export async function readMissingHeads(
  store: Store,
  log: MirroredLog,
  known: readonly KnownRoot[],
  tell: (entry: number) => void,
): Promise<MissingHeads> {
  const before = await readLog(store.db, HEADS);
  const edge = before === null ? emptyEdge() : await readEdge(store.db, HEADS, before);
  const roots = [...known, { size: log.size, root: log.root, by: `the checkpoint of ${log.mirror.name}` }];
  const entries = await readGrowth(log, edge, Math.max(log.size, edge.size), roots, tell);
  return { from: edge.size, entries, statements: groupByStatement(entries, edge.size) };
}

function groupByStatement(entries: readonly Uint8Array[], from: number): StatementHeads[] {
  const groups = new Map<string, { index: number; head: Head }[]>();
  for (const [i, bytes] of entries.entries()) {
    const head = parseHeadsEntry(bytes);
    // What the depositary did with its own name and key is none of a statement's.
    if ("act" in head) continue;
    const id = parseOrigin(head.statement).statement ?? "";
    const group = groups.get(id) ?? [];
    group.push({ index: from + i, head });
    groups.set(id, group);
  }
  return Array.from(groups, ([id, heads]) => ({ id, heads }));
}

/** Appends them, and records as published what they say was: signed again, which with Ed25519 gives the same bytes. */
export async function refillHeads(
  store: Store,
  { from, entries, statements }: MissingHeads,
  { key, origin }: { readonly key: SigningKey; readonly origin: string },
  identity: MirroredIdentity,
): Promise<void> {
  if (entries.length === 0) return;
  await store.transaction(async (tx) => {
    await tx.lock(`log:${HEADS}`);
    const before = await readLog(tx.db, HEADS);
    const edge = before === null ? emptyEdge() : await readEdge(tx.db, HEADS, before);
    if (edge.size !== from) throw new Error("invariant: the log of heads grew while it was restored");
    const { edge: grown, root } = await appendEntries(tx, { logId: HEADS, before, edge, entries, state: "" });
    const publications = statements.flatMap(({ id, heads }) => {
      const last = heads.at(-1);
      if (last === undefined) return [];
      const { statement, size, root } = { ...last.head, root: decodeHex(last.head.root) };
      return [{ logId: id, size, root, checkpoint: signCheckpoint(key, statement, size, root), headIndex: last.index }];
    });
    const { size } = grown;
    const checkpoint = signCheckpoint(key, origin, size, root);
    const [newest] = await readEntries(tx.db, HEADS, size - 1, size);
    const at = parseHeadsEntry(newest as Uint8Array).time * 1000;
    await recordPublications(tx, [...publications, { logId: HEADS, size, root, checkpoint, headIndex: null }], at);
    await restoreIdentity(tx, entries, identity, { key, origin: () => origin });
  });
}
