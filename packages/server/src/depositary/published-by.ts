import { invariant } from "@undersigned/core/errors.ts";
import type { Head } from "@undersigned/core/log/head.ts";
import { parseHead } from "@undersigned/core/log/head.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS, readEntries } from "@undersigned/store/log-reading.ts";
import { readPublication } from "@undersigned/store/publish.ts";

/** Heads in one query, and at most, that are looked through for one of the statement's own before its chain is followed. */
const AT_ONCE = 500;
const LOOKED_THROUGH = 50_000;

/** The head of a statement that was the newest before a time, in milliseconds since the epoch; null where there was none. */
export async function findHeadBefore(store: Store, statementId: string, time: number): Promise<Head | null> {
  const [statement, heads] = [await readPublication(store.db, statementId), await readPublication(store.db, HEADS)];
  if (statement?.headIndex == null || heads === null) return null;
  const end = await countHeadsBefore(store, heads.size, time);
  if (statement.headIndex < end) return await readHead(store, statement.headIndex);
  // Its own heads are near where somebody signed in those days, else its chain is short: one of the two ways is.
  const near = await lookBack(store, statementId, end);
  return near === "not found" ? await followChain(store, statement.headIndex, end) : near;
}

/** How many heads of all statements were published before a time: their times never go back. */
async function countHeadsBefore(store: Store, size: number, time: number): Promise<number> {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await readHead(store, middle)).time * 1_000 < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function lookBack(store: Store, statementId: string, end: number): Promise<Head | "not found" | null> {
  const least = Math.max(0, end - LOOKED_THROUGH);
  for (let to = end; to > least; to -= AT_ONCE) {
    const heads = (await readEntries(store.db, HEADS, Math.max(least, to - AT_ONCE), to)).map(parseHead);
    const found = heads.findLast(({ statement }) => statement.endsWith(`/s/${statementId}`));
    if (found) return found;
  }
  return least === 0 ? null : "not found";
}

async function followChain(store: Store, from: number, end: number): Promise<Head | null> {
  let index: number | null = from;
  while (index !== null) {
    const head: Head = await readHead(store, index);
    if (index < end) return head;
    index = head.previous;
  }
  return null;
}

async function readHead(store: Store, index: number): Promise<Head> {
  const [bytes] = await readEntries(store.db, HEADS, index, index + 1);
  invariant(bytes !== undefined, "the log of heads has every head that was published");
  return parseHead(bytes);
}
