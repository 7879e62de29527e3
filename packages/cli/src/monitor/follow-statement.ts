import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { MalformedError, UndersignedError, VerificationError } from "@undersigned/core/errors.ts";
import { openCheckpoint, parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { makeVerifierKey, NOTE_LIMIT, parseNote } from "@undersigned/core/log/note.ts";
import type { Contradiction } from "@undersigned/core/verify/contradiction.ts";
import { readVersion } from "./check-version.ts";
import { agreesWithHead, openStatementCheckpoint, tellWithoutHead } from "./compare-checkpoint.ts";
import { formatCounts } from "./counts.ts";
import type { Signed } from "./evidence.ts";
import { findTwoHistories } from "./evidence.ts";
import { fileName, followHeads } from "./follow-heads.ts";
import type { Mark } from "./grow.ts";
import { grow, RootDiffersError, trim } from "./grow.ts";
import { markOf, openHeads, readChain } from "./head-chain.ts";
import type { OpenedVersion, SeenHead, StatementMemory } from "./memory.ts";
import { nodesOf } from "./mirror.ts";
import { StatementReading } from "./statement-reading.ts";
import type { Visiting } from "./visiting.ts";
import { GRACE, headsMirror, originOf, remote, statementMirror } from "./visiting.ts";
import { watchStatement } from "./watch-statement.ts";

/**
 * Follows the log of one statement up to the checkpoint that the site shows of it: each head on the way must have the size
 * and root that the entries lead to, and each entry must be one that may follow. What was verified is remembered before this returns.
 * @throws RefusedError `unavailable` when the site does not answer
 */
export async function followStatement(visiting: Visiting, id: string): Promise<void> {
  const statement = visiting.memory.statements.get(id);
  if (statement === undefined) return;
  const bytes = await visiting.site.read(`/s/${id}/log/checkpoint`, NOTE_LIMIT);
  if (bytes === null) return tellHidden(visiting, id, statement);
  statement.shown = "public";
  visiting.lookedAt(originOf(visiting, id));
  await readMissing(visiting, id, statement);
  const signed = await openStatementCheckpoint(visiting, id, bytes);
  if (signed === null) return;
  // The log of heads is published first: what the statement shows beyond it was published since we looked.
  if (signed.checkpoint.size > statement.head.size && (await followHeads(visiting)) === null) return;
  const known = visiting.memory.checkpoint;
  if (known === null) return;
  const heads = openHeads(headsMirror(visiting), openCheckpoint(known, visiting.key, visiting.host).size);
  const chain = await readChain(heads, statement.reached, statement.head);
  if (!(await checkUnheaded(visiting, id, statement, chain))) return;
  const target = [...(statement.reached === null ? [] : [statement.reached]), ...chain].find(
    ({ size }) => size === signed.checkpoint.size,
  );
  if (target === undefined) return await compareOther(visiting, id, statement, signed);
  if (!(await agreesWithHead(visiting, id, signed, target))) return;
  tellBehind(visiting, id, statement, target);
  const passed = chain.filter(({ size }) => size <= target.size);
  if (passed.length > 0) await growTo(visiting, id, statement, passed, signed);
  else if (statement.reached !== null) await watchStatement(visiting, id, statement, { acts: [], opened: [] });
}

async function readMissing(visiting: Visiting, id: string, statement: StatementMemory): Promise<void> {
  const missing: OpenedVersion[] = [];
  for (const version of statement.missing) {
    if ((await readVersion(visiting, id, version)) === null) missing.push(version);
  }
  statement.missing = missing;
}

function tellHidden(visiting: Visiting, id: string, statement: StatementMemory): void {
  if (statement.shown === "link") return;
  const origin = originOf(visiting, id);
  visiting.found(
    "statement_vanished",
    `${origin} was shown to everyone, and is no longer. What it was is in the mirror. Ask the depositary why.`,
    { statement: origin },
  );
}

/** A checkpoint that had no head when it was seen must have one of that size and root by now, if the heads have come that far. */
async function checkUnheaded(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  chain: readonly SeenHead[],
): Promise<boolean> {
  const { unheaded } = statement;
  if (unheaded === null) return true;
  const origin = originOf(visiting, id);
  const key = makeVerifierKey(origin, visiting.key.publicKey);
  const signed = { note: unheaded.checkpoint, checkpoint: openCheckpoint(unheaded.checkpoint, key, origin) };
  const head = chain.find(({ size }) => size === signed.checkpoint.size);
  if (head === undefined) {
    await tellWithoutHead(visiting, id, statement, signed);
    return true;
  }
  statement.unheaded = null;
  return await agreesWithHead(visiting, id, signed, head);
}

/** A checkpoint that is of none of the heads from what was reached on: older than that, newer than all, or one left out. */
async function compareOther(visiting: Visiting, id: string, statement: StatementMemory, signed: Signed): Promise<void> {
  const reached = statement.reached?.size ?? 0;
  const { size } = signed.checkpoint;
  if (size >= reached) return await tellWithoutHead(visiting, id, statement, signed);
  const mirror = statementMirror(visiting, id);
  const origin = originOf(visiting, id);
  const latest = await readKept(visiting, id);
  const contradiction =
    latest === null || latest.checkpoint.size < size
      ? null
      : await findTwoHistories(signed, latest, visiting.key, nodesOf(mirror.read, latest.checkpoint.size));
  if (contradiction === null) tellBehind(visiting, id, statement, { size });
  else await tellFork(visiting, origin, size, contradiction);
}

/** The statement may lag behind its head for a moment, and not for long: what was published must be shown. */
function tellBehind(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  shown: { readonly size: number },
): void {
  if (shown.size >= statement.head.size) {
    statement.behind = null;
    return;
  }
  statement.behind ??= visiting.now();
  if (visiting.now() - statement.behind <= GRACE) return;
  const origin = originOf(visiting, id);
  visiting.found(
    "statement_behind",
    `${origin} shows ${shown.size} entries, and its head says that there are ${statement.head.size}: the rest is held back.`,
    { statement: origin },
  );
}

async function growTo(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  passed: readonly SeenHead[],
  signed: Signed,
): Promise<void> {
  const mirror = statementMirror(visiting, id);
  const replayKey = originOf(visiting, id);
  for (let attempt = 1; ; attempt++) {
    const loaded = await visiting.replays.load(replayKey, statement, mirror);
    // It is changed in place: until it has arrived it is nothing.
    visiting.replays.drop(replayKey);
    const reading = new StatementReading({
      replay: loaded.replay,
      broken: statement.broken,
      claimed: statement.claim?.counts ?? null,
      readVersion: (version) => readVersion(visiting, id, version),
      watching: visiting.watching.length > 0,
    });
    try {
      const edge = await grow({
        edge: loaded.edge,
        fetch: remote(visiting, `/s/${id}/log`),
        mirror,
        marks: [...(await readMarksOfOld(visiting, id, loaded.edge.size, passed)), ...passed.map(markOf)].sort(
          (a, b) => a.size - b.size,
        ),
        each: (entry, index) => reading.add(entry, index),
      });
      if (reading.broken !== null) await tellBroken(visiting, id, statement, reading.broken, signed);
      statement.reached = passed.at(-1) ?? statement.reached;
      statement.counts = statement.broken === null ? formatCounts(loaded.replay.statement()) : null;
      statement.missing = [...statement.missing, ...reading.missing];
      if (reading.borneOut) statement.claim = null;
      await mirror.write("checkpoint", Buffer.from(signed.note));
      visiting.replays.keep(replayKey, { edge, replay: loaded.replay });
      await watchStatement(visiting, id, statement, reading);
      await visiting.save();
      await trim(mirror, loaded.edge, edge);
      return;
    } catch (error) {
      if (error instanceof RootDiffersError) {
        // A cache in between may have mixed things up; once.
        if (attempt > 1) return await tellEntriesDiffer(visiting, id, signed, error);
      } else if (error instanceof MalformedError || error instanceof VerificationError) {
        const origin = originOf(visiting, id);
        visiting.found("unreadable", `The log of ${origin} cannot be read: ${error.message}.`, { statement: origin });
        return;
      } else throw error;
    }
  }
}

/** What was verified of the statement at a host that the depositary has left: its log must begin with that. */
async function readMarksOfOld(
  { folder, left }: Visiting,
  id: string,
  from: number,
  passed: readonly SeenHead[],
): Promise<Mark[]> {
  const marks: Mark[] = [];
  for (const host of left) {
    const bytes = await statementMirror({ folder, host }, id).read("checkpoint");
    if (bytes === null) continue;
    const { size, root } = parseCheckpoint(parseNote(bytes).text);
    const isOnTheWay = size > from && size < (passed.at(-1)?.size ?? 0);
    if (isOnTheWay && !passed.some((head) => head.size === size)) marks.push({ size, root });
  }
  return marks;
}

async function tellBroken(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  { index, code, message }: NonNullable<StatementReading["broken"]>,
  signed: Signed,
): Promise<void> {
  const origin = originOf(visiting, id);
  statement.broken = `entry ${index}: ${message}`;
  statement.claim = null;
  if (code === "unknown_entry") {
    visiting.found(
      code,
      `${origin} has an entry that this program does not know (${statement.broken}). A newer edition may: until then its count cannot be checked.`,
      { statement: origin },
    );
    return;
  }
  const record = { seen: visiting.now(), statement: origin, index, fault: message, checkpoint: signed.note };
  const evidence = await visiting.evidence.keepRecord(`${fileName(origin)}-entry-${index}`, record);
  visiting.found(
    code,
    `${visiting.host} recorded what no statement may hold, and signed it: ${origin}, ${statement.broken}. Its count means nothing from there on.`,
    { statement: origin, evidence },
  );
}

async function tellEntriesDiffer(
  visiting: Visiting,
  id: string,
  signed: Signed,
  error: RootDiffersError,
): Promise<void> {
  const origin = originOf(visiting, id);
  const earlier = await readKept(visiting, id);
  if (earlier !== null) {
    const nodes = nodesOf(remote(visiting, `/s/${id}/log`), signed.checkpoint.size);
    const contradiction = await findTwoHistories(earlier, signed, visiting.key, nodes);
    if (contradiction !== null) return await tellFork(visiting, origin, signed.checkpoint.size, contradiction);
  }
  const record = {
    seen: visiting.now(),
    statement: origin,
    fault: error.message,
    earlier: earlier?.note ?? null,
    served: signed.note,
  };
  const evidence = await visiting.evidence.keepRecord(`${fileName(origin)}-entries-${error.mark.size}`, record);
  visiting.found(
    "entries_differ",
    `The entries that ${visiting.host} serves of ${origin} are not those that it signed: ${error.message}.`,
    { statement: origin, evidence },
  );
}

async function tellFork(visiting: Visiting, origin: string, size: number, contradiction: Contradiction): Promise<void> {
  const evidence = await visiting.evidence.keepContradiction(`${fileName(origin)}-fork-${size}`, contradiction);
  visiting.found(
    "fork",
    `${visiting.host} signed two histories of ${origin} that exclude each other. Keep the file with both: anybody can check it with the depositary’s key.`,
    { statement: origin, evidence },
  );
}

/** The last checkpoint of the statement that was verified; null when there is none. */
async function readKept(visiting: Visiting, id: string): Promise<Signed | null> {
  const bytes = await statementMirror(visiting, id).read("checkpoint");
  if (bytes === null) return null;
  const origin = originOf(visiting, id);
  try {
    const note = decodeUtf8(bytes);
    return { note, checkpoint: openCheckpoint(note, makeVerifierKey(origin, visiting.key.publicKey), origin) };
  } catch (error) {
    // It is ours, and damaged: what it would have shown, it does not.
    if (error instanceof UndersignedError) return null;
    throw error;
  }
}
