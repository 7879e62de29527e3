import { invariant } from "@undersigned/core/errors.ts";
import type { Head } from "@undersigned/core/log/head.ts";
import type { HeadsEntry } from "@undersigned/core/log/identity-act.ts";
import { parseHeadsEntry } from "@undersigned/core/log/identity-act.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS, readEntries } from "@undersigned/store/log-reading.ts";
import { readPublication } from "@undersigned/store/publish.ts";

/** Heads in one query, and steps back along the statement's own before the others between are looked through. */
const AT_ONCE = 250;
const STEPS = 200;

/** The head of a statement that was the newest before a time, in milliseconds since the epoch; null where there was none. */
export async function findHeadBefore(store: Store, statementId: string, time: number): Promise<Head | null> {
  const [statement, heads] = [await readPublication(store.db, statementId), await readPublication(store.db, HEADS)];
  if (statement?.headIndex == null || heads === null) return null;
  const end = await countHeadsBefore(store, heads.size, time);
  if (statement.headIndex < end) return await readHead(store, statement.headIndex);
  const stepped = await followChain(store, statement.headIndex, end);
  return stepped === "far" ? await lookAround(store, statementId, end, heads.size) : stepped;
}

/** How many heads of all statements were published before a time: their times never go back. */
async function countHeadsBefore(store: Store, size: number, time: number): Promise<number> {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await readEntry(store, middle)).time * 1_000 < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Each names the one before it, and each of them is a query. */
async function followChain(store: Store, from: number, end: number): Promise<Head | "far" | null> {
  let index: number | null = from;
  for (let steps = 0; index !== null; steps += 1) {
    if (steps === STEPS) return "far";
    const head: Head = await readHead(store, index);
    if (index < end) return head;
    index = head.previous;
  }
  return null;
}

/** Among the heads of all statements, from a time on back and forth by turns: the next that is its own names the one before. */
async function lookAround(store: Store, statementId: string, end: number, size: number): Promise<Head | null> {
  const isOwn = (entry: HeadsEntry): entry is Head => isHead(entry) && entry.statement.endsWith(`/s/${statementId}`);
  const read = async (from: number, to: number) => (await readEntries(store.db, HEADS, from, to)).map(parseHeadsEntry);
  for (let [before, after] = [end, end]; before > 0 || after < size; ) {
    const earlier = (await read(Math.max(0, before - AT_ONCE), before)).findLast(isOwn);
    if (earlier !== undefined) return earlier;
    const later = (await read(after, Math.min(size, after + AT_ONCE))).find(isOwn);
    if (later !== undefined) return later.previous === null ? null : await readHead(store, later.previous);
    [before, after] = [Math.max(0, before - AT_ONCE), Math.min(size, after + AT_ONCE)];
    // On SQLite this is work of the process itself: others come between two of them.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return null;
}

async function readHead(store: Store, index: number): Promise<Head> {
  const entry = await readEntry(store, index);
  invariant(isHead(entry), "a statement's head is no act of the depositary");
  return entry;
}

async function readEntry(store: Store, index: number): Promise<HeadsEntry> {
  const [bytes] = await readEntries(store.db, HEADS, index, index + 1);
  invariant(bytes !== undefined, "the log of heads has every head that was published");
  return parseHeadsEntry(bytes);
}

/** Where a key took over from another, an act of the depositary itself stands between the heads. */
function isHead(entry: HeadsEntry): entry is Head {
  return !("act" in entry);
}
