import { encodeHex, equalBytes } from "@undersigned/core/bytes.ts";
import type { Edge } from "@undersigned/core/log/append.ts";
import { emptyEdge } from "@undersigned/core/log/append.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { formatHead } from "@undersigned/core/log/head.ts";
import { signNote } from "@undersigned/core/log/note.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import type { LogRow } from "@undersigned/store/log-reading.ts";
import { HEADS, readEdge, readLog } from "@undersigned/store/log-reading.ts";
import type { Publication, Unpublished } from "@undersigned/store/publish.ts";
import { readPublication, readUnpublished, recordPublications } from "@undersigned/store/publish.ts";
import { appendEntries } from "@undersigned/store/sequence.ts";
import type { Anchors } from "./anchor.ts";
import type { SigningKey } from "./keys.ts";
import { HaltedError } from "./trouble.ts";

export type PublishRound = {
  /**
   * Publishes every statement that grew, up to STATEMENTS_PER_ROUND of them. Returns how many: none, too, as long as the
   * anchors forbid it, which they tell by themselves.
   */
  run(): Promise<number>;
};

type Deps = {
  readonly store: Store;
  readonly anchors: Pick<Anchors, "look" | "check" | "published" | "trouble">;
  readonly key: SigningKey;
  /** Of the log of heads. */
  readonly origin: () => string;
  readonly clock: () => number;
};

type Known = { readonly log: LogRow; readonly edge: Edge };
type Done = { readonly count: number; readonly after: Known | null; readonly heads: Publication | null };

/** What is left over is taken by the next round, at once. */
export const STATEMENTS_PER_ROUND = 500;

/**
 * A publish round signs the checkpoints of the statements that grew and, in the same transaction, appends their heads to
 * the log of heads and signs that. What was signed is not returned: it is read back, once it is committed.
 */
export function makePublishRound(deps: Deps): PublishRound {
  let known: Known | null = null;
  async function run(): Promise<number> {
    await deps.anchors.look();
    if (deps.anchors.trouble() !== null) return 0;
    // A look without a lock: most of the time there is nothing to do.
    if ((await readUnpublished(deps.store.db, 1)).length === 0) return 0;
    const cached = known;
    // Forgotten first: should the commit fail, the next round reads what is there.
    known = null;
    const { count, after, heads } = await deps.store.transaction<Done>(async (tx) => {
      await tx.lock(`log:${HEADS}`);
      const waiting = await readUnpublished(tx.db, STATEMENTS_PER_ROUND);
      if (waiting.length === 0) return { count: 0, after: cached, heads: null };
      return { count: waiting.length, ...(await publishAll(deps, tx, waiting, cached)) };
    });
    known = after;
    // Committed, and not served yet by this process: first the anchor.
    if (heads !== null) await deps.anchors.published(heads);
    return count;
  }
  return {
    async run() {
      try {
        return await run();
      } catch (error) {
        if (error instanceof HaltedError) return 0;
        throw error;
      }
    },
  };
}

async function publishAll(
  deps: Deps,
  tx: Transaction,
  waiting: readonly Unpublished[],
  cached: Known | null,
): Promise<{ readonly after: Known; readonly heads: Publication }> {
  const log = await readLog(tx.db, HEADS);
  await deps.anchors.check(tx, log);
  const edge = await edgeOf(tx, log, cached);
  const origin = deps.origin();
  const now = await laterOf(tx, deps.clock());
  const start = log?.size ?? 0;
  const heads = waiting.map(({ logId, size, root, previousHead }) =>
    formatHead({
      statement: `${origin}/s/${logId}`,
      size,
      root: encodeHex(root),
      time: Math.floor(now / 1000),
      previous: previousHead,
    }),
  );
  const appended = await appendEntries(tx, { logId: HEADS, before: log, edge, entries: heads, state: "" });
  const publications = waiting.map(({ logId, size, root }, i) => ({
    logId,
    size,
    root,
    checkpoint: signCheckpoint(deps.key, `${origin}/s/${logId}`, size, root),
    headIndex: start + i,
  }));
  const { root } = appended;
  const { size } = appended.edge;
  const published = { size, root, checkpoint: signCheckpoint(deps.key, origin, size, root), headIndex: null };
  await recordPublications(tx, [...publications, { logId: HEADS, ...published }], now);
  const after = { log: { size, root, state: "" }, edge: appended.edge };
  return { after, heads: { ...published, publishedAt: now } };
}

async function edgeOf(tx: Transaction, log: LogRow | null, cached: Known | null): Promise<Edge> {
  if (log === null) return emptyEdge();
  if (cached && cached.log.size === log.size && equalBytes(cached.log.root, log.root)) return cached.edge;
  return await readEdge(tx.db, HEADS, log);
}

/** The checkpoint of a log at a committed state, signed under its origin. */
export function signCheckpoint(key: SigningKey, origin: string, size: number, root: Uint8Array): Uint8Array {
  return signNote(formatCheckpoint({ origin, size, root, extensions: [] }), [key.signer(origin)]);
}

/** Time never goes back in the log of heads, even where the clock does. */
async function laterOf(tx: Transaction, now: number): Promise<number> {
  const last = await readPublication(tx.db, HEADS);
  return Math.max(now, last?.publishedAt ?? 0);
}
