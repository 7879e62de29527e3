import { join } from "node:path";
import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import { keysOfChain } from "@undersigned/core/log/identity-chain.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { makeVerifierKey } from "@undersigned/core/log/note.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS, readLog } from "@undersigned/store/log-reading.ts";
import { listBehind } from "@undersigned/store/publish.ts";
import { getSetting } from "@undersigned/store/settings.ts";
import { openStore } from "@undersigned/store/store.ts";
import type { Config } from "../config.ts";
import { makeAnchors } from "../depositary/anchor.ts";
import type { Anchored } from "../depositary/anchor-check.ts";
import { compareAnchors, readOwnCheckpoint } from "../depositary/anchor-check.ts";
import { openAnchorFolder } from "../depositary/anchor-file.ts";
import { openErasureJournal } from "../depositary/erasure-journal.ts";
import type { SigningKey } from "../depositary/keys.ts";
import { makeSigningKey } from "../depositary/keys.ts";
import { readOwnChain } from "../depositary/own-chain.ts";
import { refuseMoving } from "../depositary/tenure.ts";
import { describeTrouble } from "../depositary/trouble.ts";
import { settleSecrets } from "../handover/settle-secrets.ts";
import { prepareDataDir } from "../secrets.ts";
import type { Mirror } from "./mirror.ts";
import { openMirror } from "./mirror.ts";
import type { MirroredLog } from "./mirrored-log.ts";
import { openMirroredLog } from "./mirrored-log.ts";
import type { MissingHeads } from "./refill-heads.ts";
import { readMissingHeads, refillHeads } from "./refill-heads.ts";
import type { PublishedSize, StatementReport } from "./refill-statement.ts";
import { refillStatement } from "./refill-statement.ts";
import { findIdentity, handsOver } from "./restored-identity.ts";
import type { Succeeded, Succession } from "./succession.ts";
import { retireAnchor, succeedAll } from "./succession.ts";

export type RestoreReport = {
  /** The database now holds, or with `dryRun` would hold, all that is known to have been published. */
  readonly complete: boolean;
  readonly dryRun: boolean;
  /** Entries of the log of heads: had, has now, and known to the anchor (null when there is no anchor). */
  readonly heads: { readonly before: number; readonly after: number; readonly anchor: number | null };
  readonly statements: readonly StatementReport[];
  /** Signatures that the journal outside the database says were erased, and which were forgotten again. */
  readonly forgottenAgain: number;
  /** What is still wrong, in sentences. */
  readonly problems: readonly string[];
};

export type RestoreOptions = {
  readonly from: readonly string[];
  readonly dryRun: boolean;
  readonly warn: (message: string) => void;
  /** Told which log and entry is being read. */
  readonly tell: (log: string, entry: number) => void;
};

export type SuccessionReport = Pick<Succession, "from" | "to"> & {
  readonly dryRun: boolean;
  readonly statements: readonly Succeeded[];
};

type Place = { readonly store: Store; readonly key: SigningKey; readonly origin: string; readonly dataDir: string };

/**
 * Refills a database that is behind what it had published, from mirrors of its logs. Nothing is believed of a mirror: its
 * checkpoint must be signed by our own key, and its entries together with ours must give the roots that were signed.
 * The server must be stopped.
 * @throws RefusedError, VerificationError, MalformedError with what to do
 */
export async function restore(
  config: Pick<Config, "dataDir" | "databaseUrl">,
  options: RestoreOptions,
): Promise<RestoreReport> {
  const { dataDir, databaseUrl } = config;
  prepareDataDir(dataDir);
  const store = await openStore({ url: databaseUrl, file: join(dataDir, "undersigned.db"), warn: options.warn });
  try {
    await refuseMoving(store);
    const key = makeSigningKey(await settleSecrets(dataDir, store, options.warn));
    const mirrors = options.from.map(openMirror);
    const place = { store, key, dataDir, origin: await originOf(store, mirrors, key) };
    return await restoreAt(place, mirrors, options);
  } finally {
    await store.close();
  }
}

/**
 * Where no mirror has what is missing: ends the logs as they are, and continues them under another host name. Cannot be
 * taken back. The server must be stopped.
 * @throws RefusedError when the database was never published from, or the host is none
 */
export async function beginSuccessor(
  { dataDir, databaseUrl }: Pick<Config, "dataDir" | "databaseUrl">,
  to: string,
  { dryRun, warn }: Pick<RestoreOptions, "dryRun" | "warn">,
): Promise<SuccessionReport> {
  prepareDataDir(dataDir);
  const store = await openStore({ url: databaseUrl, file: join(dataDir, "undersigned.db"), warn });
  try {
    await refuseMoving(store);
    const key = makeSigningKey(await settleSecrets(dataDir, store, warn));
    const anchor = await readAnchor({ dataDir, key, store });
    const current = await getSetting(store, "origin");
    // A crash may have come between the last commit and the anchor, which then still names the log that ended.
    const from = current === to && anchor !== null ? anchor.origin : current;
    if (from === null)
      throw new RefusedError(
        "wrong_state",
        "Nothing was ever published from this database: there is no log to succeed.",
      );
    const ended = anchor ?? (await readLog(store.db, HEADS)) ?? { size: 0, root: new Uint8Array(0) };
    const statements = await succeedAll(store, { from, to, ended }, { dryRun, now: Date.now() });
    if (!dryRun) await retireAnchor(dataDir, from);
    return { from, to, dryRun, statements };
  } finally {
    await store.close();
  }
}

/** The database's own, unless it is one of before the first opening: then the mirrors', if our key signed it. */
async function originOf(store: Store, mirrors: readonly Mirror[], key: SigningKey): Promise<string> {
  const origin = await getSetting(store, "origin");
  if (origin !== null) return origin;
  for (const mirror of mirrors) {
    const note = await mirror.read("log/checkpoint");
    if (note !== null) return (await readOwnCheckpoint(store, key, note)).origin;
  }
  throw new RefusedError(
    "not_found",
    "The database has not opened a statement yet, and no mirror has a log/checkpoint.",
  );
}

async function restoreAt(place: Place, mirrors: readonly Mirror[], options: RestoreOptions): Promise<RestoreReport> {
  const { store, key, origin, dataDir } = place;
  const journal = openErasureJournal({ store, dataDir, clock: Date.now });
  const forgottenAgain = options.dryRun ? 0 : await journal.replay();
  const anchor = await readAnchor(place);
  const problems: string[] = [];
  const identity = await findIdentity(mirrors, key.verifierKey(origin));
  const earlier = [...keysOfChain((await readOwnChain(store)).handOvers), ...identity.keys];
  const missing = await findHeads(place, mirrors, earlier, anchor, options.tell);
  handsOver(missing.entries, identity);
  const statements: StatementReport[] = [];
  for (const [id, sizes] of await whatWasPublished(store, missing)) {
    const keys = namedKeys(key, earlier, `${origin}/s/${id}`);
    const deps = { store, mirrors, keys, dryRun: options.dryRun };
    statements.push(await refillStatement(deps, id, sizes, (entry) => options.tell(`statement ${id}`, entry)));
  }
  // Last: as long as the log of heads is behind, no server publishes from what is only half restored.
  if (!options.dryRun) await refillHeads(store, missing, { key, origin }, identity);
  const after = missing.from + missing.entries.length;
  if (anchor !== null && after < anchor.size) {
    problems.push(
      `The anchor knows ${anchor.size} heads, and the mirrors end at ${after}: look for a mirror that is newer. As long as there is none, nothing is published.`,
    );
  }
  if (!options.dryRun && problems.length === 0) problems.push(...(await compareAgain(place)));
  return {
    complete: problems.length === 0 && statements.every((one) => one.missing === null),
    dryRun: options.dryRun,
    heads: { before: missing.from, after, anchor: anchor?.size ?? null },
    statements,
    forgottenAgain,
    problems,
  };
}

/** Our key, and those that held before, under the name of one log: what is quiet may still be signed with an earlier one. */
function namedKeys(key: SigningKey, earlier: readonly VerifierKey[], origin: string): VerifierKey[] {
  return [key.verifierKey(origin), ...earlier.map(({ publicKey }) => makeVerifierKey(origin, publicKey))];
}

async function readAnchor({
  dataDir,
  key,
  store,
}: Pick<Place, "dataDir" | "key" | "store">): Promise<(Anchored & { readonly origin: string }) | null> {
  const kept = await openAnchorFolder(dataDir).read();
  return kept && (await readOwnCheckpoint(store, key, kept.checkpoint));
}

/** From the mirror whose log of heads goes furthest and fits. */
async function findHeads(
  { store, key, origin }: Place,
  mirrors: readonly Mirror[],
  earlier: readonly VerifierKey[],
  anchor: Anchored | null,
  tell: RestoreOptions["tell"],
): Promise<MissingHeads> {
  const logs: MirroredLog[] = [];
  const failures: UndersignedError[] = [];
  for (const mirror of mirrors) {
    const log = await openMirroredLog(mirror, "log", namedKeys(key, earlier, origin));
    if (log !== null) logs.push(log);
    else
      failures.push(
        new RefusedError("not_found", `${mirror.name} has no log/checkpoint: it is not the folder of one depositary.`),
      );
  }
  const known = anchor === null ? [] : [{ ...anchor, by: "the anchor in the data folder" }];
  for (const log of logs.sort((a, b) => b.size - a.size)) {
    try {
      await checkBeginning(store, log);
      return await readMissingHeads(store, log, known, (entry) => tell("the log of heads", entry));
    } catch (error) {
      if (!(error instanceof UndersignedError)) throw error;
      failures.push(error);
    }
  }
  throw failures[0] ?? new RefusedError("not_found", "No mirror was given.");
}

/** A mirror that is shorter than the database must be its beginning. */
async function checkBeginning(store: Store, { mirror, size, root }: MirroredLog): Promise<void> {
  const log = await readLog(store.db, HEADS);
  if (log === null || size > log.size) return;
  const trouble = await compareAnchors(store.db, log, { anchors: [{ size, root, by: mirror.name }], told: [] });
  if (trouble !== null) throw new RefusedError("wrong_state", describeTrouble(trouble));
}

/** By statement, what was published of it: as the heads that came back say, and what an earlier restore could not refill. */
async function whatWasPublished(store: Store, { statements }: MissingHeads): Promise<Map<string, PublishedSize[]>> {
  const sizes = new Map<string, PublishedSize[]>();
  for (const { logId, size, root, publishedAt } of await listBehind(store.db)) {
    sizes.set(logId, [{ size, root: encodeHex(root), at: publishedAt }]);
  }
  for (const { id, heads } of statements) {
    const more = heads.map(({ head }) => ({ size: head.size, root: head.root, at: head.time * 1000 }));
    sizes.set(id, [...(sizes.get(id) ?? []), ...more]);
  }
  return sizes;
}

/** As the next start will. */
async function compareAgain({ store, key, origin, dataDir }: Place): Promise<string[]> {
  const journal = openErasureJournal({ store, dataDir, clock: Date.now });
  const folder = openAnchorFolder(dataDir);
  const anchors = makeAnchors({ store, key, origin: () => origin, folder, journal, onNotice: () => undefined });
  await anchors.start();
  const trouble = anchors.trouble();
  return trouble === null ? [] : [describeTrouble(trouble)];
}
