import { decodeUtf8, equalBytes } from "@undersigned/core/bytes.ts";
import { MalformedError, UndersignedError, VerificationError } from "@undersigned/core/errors.ts";
import type { Edge } from "@undersigned/core/log/append.ts";
import { emptyEdge, restoreEdge } from "@undersigned/core/log/append.ts";
import type { VerifiedCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { openCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { NOTE_LIMIT } from "@undersigned/core/log/note.ts";
import { formatTilePath } from "@undersigned/core/log/tile.ts";
import { checkQuorum } from "./check-quorum.ts";
import type { Signed } from "./evidence.ts";
import { findTwoHistories } from "./evidence.ts";
import { grow, RootDiffersError, trim } from "./grow.ts";
import { HeadReading } from "./head-reading.ts";
import { nodesOf } from "./mirror.ts";
import { checkEdge, damaged } from "./replays.ts";
import type { Visiting } from "./visiting.ts";
import { GRACE, headsMirror, remote } from "./visiting.ts";

/** Statements with a new head; null when the log of heads could not be followed, and nothing below it can be either. */
export type Followed = ReadonlySet<string> | null;

const NOTHING_NEW: Followed = new Set<string>();

/**
 * Follows the log of heads: its checkpoint must be signed, extend the one that is remembered, and every new entry must be a
 * head that may follow those before it. What was verified is remembered before this returns.
 * @throws RefusedError `unavailable` when the site does not answer
 */
export async function followHeads(visiting: Visiting): Promise<Followed> {
  const { site, memory, key, host } = visiting;
  const known = memory.checkpoint === null ? null : sign(memory.checkpoint, visiting);
  const bytes = await site.read("/log/checkpoint", NOTE_LIMIT);
  if (bytes === null) return known === null ? NOTHING_NEW : await tellOlder(visiting, known, null);
  const now = await openServed(visiting, bytes);
  if (now === null) return null;
  await checkQuorum(visiting, now.note);
  const size = known?.checkpoint.size ?? 0;
  if (now.checkpoint.size > size) return await extend(visiting, known, now);
  if (known === null) return NOTHING_NEW;
  if (now.checkpoint.size < size) return await compareOlder(visiting, known, now);
  if (!equalBytes(now.checkpoint.root, known.checkpoint.root)) return await tellFork(visiting, known, now);
  memory.older = null;
  if (now.note !== known.note) {
    // The same, with other cosignatures.
    openCheckpoint(now.note, key, host);
    memory.checkpoint = now.note;
    await headsMirror(visiting).write("checkpoint", bytes);
    await visiting.save();
  }
  return NOTHING_NEW;
}

/**
 * Follows the log of heads up to a checkpoint that is at hand, signed with the key that is known.
 * @returns as followHeads
 */
export async function followTo(visiting: Visiting, note: Uint8Array): Promise<Followed> {
  const { memory } = visiting;
  const known = memory.checkpoint === null ? null : sign(memory.checkpoint, visiting);
  const then = sign(decodeUtf8(note), visiting);
  const size = known?.checkpoint.size ?? 0;
  if (then.checkpoint.size > size) return await extend(visiting, known, then);
  if (known === null) return NOTHING_NEW;
  if (then.checkpoint.size < size) return await tellFork(visiting, known, then);
  if (!equalBytes(then.checkpoint.root, known.checkpoint.root)) return await tellFork(visiting, known, then);
  memory.checkpoint = then.note;
  return NOTHING_NEW;
}

function sign(note: string, { key, host }: Visiting): Signed {
  return { note, checkpoint: openCheckpoint(note, key, host) };
}

async function openServed(visiting: Visiting, bytes: Uint8Array): Promise<Signed | null> {
  const { host } = visiting;
  try {
    return sign(decodeUtf8(bytes), visiting);
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
    const isProof = error instanceof VerificationError;
    const message = isProof
      ? `What ${host} serves as the summary of its log is not signed with its key: ${error.message}.`
      : `What ${host} serves as the summary of its log cannot be read: ${error.message}.`;
    const record = { seen: visiting.now(), host, checkpoint: Buffer.from(bytes).toString("utf8") };
    const evidence = isProof ? await visiting.evidence.keepRecord(`${fileName(host)}-signature`, record) : null;
    visiting.found(isProof ? "signature_invalid" : "unreadable", message, { evidence, about: "heads" });
    return null;
  }
}

export function fileName(origin: string): string {
  return origin.replaceAll(/[^a-z0-9.-]/g, "_");
}

async function extend(visiting: Visiting, known: Signed | null, now: Signed): Promise<Followed> {
  const { memory, host } = visiting;
  const mirror = headsMirror(visiting);
  const edge = known === null ? emptyEdge() : await readEdge(visiting, known);
  for (let attempt = 1; ; attempt++) {
    const reading = new HeadReading(memory, host);
    const marks = [{ size: now.checkpoint.size, root: now.checkpoint.root }];
    try {
      const grown = await grow({
        edge,
        fetch: remote(visiting, "/log"),
        mirror,
        marks,
        each: (entry, index) => reading.add(entry, index),
      });
      if (reading.fault !== null) return await tellInvalidHead(visiting, now, reading.fault);
      await mirror.write("checkpoint", Buffer.from(now.note));
      const changed = reading.commit();
      memory.checkpoint = now.note;
      memory.older = null;
      await visiting.save();
      await trim(mirror, edge, grown);
      return changed;
    } catch (error) {
      if (error instanceof RootDiffersError) {
        // A cache in between may have mixed things up; once.
        if (attempt > 1) return await tellDiverged(visiting, known, now, error);
      } else if (error instanceof MalformedError || error instanceof VerificationError) {
        visiting.found("unreadable", `The log of ${host} cannot be read: ${error.message}.`, { about: "heads" });
        return null;
      } else throw error;
    }
  }
}

async function readEdge(
  visiting: Visiting,
  { checkpoint }: { checkpoint: VerifiedCheckpoint | Signed["checkpoint"] },
): Promise<Edge> {
  const mirror = headsMirror(visiting);
  try {
    const edge = await restoreEdge(checkpoint.size, async (level, index, width) => {
      const path = formatTilePath({ level, index, width });
      const tile = await mirror.read(path);
      if (tile === null) throw damaged(mirror, `${path} is missing`);
      return tile;
    });
    checkEdge(edge, checkpoint.root, mirror);
    return edge;
  } catch (error) {
    throw error instanceof MalformedError ? damaged(mirror, error.message, error) : error;
  }
}

async function tellInvalidHead(
  visiting: Visiting,
  now: Signed,
  fault: { readonly index: number; readonly message: string; readonly bytes: Uint8Array },
): Promise<Followed> {
  const { host } = visiting;
  const record = {
    seen: visiting.now(),
    host,
    checkpoint: now.note,
    index: fault.index,
    entry: Buffer.from(fault.bytes).toString("base64"),
    fault: fault.message,
  };
  const evidence = await visiting.evidence.keepRecord(`${fileName(host)}-head-${fault.index}`, record);
  visiting.found(
    "head_invalid",
    `${host} signed a log whose entry ${fault.index} breaks its rules: ${fault.message}. What follows it is not looked at.`,
    { evidence },
  );
  return null;
}

/** The entries do not lead from what was seen to what is signed now: show it by the site's own tiles, if they do show it. */
async function tellDiverged(
  visiting: Visiting,
  known: Signed | null,
  now: Signed,
  error: RootDiffersError,
): Promise<Followed> {
  if (known !== null) {
    const nodes = nodesOf(remote(visiting, "/log"), now.checkpoint.size);
    const contradiction = await findTwoHistories(known, now, visiting.key, nodes);
    if (contradiction !== null) return await tellFork(visiting, known, now, contradiction);
  }
  const { host } = visiting;
  const record = {
    seen: visiting.now(),
    host,
    remembered: known?.note ?? null,
    served: now.note,
    fault: error.message,
  };
  const name = `${fileName(host)}-not-extended-${now.checkpoint.size}`;
  const evidence = await visiting.evidence.keepRecord(name, record);
  visiting.found(
    "not_extended",
    known === null
      ? `The entries that ${host} serves do not lead to the summary that it signed.`
      : `What ${host} serves does not continue the log that it showed before: its entries do not lead from the summary it signed then to the one it signs now.`,
    { evidence },
  );
  return null;
}

async function tellFork(
  visiting: Visiting,
  known: Signed,
  now: Signed,
  shown?: NonNullable<Awaited<ReturnType<typeof findTwoHistories>>>,
): Promise<Followed> {
  const { host } = visiting;
  const nodes = nodesOf(headsMirror(visiting).read, known.checkpoint.size);
  const contradiction = shown ?? (await findTwoHistories(known, now, visiting.key, nodes));
  const sizes = `${known.checkpoint.size} and ${now.checkpoint.size} entries`;
  const name = `${fileName(host)}-fork-${known.checkpoint.size}-${now.checkpoint.size}`;
  const evidence = contradiction && (await visiting.evidence.keepContradiction(name, contradiction));
  visiting.found(
    "fork",
    `${host} signed two histories that exclude each other, of ${sizes}. Keep the file with both: anybody can check it with the depositary’s key.`,
    { evidence },
  );
  return null;
}

async function compareOlder(visiting: Visiting, known: Signed, now: Signed): Promise<Followed> {
  const nodes = nodesOf(headsMirror(visiting).read, known.checkpoint.size);
  const contradiction = await findTwoHistories(now, known, visiting.key, nodes);
  if (contradiction !== null) return await tellFork(visiting, known, now, contradiction);
  return await tellOlder(visiting, known, now);
}

async function tellOlder(visiting: Visiting, known: Signed, now: Signed | null): Promise<Followed> {
  const { memory, host } = visiting;
  memory.older ??= visiting.now();
  const size = now?.checkpoint.size ?? 0;
  const shown = `its log of ${size} entries, and ${known.checkpoint.size} were signed before`;
  if (visiting.now() - memory.older <= GRACE) {
    visiting.found(
      "checkpoint_older",
      `${host} shows an older state: ${shown}. A cache may be to blame, if it soon passes.`,
    );
    return NOTHING_NEW;
  }
  const record = { host, since: memory.older, seen: visiting.now(), remembered: known.note, served: now?.note ?? null };
  const evidence = await visiting.evidence.keepRecord(
    `${fileName(host)}-shrank-${known.checkpoint.size}-${size}`,
    record,
  );
  visiting.found("log_shrank", `${host} goes on showing an older state: ${shown}. Entries that it signed are gone.`, {
    evidence,
  });
  return NOTHING_NEW;
}
