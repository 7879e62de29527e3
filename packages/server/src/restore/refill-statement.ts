import { decodeHex } from "@undersigned/core/bytes.ts";
import { UndersignedError, VerificationError } from "@undersigned/core/errors.ts";
import { emptyEdge } from "@undersigned/core/log/append.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import type { Entry } from "@undersigned/core/signature/entry.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import { replay } from "@undersigned/core/signature/replay.ts";
import type { SignatureState } from "@undersigned/core/signature/signature-state.ts";
import type { StatementState } from "@undersigned/core/signature/statement-state.ts";
import { emptyStatement } from "@undersigned/core/signature/statement-state.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readEdge, readEntries, readLog } from "@undersigned/store/log-reading.ts";
import { appendEntries } from "@undersigned/store/sequence.ts";
import { findStatement } from "@undersigned/store/statements.ts";
import { listVersions } from "@undersigned/store/versions.ts";
import type { Mirror } from "./mirror.ts";
import type { MirroredLog } from "./mirrored-log.ts";
import { openMirroredLog, readGrowth } from "./mirrored-log.ts";
import type { RestoredEntry } from "./restored-entry.ts";
import { restoreRows } from "./restored-rows.ts";

/** What was published of a statement: at which sizes, and when (milliseconds since the epoch). The last is the greatest. */
export type PublishedSize = { readonly size: number; readonly root: string; readonly at: number };

/** What came back of a statement's log, or did not. */
export type StatementReport = {
  readonly statement: string;
  /** Empty where the database does not have the statement itself. */
  readonly title: string;
  /** Entries that the database had, that it has now, and that were published. */
  readonly before: number;
  readonly after: number;
  readonly published: number;
  /** Signatures and renewed consents whose openings nobody has any more. */
  readonly lostOpenings: number;
  /** Signatures that were ended again: taken back, removed, erased, anonymised. */
  readonly ended: number;
  /** Digests of versions that were opened after the copy was made, and whose texts are not in the database. */
  readonly lostVersions: readonly string[];
  /** Why not all of it is back; null when it is. */
  readonly missing: string | null;
};

type Deps = {
  readonly store: Store;
  readonly mirrors: readonly Mirror[];
  /** Ours, and those that held before, under the name of this log. */
  readonly keys: readonly VerifierKey[];
  readonly dryRun: boolean;
};

/**
 * Refills one statement's log up to what was published of it, in one transaction.
 * @param sizes what was published of it, in order
 * @param tell index of the entry that is being read
 */
export async function refillStatement(
  deps: Deps,
  statementId: string,
  sizes: readonly PublishedSize[],
  tell: (entry: number) => void,
): Promise<StatementReport> {
  const { store } = deps;
  const before = (await readLog(store.db, statementId))?.size ?? 0;
  const row = await findStatement(store, statementId);
  const published = sizes.at(-1)?.size ?? 0;
  const report = { statement: statementId, title: row?.title ?? "", before, published };
  const found = await readMissing(deps, statementId, sizes, tell);
  const restored = await replayed(store, statementId, before, found.entries, sizes);
  if (!deps.dryRun && found.entries.length > 0) await append(deps, statementId, before, found.entries, restored);
  const { entries } = restored;
  return {
    ...report,
    after: before + found.entries.length,
    lostOpenings: entries.filter(({ entry }) => entry.act === "sign" || entry.act === "resign").length,
    ended: entries.filter(({ entry }) => ENDINGS.has(entry.act)).length,
    lostVersions: await listLostVersions(store, statementId, entries),
    missing: found.missing,
  };
}

const ENDINGS: ReadonlySet<Entry["act"]> = new Set(["withdraw", "remove", "erase", "anonymise"]);

type Found = { readonly entries: readonly Uint8Array[]; readonly missing: string | null };

/** From the mirror that goes furthest; the next, where that one does not fit. */
async function readMissing(
  { store, mirrors, keys }: Deps,
  statementId: string,
  sizes: readonly PublishedSize[],
  tell: (entry: number) => void,
): Promise<Found> {
  const log = await readLog(store.db, statementId);
  const edge = log === null ? emptyEdge() : await readEdge(store.db, statementId, log);
  const target = sizes.at(-1)?.size ?? 0;
  if (edge.size >= target) return { entries: [], missing: null };
  const problems: string[] = [];
  const logs: MirroredLog[] = [];
  for (const mirror of mirrors) {
    try {
      const mirrored = await openMirroredLog(mirror, `s/${statementId}/log`, keys);
      if (mirrored !== null) logs.push(mirrored);
    } catch (error) {
      problems.push(reasonOf(error));
    }
  }
  if (logs.length === 0 && problems.length === 0) {
    problems.push("no mirror has it, as is so with statements that only those with the link may see");
  }
  let best: readonly Uint8Array[] = [];
  for (const mirrored of logs.sort((a, b) => b.size - a.size)) {
    const by = "a head in the log of heads";
    const heads = sizes.map(({ size, root }) => ({ size, root: decodeHex(root), by }));
    const own = { size: mirrored.size, root: mirrored.root, by: `the checkpoint of ${mirrored.mirror.name}` };
    try {
      const entries = await readGrowth(mirrored, edge, Math.max(mirrored.size, edge.size), [...heads, own], tell);
      if (entries.length > best.length) best = entries;
    } catch (error) {
      problems.push(reasonOf(error));
    }
    if (edge.size + best.length >= target) return { entries: best, missing: null };
  }
  const end = edge.size + best.length;
  const short = logs.length > 0 && problems.length === 0 ? `the mirrors end at entry ${end}` : problems.join("; ");
  return { entries: best, missing: `${target - end} of its entries are missing: ${short}` };
}

function reasonOf(error: unknown): string {
  if (error instanceof UndersignedError) return error.message;
  throw error;
}

type Replayed = {
  readonly entries: readonly RestoredEntry[];
  /** The statement and its signatures after all entries. */
  readonly statement: StatementState;
  readonly signatures: ReadonlyMap<number, SignatureState>;
};

async function replayed(
  store: Store,
  statementId: string,
  before: number,
  bytes: readonly Uint8Array[],
  sizes: readonly PublishedSize[],
): Promise<Replayed> {
  if (bytes.length === 0) return { entries: [], statement: emptyStatement(), signatures: new Map() };
  const fresh = bytes.map((one) => parseEntry(one));
  const older = (await readEntries(store.db, statementId, 0, before)).map((one) => parseEntry(one));
  // What was published is legal: whoever wrote it checked, and a mirror cannot change it.
  const { statement, signatures } = replay([...older, ...fresh]);
  const entries = fresh.map((entry, i) => {
    const index = before + i;
    return { index, entry, at: sizes.find(({ size }) => size > index)?.at ?? sizes.at(-1)?.at ?? 0 };
  });
  return { entries, statement, signatures };
}

async function append(
  { store }: Deps,
  statementId: string,
  before: number,
  bytes: readonly Uint8Array[],
  { entries, statement, signatures }: Replayed,
): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.lock(`log:${statementId}`);
    const log = await readLog(tx.db, statementId);
    const edge = log === null ? emptyEdge() : await readEdge(tx.db, statementId, log);
    if (edge.size !== before) {
      throw new VerificationError(
        "root_mismatch",
        "The database grew while it was restored. Stop the server, and begin again.",
      );
    }
    await appendEntries(tx, {
      logId: statementId,
      before: log,
      edge,
      entries: bytes,
      state: JSON.stringify(statement),
    });
    await restoreRows(tx, statementId, entries, signatures);
  });
}

async function listLostVersions(
  store: Store,
  statementId: string,
  entries: readonly RestoredEntry[],
): Promise<string[]> {
  const known = new Set((await listVersions(store, statementId)).map(({ digest }) => digest));
  return entries.flatMap(({ entry }) => (entry.act === "open" && !known.has(entry.version) ? [entry.version] : []));
}
