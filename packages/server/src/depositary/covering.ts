import { decodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Head } from "@undersigned/core/log/head.ts";
import { parseHead } from "@undersigned/core/log/head.ts";
import type { Entry } from "@undersigned/core/signature/entry.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS, readEntries } from "@undersigned/store/log-reading.ts";
import type { CosignedHeads } from "./cosigned.ts";
import type { SigningKey } from "./keys.ts";
import { signCheckpoint } from "./publish-round.ts";
import type { Published, SignedTree } from "./published.ts";

/** Finds the state of a statement to prove things from: the newest, or one just before it that witnesses vouch for. */
export type Covering = {
  /**
   * The same state, under a log of heads that enough witnesses cosigned if one holds its head, and else as it is with the
   * cosignatures there are. Never looks further.
   */
  atOnce(published: Published): Promise<Published>;
  /**
   * The newest state with at least `least` entries that stands in a log of heads that enough witnesses cosigned; when the
   * statement has grown since, a state a few minutes older is taken for that. When there is none, as `atOnce`.
   */
  settled(statementId: string, published: Published, least: number): Promise<Published>;
  /** As `settled`, but never a state before an act that brings files of its own into a bundle. */
  settledForBundle(statementId: string, published: Published): Promise<Published>;
};

type Deps = {
  readonly store: Store;
  readonly cosigned: CosignedHeads;
  readonly key: SigningKey;
  /** Of the log of heads. */
  readonly origin: () => string;
};

/** How far back a state may be looked for: heads of this statement, and seconds. */
const HEADS_BACK = 500;
const SECONDS_BACK = 600;
/** Entries between the two states that are looked through, so many at a time. */
const ENTRIES_BACK = 20_000;
const ENTRIES_AT_A_TIME = 1_000;

/**
 * Acts that bring no file of their own into a bundle: those on signatures, and on how long the statement is open. Not those of
 * a dispute: the list of a moment before it would say that a name stands which is hidden now, and one before it was upheld
 * would not let the name be opened that stands now.
 */
const WITHOUT_FILES: ReadonlySet<Entry["act"]> = new Set<Entry["act"]>([
  ...(["sign", "resign", "attest", "withdraw", "remove", "erase", "anonymise"] as const),
  ...(["extend", "close"] as const),
]);

export function makeCovering(deps: Deps): Covering {
  const { cosigned } = deps;

  async function asItIs(published: Published): Promise<Published> {
    const { statement, heads } = published;
    const checkpoint = await cosigned.decorate(heads);
    return checkpoint === heads.checkpoint ? published : { statement, heads: { ...heads, checkpoint } };
  }

  async function settled(statementId: string, published: Published, least: number): Promise<Published> {
    const heads = await cosigned.latest();
    if (heads === null) return asItIs(published);
    const { statement } = published;
    if ((statement.headIndex as number) < heads.size) return { statement, heads };
    const earlier = await stepBack(deps, statement.headIndex as number, heads, least);
    if (earlier === null) return asItIs(published);
    return { statement: signAgain(deps, statementId, earlier), heads };
  }

  return {
    settled,
    async atOnce(published) {
      const heads = await cosigned.latest();
      const covered = heads !== null && (published.statement.headIndex as number) < heads.size;
      return covered ? { statement: published.statement, heads } : asItIs(published);
    },
    async settledForBundle(statementId, published) {
      const found = await settled(statementId, published, 1);
      const [from, to] = [found.statement.size, published.statement.size];
      return (await bringNoFiles(deps.store, statementId, from, to)) ? found : asItIs(published);
    },
  };
}

type HeadAt = { readonly index: number; readonly head: Head };

/** The statement's last head in this state of the log of heads, along `previous` from its newest; null when it is too far off. */
async function stepBack({ store }: Deps, newest: number, { size }: SignedTree, least: number): Promise<HeadAt | null> {
  const first = await readHead(store, newest);
  let at: HeadAt = { index: newest, head: first };
  for (let steps = 0; at.index >= size; steps++) {
    const { previous } = at.head;
    if (previous === null || steps === HEADS_BACK) return null;
    at = { index: previous, head: await readHead(store, previous) };
    if (at.head.size < least || first.time - at.head.time > SECONDS_BACK) return null;
  }
  return at;
}

async function readHead(store: Store, index: number): Promise<Head> {
  const [bytes] = await readEntries(store.db, HEADS, index, index + 1);
  if (!bytes) throw new RefusedError("unavailable", `Head ${index} is missing from the database.`);
  return parseHead(bytes);
}

/**
 * Signs a state that was published before. Ed25519 is deterministic (RFC 8032 section 5.1.6), so these are the bytes that
 * were published then.
 */
function signAgain({ key, origin }: Deps, statementId: string, { index, head }: HeadAt): Published["statement"] {
  const root = decodeHex(head.root);
  const checkpoint = signCheckpoint(key, `${origin()}/s/${statementId}`, head.size, root);
  return { size: head.size, root, checkpoint, headIndex: index };
}

async function bringNoFiles(store: Store, statementId: string, from: number, to: number): Promise<boolean> {
  if (to - from > ENTRIES_BACK) return false;
  for (let start = from; start < to; start += ENTRIES_AT_A_TIME) {
    const entries = await readEntries(store.db, statementId, start, Math.min(to, start + ENTRIES_AT_A_TIME));
    if (!entries.every((bytes) => WITHOUT_FILES.has(parseEntry(bytes).act))) return false;
  }
  return true;
}
