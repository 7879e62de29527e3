import { join } from "node:path";
import { invariant, RefusedError } from "@undersigned/core/errors.ts";
import { parseHeadsEntry } from "@undersigned/core/log/identity-act.ts";
import type { HandedOver } from "@undersigned/core/log/identity-chain.ts";
import { keysOfChain } from "@undersigned/core/log/identity-chain.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { parseOrigin } from "@undersigned/core/log/origin.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import { HEADS, readEntries, readLog } from "@undersigned/store/log-reading.ts";
import { listBehind, readUnpublished } from "@undersigned/store/publish.ts";
import { deleteSetting, getSetting, setSetting } from "@undersigned/store/settings.ts";
import { UnknownCommitError } from "@undersigned/store/store-errors.ts";
import type { Anchors } from "../depositary/anchor.ts";
import type { SigningKey } from "../depositary/keys.ts";
import { makeSigningKey } from "../depositary/keys.ts";
import { refuseOtherKey } from "../depositary/origin.ts";
import { readOwnChain } from "../depositary/own-chain.ts";
import { makePublishRound } from "../depositary/publish-round.ts";
import type { Tenure } from "../depositary/tenure.ts";
import { MOVING_SETTING, ORIGIN_SETTING } from "../depositary/tenure.ts";
import { retireAnchor, succeedAll } from "../restore/succession.ts";
import type { AnchorsDeps } from "./agreed-anchors.ts";
import { openAgreedAnchors } from "./agreed-anchors.ts";
import { exportLogs } from "./export-logs.ts";
import { recordHandOver } from "./hand-over.ts";
import { holds, settleSecrets } from "./settle-secrets.ts";

export type MoveReport = {
  readonly from: string;
  readonly to: string;
  /** Verifier key of the log of heads that begins. */
  readonly vkey: string;
  /** Entries of the log of heads that has ended, the act included. */
  readonly size: number;
  /** Logs of statements that go on. */
  readonly statements: number;
  /** Where the logs of the old host are, for a web server to go on serving. */
  readonly folder: string;
  /** Whether an earlier attempt had been cut off. */
  readonly resumed: boolean;
};

/** What is durable by then: a move that is cut off after it goes on from there. */
export type MoveStep = "act" | "export" | "succession" | "anchor" | "end";

export type MoveDeps = AnchorsDeps & {
  /** The host to go on under, with its port where it is not the usual one. */
  readonly to: string;
  /** Where the logs of the old host go; null: `moved-HOST` in the data folder. */
  readonly exportTo: string | null;
  readonly onNotice: (message: string) => void;
  readonly onStep?: (step: MoveStep) => void;
};

/**
 * Moves the depositary to another host, with its key, by an act in the log of heads (spec/identity.md): the log of heads ends
 * with it, and another begins; the log of every statement goes on. No server should be running; one that is notices, and none
 * starts before the move is done. Cut off at any point, it is begun again and goes on.
 * @throws RefusedError `invalid_field` when `to` is no host, or one that was left before; `wrong_state` when nothing was
 * published yet, or the database does not hold all that was; `configuration` when the database belongs to another key
 */
export async function move(deps: MoveDeps): Promise<MoveReport> {
  const { store, to, onStep = () => undefined } = deps;
  checkHost(to);
  const secrets = await settleSecrets(deps.dataDir, store, deps.onNotice);
  if (!(await holds(store, secrets))) throw refuseOtherKey();
  const key = makeSigningKey(secrets);
  const left = await getSetting(store, MOVING_SETTING);
  if (left === null) await leave(deps, key);
  else await checkSame(store, left, to);
  onStep("act");
  const act = (await readOwnChain(store)).handOvers.at(-1);
  invariant(act?.act === "move", "whoever is on the move has left by an act");
  return await arrive(deps, key, act, left !== null);
}

function checkHost(to: string): void {
  try {
    if (parseOrigin(to).statement === null) return;
  } catch {
    // said below
  }
  throw new RefusedError("invalid_field", `${to} is not a host name, such as letters.example or letters.example:8443.`);
}

async function checkSame(store: Store, left: string, to: string): Promise<void> {
  const current = await getSetting(store, ORIGIN_SETTING);
  if (current === to) return;
  throw new RefusedError(
    "invalid_field",
    `The move from ${left} to ${current} was begun and cut off, and what was signed then stays: finish it with --to ${current}.`,
  );
}

/** Publishes what is left to publish, and then the act with which the log of heads ends. */
async function leave(deps: MoveDeps, key: SigningKey): Promise<void> {
  const { store, to, clock } = deps;
  const host = await getSetting(store, ORIGIN_SETTING);
  if (host === null || (await readLog(store.db, HEADS)) === null) {
    throw new RefusedError(
      "wrong_state",
      `Nothing was published yet, so there is nothing to move: set BASE_URL to https://${to} and start the server.`,
    );
  }
  await checkNew(store, host, to);
  const from: Tenure = { key, origin: () => host };
  const anchors = await openAgreedAnchors(deps, from);
  await refuseBehind(store);
  const round = makePublishRound({ store, anchors, ...from, clock });
  while ((await round.run()) > 0);
  try {
    await store.transaction((tx) => recordMove(tx, anchors, from, { key, origin: () => to }, clock()));
  } catch (error) {
    // Whether it happened is in the database.
    if (!(error instanceof UnknownCommitError) || (await getSetting(store, MOVING_SETTING)) === null) throw error;
  }
}

async function checkNew(store: Store, host: string, to: string): Promise<void> {
  const { handOvers } = await readOwnChain(store);
  if (to === host) throw new RefusedError("invalid_field", `This depositary is at ${host} already.`);
  if (!keysOfChain(handOvers).some(({ name }) => name === to)) return;
  throw new RefusedError(
    "invalid_field",
    `This depositary was at ${to} before, and its log there has ended. Choose a host name that it never had.`,
  );
}

/** What an earlier restore could not find would be missing for good. */
async function refuseBehind(store: Store): Promise<void> {
  const [behind] = await listBehind(store.db);
  if (behind === undefined) return;
  throw new RefusedError(
    "wrong_state",
    `Statement ${behind.logId} lacks entries that were published. Bring them back first (undersigned restore --from MIRROR); where nobody has them, use undersigned restore --successor instead.`,
  );
}

async function recordMove(
  tx: Transaction,
  anchors: Pick<Anchors, "check">,
  from: Tenure,
  to: Tenure,
  now: number,
): Promise<void> {
  await tx.lock(`log:${HEADS}`);
  const log = await readLog(tx.db, HEADS);
  invariant(log !== null, "a log does not vanish");
  await anchors.check(tx, log);
  if ((await readUnpublished(tx.db, 1)).length > 0) {
    throw new RefusedError("wrong_state", "A server is still recording signatures. Stop it, and begin again.");
  }
  await recordHandOver(tx, "move", from, to, log, now);
  await setSetting(tx, MOVING_SETTING, from.origin());
  await setSetting(tx, ORIGIN_SETTING, to.origin());
}

/** Each step finds out by itself whether it was done before. */
async function arrive(deps: MoveDeps, key: SigningKey, act: HandedOver, resumed: boolean): Promise<MoveReport> {
  const { store, dataDir, clock, onStep = () => undefined } = deps;
  const [from, to] = [act.from.name, act.key.name];
  const folder = deps.exportTo ?? join(dataDir, `moved-${from.replaceAll(":", "_")}`);
  if (!(await hasBegun(store, from))) {
    // Before the old log of heads goes: this is where it is kept.
    await exportLogs(store, act.from, folder, clock());
    onStep("export");
    const now = Math.max(clock(), act.time * 1000);
    await succeedAll(store, { from, to, ended: act.checkpoint }, { dryRun: false, now });
  }
  onStep("succession");
  await retireAnchor(dataDir, from);
  onStep("anchor");
  await deleteSetting(store, MOVING_SETTING);
  onStep("end");
  const tenure: Tenure = { key, origin: () => to };
  const round = makePublishRound({ store, anchors: await openAgreedAnchors(deps, tenure), ...tenure, clock });
  while ((await round.run()) > 0);
  const { count } = await store.db
    .selectFrom("log")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("log_id", "!=", HEADS)
    .executeTakeFirstOrThrow();
  const { size } = act.checkpoint;
  return { from, to, vkey: formatVerifierKey(act.key), size, statements: Number(count), folder, resumed };
}

/** Whether the log of heads is the one that goes on from `from`. */
async function hasBegun(store: Store, from: string): Promise<boolean> {
  const [first] = await readEntries(store.db, HEADS, 0, 1);
  if (first === undefined) return false;
  const entry = parseHeadsEntry(first);
  return "act" in entry && entry.act === "succeed" && entry.origin === from;
}
