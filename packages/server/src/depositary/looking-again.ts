import { MalformedError, RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Seen } from "@undersigned/core/signature/observation.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import type { DueLook } from "@undersigned/store/looks.ts";
import { listDueLooks, NEVER, setLook } from "@undersigned/store/looks.ts";
import type { ObservationRow } from "@undersigned/store/observations.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import type { Guard } from "../lookup/guarded-fetch.ts";
import type { DomainSeen, LookedUp, Way } from "../lookup/look-up-domain.ts";
import { lookUpDomain } from "../lookup/look-up-domain.ts";
import { isAbsence } from "../lookup/problem.ts";
import type { Evidence } from "./evidence.ts";
import { mailRow } from "./mail-row.ts";
import type { Observed } from "./observing.ts";
import { findSame, openObserved } from "./observing.ts";
import { openPrivateHalf } from "./openings.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { makeManageToken } from "./signing-tokens.ts";
import type { StatementReading } from "./statement-reading.ts";
import { versionAddresses } from "./version-addresses.ts";

type Deps = SigningDeps & {
  readonly reading: StatementReading;
  readonly evidence: Evidence;
  readonly guard: Guard;
  readonly onMail: () => void;
};

const HOUR = 3_600_000;
/** From one look to the next; each drifts by a different part of an hour, so that a day's looks spread over the day. */
const DAY = 24 * HOUR;
/** After a failure on the way, which says nothing. */
const SOON = 6 * HOUR;
/** Days in a row on which it was not there, after which that is recorded. */
const MISSES = 3;
/** Looked at in one go, at once, and of one domain in one go. */
const BATCH = 20;
const AT_ONCE = 4;
const OF_DOMAIN = 3;

/**
 * Looks again at what was seen at domains and is due: each once a day while its statement is open. Unchanged, only the day
 * is noted. Not there on three days in a row, that is observed in its turn; on the first, its signatory is told.
 * @returns whether there may be more that is due
 */
export async function lookAgain(deps: Deps, isStopping: () => boolean): Promise<boolean> {
  const due = await listDueLooks(deps.store, { now: deps.clock(), first: DAY, limit: BATCH });
  const queues = [...(await byDomain(deps, due)).values()];
  const work = async () => {
    for (let queue = queues.shift(); queue !== undefined && !isStopping(); queue = queues.shift()) {
      for (const one of queue.slice(0, OF_DOMAIN)) await orPutOff(deps, one.row, () => lookAtOne(deps, one));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return due.length === BATCH;
}

type Due = { readonly row: ObservationRow; readonly observed: Observed; readonly seen: DomainSeen };

/** One domain is never asked twice at once. What is not to be looked at, or does not open, is put off, or it would be due for ever. */
async function byDomain(deps: Deps, rows: readonly DueLook[]): Promise<Map<string, Due[]>> {
  const queues = new Map<string, Due[]>();
  for (const row of rows) {
    if (row.state !== "open") {
      await setLook(deps.store, row, { look_at: NEVER, misses: 0 });
      continue;
    }
    await orPutOff(deps, row, async () => {
      const observed = openObserved(deps.secrets, row);
      const seen = domainSeen(observed.observation);
      if (seen !== null) queues.set(seen.domain, [...(queues.get(seen.domain) ?? []), { row, observed, seen }]);
    });
  }
  return queues;
}

/** A row that cannot be read, or an act that is refused, must not keep the others from being looked at. */
async function orPutOff({ store, clock }: Deps, row: ObservationRow, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
    await setLook(store, row, { look_at: clock() + SOON, misses: row.misses });
  }
}

function domainSeen(seen: Seen): DomainSeen | null {
  return seen.kind === "dns" || seen.kind === "well-known" || seen.kind === "web-page" ? seen : null;
}

async function lookAtOne(deps: Deps, due: Due): Promise<void> {
  const { row, observed, seen } = due;
  const { statement_id: statementId } = row;
  const index = Number(row.holder);
  const view = await deps.evidence.view({ statementId, index });
  // Ended, or its own observation was deleted meanwhile.
  const own = view?.observations.find(({ note }) => note === observed.note);
  if (view === null || own === undefined) return await next(deps, due, { look_at: NEVER, misses: 0 });
  const later = view.observations.slice(view.observations.indexOf(own) + 1);
  if (later.some(({ observation }) => takesPlace(observation, seen))) {
    return await next(deps, due, { look_at: NEVER, misses: 0 });
  }
  const addresses = await versionAddresses(deps, statementId, observed.observation.version);
  const asked = { domain: seen.domain, version: observed.observation.version, addresses };
  const looked = await lookUpDomain(deps.guard, asked, wayOf(seen));
  if (looked.problem !== null && !isAbsence(looked.problem)) {
    return await next(deps, due, { look_at: deps.clock() + SOON, misses: row.misses });
  }
  const found = findAgain(looked, seen);
  return found === null ? await miss(deps, due, looked) : await seeAgain(deps, due, found);
}

/** What came after it and is of the same kind, or says that it is gone, is what is looked at from then on. */
function takesPlace(later: Seen, seen: DomainSeen): boolean {
  if (later.kind === "gone") return later.of === seen.kind && later.domain === seen.domain;
  const other = domainSeen(later);
  if (other === null || other.kind !== seen.kind || other.domain !== seen.domain) return false;
  return other.kind === "web-page" || seen.kind === "web-page" || other.names === seen.names;
}

function wayOf(seen: DomainSeen): Way {
  return seen.kind === "web-page" ? { how: seen.kind, url: seen.url } : { how: seen.kind };
}

function findAgain(looked: LookedUp, seen: DomainSeen): DomainSeen | null {
  if (looked.problem !== null) return null;
  return seen.kind !== "web-page" && seen.names === "key" ? (looked.key?.seen ?? null) : looked.version;
}

/** The same is only dated anew; where something else stands there now that says as much, that is observed in its place. */
async function seeAgain(deps: Deps, due: Due, found: DomainSeen): Promise<void> {
  const { statement_id: statementId, holder } = due.row;
  await add(deps, { statementId, index: Number(holder) }, found);
  const isSame = findSame([due.observed], found) !== undefined;
  await next(deps, due, { look_at: isSame ? tomorrow(deps, due) : NEVER, misses: 0 });
}

async function miss(deps: Deps, due: Due, looked: LookedUp): Promise<void> {
  const { row, seen } = due;
  const misses = row.misses + 1;
  if (misses === 1) await tell(deps, due, looked.problem?.message ?? "");
  if (misses < MISSES) return await next(deps, due, { look_at: tomorrow(deps, due), misses });
  const resolvers = looked.replies.map((reply) => ({
    resolver: reply.resolver,
    records: reply.kind === "records" ? reply.records : [],
  }));
  const gone = { kind: "gone", domain: seen.domain, of: seen.kind, resolvers } as const;
  const holder = { statementId: row.statement_id, index: Number(row.holder) };
  await add(deps, holder, gone);
  // Of a record for the version and one for the key, only one is missing: the other is observed anew, since all that was is gone.
  const still = looked.problem === null ? [looked.version, looked.key?.seen] : [];
  for (const one of still) if (one) await add(deps, holder, one);
  await next(deps, due, { look_at: NEVER, misses });
}

/** A signature that ended while we looked has nothing to be added to. */
async function add({ evidence }: Deps, holder: { statementId: string; index: number }, seen: Seen): Promise<void> {
  try {
    await evidence.add(holder, seen);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
  }
}

async function next(deps: Deps, { row }: Due, look: { look_at: number; misses: number }): Promise<void> {
  await setLook(deps.store, row, look);
}

/** Each at another minute: by the random part of its id. */
function tomorrow({ clock }: Deps, { row }: Due): number {
  return clock() + DAY - (Number.parseInt(row.id.slice(-4), 16) % 60) * 60_000;
}

/** By mail, if its mailbox is still known. `what`: what was seen instead. */
async function tell(deps: Deps, { row, seen }: Due, what: string): Promise<void> {
  const { store, secrets, clock } = deps;
  const { statement_id: statementId } = row;
  const index = Number(row.holder);
  const { title } = await deps.describe(statementId);
  const told = await store.transaction(async (tx) => {
    // A mail to somebody who is just being forgotten must not be written after all of theirs was deleted.
    await lockEndings(tx, statementId);
    const signature = await readSignature(tx.db, statementId, index);
    const to = signature === null ? undefined : mailboxOf(secrets, signature);
    if (to === undefined) return false;
    const token = makeManageToken(secrets.macKey, statementId, index);
    const params = { title, domain: seen.domain, what, token };
    const now = clock();
    const id = `${statementId}.${index}~missing.${now}`;
    await tx.insertMany("outbox", [mailRow(secrets, statementId, id, { template: "missing", to, params }, now)]);
    return true;
  });
  if (told) deps.onMail();
}

function mailboxOf(secrets: Deps["secrets"], row: Parameters<typeof openPrivateHalf>[1]): string | undefined {
  try {
    return openPrivateHalf(secrets, row)?.part.mailbox;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return undefined;
  }
}
