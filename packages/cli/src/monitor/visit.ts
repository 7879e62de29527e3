import { join } from "node:path";
import { equalBytes } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import { isSameKey } from "@undersigned/core/log/identity-chain.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { formatVerifierKey, parseVerifierKey } from "@undersigned/core/log/note.ts";
import { IDENTITY_PATH } from "../verify/fetch-key.ts";
import { settleCounts } from "./check-counts.ts";
import { followHeads } from "./follow-heads.ts";
import type { FollowedKey } from "./follow-key.ts";
import { followKey } from "./follow-key.ts";
import { followStatement } from "./follow-statement.ts";
import type { Listing } from "./listing.ts";
import { readJson, readListing } from "./listing.ts";
import type { StatementMemory } from "./memory.ts";
import { hostFolder, openMirror } from "./mirror.ts";
import type { Visiting } from "./visiting.ts";
import { GRACE, originOf } from "./visiting.ts";

const IDENTITY_LIMIT = 1_048_576;
/** Statements without news whose own summary is looked at in a visit all the same, each in its turn. */
const TURN = 50;

/** What a visit came to, besides what it found. */
export type Visited = {
  /** Statements that can be read, and those that are shown only by link. */
  readonly read: number;
  readonly hidden: number;
  /** Statements with a new head. */
  readonly grown: number;
  /** Whether the log of heads could be followed. */
  readonly followed: boolean;
};

/**
 * Visits a depositary once: its key, its log of heads, the log of every statement that has news, and what it shows of them.
 * @throws RefusedError `unavailable` when it does not answer, `configuration` when the mirror is damaged
 */
export async function visit(start: Visiting): Promise<Visited> {
  const { memory } = start;
  const { visiting, changed: before, moved } = await checkIdentity(start);
  // Before the log: what it counts must then be in the log, or soon be. A host that was left shows logs and no more.
  const listing = moved ? null : await readListing(visiting);
  const after = before === null ? null : await followHeads(visiting);
  const changed = before === null || after === null ? null : new Set([...before, ...after]);
  if (changed !== null) {
    startWatching(visiting);
    for (const [id, statement] of memory.statements) {
      const counts = listing?.get(id)?.counts ?? null;
      if (counts !== null) statement.claim ??= { counts, since: visiting.now() };
    }
    for (const id of dueStatements(visiting, changed, listing)) await followStatement(visiting, id);
    await settleCounts(visiting);
    checkListed(visiting, new Set(listing?.keys()));
  }
  await visiting.save();
  const shown = [...memory.statements.values()].map((statement) => statement.shown);
  const hidden = shown.filter((how) => how === "link").length;
  return { read: shown.length - hidden, hidden, grown: changed?.size ?? 0, followed: changed !== null };
}

/** Whose key the site names now; one that the known key handed over to is followed. */
async function checkIdentity(visiting: Visiting): Promise<FollowedKey> {
  const same: FollowedKey = { visiting, changed: new Set(), moved: false };
  const { site, host, key } = visiting;
  const bytes = await site.read(IDENTITY_PATH, IDENTITY_LIMIT);
  const named = bytes === null ? null : readIdentity(bytes);
  if (named === null) {
    visiting.found("unreadable", `${host} does not name its key any more at ${IDENTITY_PATH}.`, { about: "identity" });
    return same;
  }
  const followed = await followKey(visiting, bytes ?? new Uint8Array(0), named);
  if (followed !== null) {
    if (isSameKey(named, followed.visiting.key)) await keepIdentity(visiting, bytes ?? new Uint8Array(0));
    return followed;
  }
  const record = {
    seen: visiting.now(),
    host,
    known: formatVerifierKey(key),
    served: Buffer.from(bytes ?? []).toString("utf8"),
  };
  const evidence = await visiting.evidence.keepRecord(`${host.replaceAll(/[^a-z0-9.-]/g, "_")}-key`, record);
  visiting.found(
    "key_changed",
    `${host} names another key than before: ${formatVerifierKey(named)}. Somebody else may answer in its place. Ask its people by another way before you believe anything it shows.`,
    { evidence },
  );
  return same;
}

/** The mirror tells too how the key came to hold: whoever restores from it needs that. */
async function keepIdentity({ folder, host }: Visiting, bytes: Uint8Array): Promise<void> {
  const mirror = openMirror(join(folder, hostFolder(host)));
  const path = IDENTITY_PATH.slice(1);
  const kept = await mirror.read(path);
  if (kept === null || !equalBytes(kept, bytes)) await mirror.write(path, bytes);
}

/** The key that an identity names (spec/identity.md); null when it names none. */
export function readIdentity(bytes: Uint8Array): VerifierKey | null {
  const identity = readJson(bytes);
  try {
    const key = parseVerifierKey(typeof identity?.vkey === "string" ? identity.vkey : "");
    return key.name === identity?.origin ? key : null;
  } catch (error) {
    if (error instanceof UndersignedError) return null;
    throw error;
  }
}

/** When other domains are watched than before, everything is looked through again. */
function startWatching({ memory, watching }: Visiting): void {
  if (memory.watching.join() === watching.join()) return;
  for (const statement of memory.statements.values()) {
    statement.lookedTo = 0;
    statement.watched = [];
    statement.unproved = [];
  }
  memory.watching = watching;
}

/** Statements to follow now: those with news or something open, those that came to be shown or are no longer, and some of the others in turn. */
function dueStatements(visiting: Visiting, changed: ReadonlySet<string>, listing: Listing | null): Set<string> {
  const due = new Set(changed);
  const quiet: string[] = [];
  const troubled = new Set(visiting.memory.standing.map(({ statement }) => statement));
  for (const [id, statement] of visiting.memory.statements) {
    const isListed = listing?.has(id) ?? statement.shown === "public";
    const isDue = isListed ? hasOpen(visiting, statement) : statement.shown === "public";
    if (isDue || troubled.has(originOf(visiting, id))) due.add(id);
    else if (statement.shown === "public") quiet.push(id);
  }
  const start = quiet.length === 0 ? 0 : Math.floor(visiting.now() / 60) % quiet.length;
  for (const id of [...quiet.slice(start), ...quiet.slice(0, start)].slice(0, TURN)) due.add(id);
  return due;
}

function hasOpen(
  { watching }: Visiting,
  { reached, head, unheaded, lookedTo, unproved, missing }: StatementMemory,
): boolean {
  if (reached?.index !== head.index || unheaded !== null) return true;
  return unproved.length > 0 || missing.length > 0 || (watching.length > 0 && lookedTo === 0);
}

/** What is shown must be in the log of heads, a moment later at most; what was shown to everyone should stay so. */
function checkListed(visiting: Visiting, listed: ReadonlySet<string>): void {
  const { memory, host } = visiting;
  for (const id of memory.unlogged.keys()) if (!listed.has(id) || memory.statements.has(id)) memory.unlogged.delete(id);
  for (const id of listed) {
    const known = memory.statements.get(id);
    if (known?.shown === "link") tellWithheld(visiting, id);
    if (known !== undefined) continue;
    const since = memory.unlogged.get(id) ?? visiting.now();
    memory.unlogged.set(id, since);
    if (visiting.now() - since <= GRACE) continue;
    const statement = `${host}/s/${id}`;
    visiting.found("statement_without_head", `${statement} is shown, and the log of heads knows nothing of it.`, {
      statement,
    });
  }
}

/** What is shown by link alone is not listed. A log that only we are denied would otherwise never be looked at. */
function tellWithheld(visiting: Visiting, id: string): void {
  const statement = originOf(visiting, id);
  const message = `${statement} is in the list that ${visiting.host} shows to everyone, but its log is not to be had: what was signed cannot be checked.`;
  visiting.found("log_withheld", message, { statement });
}

/**
 * The key that the site names at a first visit.
 * @throws RefusedError `unavailable`, `not_found` when it names none of its own
 */
export async function learnKey(site: Visiting["site"]): Promise<VerifierKey> {
  const { address } = site;
  const bytes = await site.read(IDENTITY_PATH, IDENTITY_LIMIT);
  const key = bytes === null ? null : readIdentity(bytes);
  if (key === null) {
    throw new RefusedError(
      "not_found",
      `${address.origin} does not name a key at ${IDENTITY_PATH}, as a depositary does.`,
    );
  }
  if (key.name === address.host) return key;
  throw new RefusedError(
    "not_found",
    `${address.origin} names a key of ${key.name}, and only ${key.name} itself can vouch for that one. Give the key with --key.`,
  );
}
