import { equalBytes } from "@undersigned/core/bytes.ts";
import { UndersignedError } from "@undersigned/core/errors.ts";
import type { DatabaseIdentity } from "@undersigned/store/database-identity.ts";
import { readDatabaseIdentity } from "@undersigned/store/database-identity.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import type { LogRow } from "@undersigned/store/log-reading.ts";
import { HEADS, readLog } from "@undersigned/store/log-reading.ts";
import type { Publication } from "@undersigned/store/publish.ts";
import { readPublication } from "@undersigned/store/publish.ts";
import type { Anchored, Known } from "./anchor-check.ts";
import { compareAnchors, readOwnCheckpoint } from "./anchor-check.ts";
import type { AnchorFolder } from "./anchor-file.ts";
import type { ErasureJournal } from "./erasure-journal.ts";
import type { SigningKey } from "./keys.ts";
import { findReplaced } from "./tenure.ts";
import type { Trouble, Witnessed } from "./trouble.ts";
import { describeDatabase, describeTrouble, HaltedError } from "./trouble.ts";

/**
 * What was published last, kept outside the database: in a file, in this process, and at witnesses. A database that is
 * behind any of them, or holds another history, must not be published from: it would sign a fork.
 */
export type Anchors = {
  /** Compares at the start, and makes the anchor where there is none. Trouble is told, not thrown. */
  start(): Promise<void>;
  /** Before each round, outside its transaction: compares again where something moved, and tells what changed. */
  look(): Promise<void>;
  /**
   * Within the transaction of a round that is about to extend the log of heads, under its lock.
   * @throws HaltedError when it must not
   */
  check(tx: Transaction, log: LogRow | null): Promise<void>;
  /** This process committed a publication. Resolves once the anchor is there: only then may it be served. */
  published(heads: Publication): Promise<void>;
  /**
   * Before a publication of the log of heads is served, whichever process made it: brings the anchor forward to it.
   * @throws HaltedError when it must not be served
   */
  cover(heads: Publication): Promise<void>;
  /** A witness says that it knows the log of heads at this size. */
  seen(witnessed: Witnessed): void;
  /** A log was found shorter than this process knew it: everything is compared again. */
  suspect(): void;
  trouble(): Trouble | null;
  /** @throws HaltedError while there is trouble */
  refuse(): void;
};

type Deps = {
  readonly store: Store;
  readonly key: SigningKey;
  /** Of the log of heads. */
  readonly origin: () => string;
  readonly folder: AnchorFolder;
  /** What was erased is written down before the anchor moves: whoever was forgotten in what is published stays so. */
  readonly journal: Pick<ErasureJournal, "keep">;
  /** Told, in a sentence, of trouble that begins and of trouble that is over. */
  readonly onNotice: (message: string) => void;
  /** Asks those witnesses that can be asked which size they know; their answers come by `seen`. */
  readonly ask?: () => Promise<void>;
};

type State = {
  file: (Anchored & { readonly database: DatabaseIdentity | null }) | null;
  /** What this process published last. */
  own: Anchored;
  readonly told: Map<string, number>;
  /** What the last comparison was about: as long as none of it moves, there is nothing to compare. */
  agreed: { readonly log: Anchored; readonly database: DatabaseIdentity | null } | null;
  suspected: boolean;
  trouble: Trouble | null;
};

const FILE = "the anchor in the data folder";
const NOTHING: Anchored = { size: 0, root: new Uint8Array(0) };

export function makeAnchors(deps: Deps): Anchors {
  const state: State = {
    file: null,
    own: NOTHING,
    told: new Map(),
    agreed: null,
    suspected: false,
    trouble: null,
  };
  let covering: Promise<void> = Promise.resolve();

  /** One after another: the anchor only moves forward. */
  function cover(heads: Publication): Promise<void> {
    const done = covering.then(() => advance(deps, state, heads));
    covering = done.catch(() => undefined);
    return done;
  }

  return {
    cover,
    look: () => look(deps, state),
    refuse: () => refuse(state),
    trouble: () => state.trouble,
    async start() {
      await deps.ask?.();
      // Which server wrote it: the look compares that too.
      await readKnown(deps, state);
      await look(deps, state);
      const heads = await readPublication(deps.store.db, HEADS);
      if (state.trouble !== null || heads === null) return;
      const isFirst = state.file === null;
      await cover(heads).catch(unlessHalted);
      if (isFirst && state.trouble === null) deps.onNotice(describeFirst(heads));
    },
    async check(tx, log) {
      refuse(state);
      await checkInside(deps, state, tx, log ?? NOTHING);
    },
    async published(heads) {
      state.own = { size: heads.size, root: heads.root };
      if (state.agreed !== null) state.agreed = { ...state.agreed, log: state.own };
      await cover(heads);
    },
    seen({ by, size }) {
      state.told.set(by, Math.max(size, state.told.get(by) ?? 0));
    },
    suspect() {
      state.suspected = true;
    },
  };
}

async function look(deps: Deps, state: State): Promise<void> {
  const { store, onNotice } = deps;
  const replaced = await findReplaced(store.db, deps);
  if (replaced !== null) return setTrouble(deps, state, replaced);
  if (!(await keep(deps, state, () => deps.journal.keep()))) return;
  const database = await readDatabaseIdentity(store.engine, store.db);
  const before = state.agreed?.database ?? state.file?.database ?? null;
  const moved = before !== null && database !== null && !sameDatabase(before, database) ? { before, database } : null;
  const isQuiet = state.trouble === null && state.agreed !== null && moved === null && !state.suspected;
  if (isQuiet && greatest(state.told) <= (state.agreed?.log.size ?? 0)) return;
  if (moved !== null && state.trouble === null) {
    setTrouble(deps, state, { kind: "moved", before: moved.before, after: moved.database });
    await deps.ask?.();
  }
  const over = state.trouble;
  // What is known is read first: the log, read after it, holds all that any process has published by then.
  const known = await readKnown(deps, state);
  if ("kind" in known) return setTrouble(deps, state, known);
  const heads = await readPublication(store.db, HEADS);
  const log = (await readLog(store.db, HEADS)) ?? NOTHING;
  const found = await compareAnchors(store.db, log, known);
  if (found !== null) return setTrouble(deps, state, found);
  // So that it names the server that is there now; or because it could not be written before.
  if (heads !== null && (moved !== null || over?.kind === "unwritable")) {
    if (!(await writeAnchor(deps, state, heads, database))) return;
  }
  state.agreed = { log: { size: log.size, root: log.root }, database };
  state.suspected = false;
  state.trouble = null;
  if (moved !== null) onNotice(describeMoved(moved.before, moved.database));
  else if (over !== null) onNotice("The database holds all that was published: publishing goes on.");
}

async function checkInside(deps: Deps, state: State, tx: Transaction, log: Anchored) {
  const replaced = await findReplaced(tx.db, deps);
  if (replaced !== null) throw new HaltedError(replaced);
  const database = await readDatabaseIdentity(tx.engine, tx.db);
  const before = state.agreed?.database ?? null;
  // The next look finds out what the other server holds.
  if (before !== null && database !== null && !sameDatabase(before, database))
    throw new HaltedError({ kind: "moved", before, after: database });
  if (state.agreed !== null && same(state.agreed.log, log) && greatest(state.told) <= log.size) return;
  const known = await readKnown({ ...deps, store: tx }, state);
  const found = "kind" in known ? known : await compareAnchors(tx.db, log, known);
  if (found !== null) {
    setTrouble(deps, state, found);
    throw new HaltedError(found);
  }
  state.agreed = { log: { size: log.size, root: log.root }, database };
}

async function advance(deps: Deps, state: State, heads: Publication): Promise<void> {
  refuse(state);
  if (state.file !== null && heads.size <= state.file.size) return;
  if (!same(state.own, heads)) {
    const known = await readKnown(deps, state);
    if ("kind" in known) setTrouble(deps, state, known);
    // Several processes that share a data folder keep one anchor.
    else if (state.file !== null && heads.size <= state.file.size) return;
    else setTrouble(deps, state, await compareAnchors(deps.store.db, heads, { anchors: known.anchors, told: [] }));
    refuse(state);
  }
  await writeAnchor(deps, state, heads, state.agreed?.database ?? null);
  refuse(state);
}

async function readKnown(
  { store, key, folder }: Pick<Deps, "key" | "folder"> & { readonly store: Pick<Transaction, "db"> },
  state: State,
): Promise<Known | Trouble> {
  const told = Array.from(state.told, ([by, size]) => ({ by, size }));
  const own = { ...state.own, by: "this process" };
  try {
    const kept = await folder.read();
    state.file = kept && { ...(await readOwnCheckpoint(store, key, kept.checkpoint)), database: kept.database };
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
    return { kind: "damaged", what: `${FILE} is not one that this depositary wrote (${error.message})` };
  }
  return { anchors: state.file === null ? [own] : [{ ...state.file, by: FILE }, own], told };
}

async function writeAnchor(
  deps: Deps,
  state: State,
  { size, root, checkpoint }: Publication,
  database: DatabaseIdentity | null,
): Promise<boolean> {
  const isKept = await keep(deps, state, async () => {
    await deps.journal.keep();
    await deps.folder.write(size, { database, checkpoint });
  });
  if (isKept) state.file = { size, root, database };
  return isKept;
}

/** Writes into the data folder. A database that fails meanwhile is not the folder's trouble. */
async function keep(deps: Deps, state: State, write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (!isFileError(error)) throw error;
    setTrouble(deps, state, { kind: "unwritable", why: error.code });
    return false;
  }
}

function isFileError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}

function setTrouble({ onNotice }: Pick<Deps, "onNotice">, state: State, next: Trouble | null): void {
  if (next === null) return;
  const isNew = state.trouble === null || describeTrouble(state.trouble) !== describeTrouble(next);
  state.trouble = next;
  if (isNew) onNotice(describeTrouble(next));
}

function refuse({ trouble }: State): void {
  if (trouble !== null) throw new HaltedError(trouble);
}

function describeMoved(before: DatabaseIdentity, after: DatabaseIdentity): string {
  return (
    `The database server changed (${describeDatabase(before)} before, ${describeDatabase(after)} now). ` +
    "All that was published is there: publishing goes on."
  );
}

function describeFirst({ size, publishedAt }: Publication): string {
  return (
    `There was no anchor in the data folder, so one was made from the database as it is: ${size} heads, the last of ` +
    `${new Date(publishedAt).toISOString()}. If this database was restored from an older copy, stop now and run: ` +
    "undersigned restore --from MIRROR."
  );
}

function same(a: Anchored, b: Anchored): boolean {
  return a.size === b.size && equalBytes(a.root, b.root);
}

function sameDatabase(a: DatabaseIdentity, b: DatabaseIdentity): boolean {
  return a.system === b.system && a.timeline === b.timeline;
}

function greatest(told: ReadonlyMap<string, number>): number {
  return Math.max(0, ...told.values());
}

function unlessHalted(error: unknown): void {
  if (!(error instanceof HaltedError)) throw error;
}
