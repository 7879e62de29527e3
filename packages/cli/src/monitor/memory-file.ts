import { decodeUtf8, encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import { MalformedError, RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { JsonValue } from "@undersigned/core/json.ts";
import { formatCanonicalJson, parseCanonicalJson } from "@undersigned/core/json.ts";
import { parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { formatVerifierKey, parseNote, parseVerifierKey } from "@undersigned/core/log/note.ts";
import { readFields } from "./fields.ts";
import { readIfThere, writeDurably } from "./files.ts";
import type { Finding } from "./finding.ts";
import { isFindingCode, severityOf } from "./finding.ts";
import type { CountClaim, Memory, OpenedVersion, SeenHead, Standing, StatementMemory } from "./memory.ts";
import { MEMORY_FORMAT } from "./memory.ts";
import type { SignatoryName } from "./watched.ts";

/** Some 500 bytes a statement: a million statements fit. */
const MEMORY_LIMIT = 1_073_741_824;

/**
 * The bytes of a memory: the SHA-256 of what follows, a newline, and canonical JSON. The digest tells damage; it is no secret,
 * so it does not tell of somebody who may write to the folder.
 */
export function formatMemory(memory: Memory): Uint8Array {
  const { statements, unlogged, ...rest } = memory;
  const value = {
    format: MEMORY_FORMAT,
    ...rest,
    statements: Object.fromEntries(statements),
    unlogged: Object.fromEntries(unlogged),
  };
  const bytes = formatCanonicalJson(value);
  return Buffer.concat([encodeUtf8(`${encodeHex(sha256(bytes))}\n`), bytes]);
}

/**
 * Reads a memory. Strict: written again it has the same bytes.
 * @throws {MalformedError}
 */
export function parseMemory(bytes: Uint8Array): Memory {
  const digest = decodeUtf8(bytes.subarray(0, 65));
  const body = bytes.subarray(65);
  if (digest !== `${encodeHex(sha256(body))}\n`) {
    throw new MalformedError("malformed", "its first line is not the SHA-256 of the rest: it was changed or cut");
  }
  const fields = readFields(parseCanonicalJson(body, MEMORY_LIMIT), "memory");
  if (fields.text("format") !== MEMORY_FORMAT) {
    throw new MalformedError(
      "unsupported",
      `its format is not ${MEMORY_FORMAT}: another edition of this program wrote it`,
    );
  }
  const memory: Memory = {
    host: fields.text("host"),
    vkey: formatVerifierKey(parseVerifierKey(fields.text("vkey"))),
    former: fields.list("former").map((value) => formatVerifierKey(parseVerifierKey(checkText(value)))),
    trusted: fields.choice("trusted", ["given", "first-visit"]),
    since: fields.size("since"),
    checkpoint: fields.orNull("checkpoint", checkNote),
    time: fields.size("time"),
    older: fields.orNull("older", checkSize),
    statements: new Map(fields.entries("statements").map(([id, value]) => [id, readStatement(value)])),
    unlogged: new Map(fields.entries("unlogged").map(([id, value]) => [id, checkSize(value)])),
    watching: fields.list("watching").map(checkText),
    standing: fields.list("standing").map(readStanding),
    untold: fields.list("untold").map(readFinding),
  };
  fields.end();
  return memory;
}

function readStatement(value: JsonValue): StatementMemory {
  const fields = readFields(value, "statement");
  const statement: StatementMemory = {
    head: readHead(fields.value("head")),
    reached: fields.orNull("reached", readHead),
    shown: fields.choice("shown", ["public", "link"]),
    behind: fields.orNull("behind", checkSize),
    unheaded: fields.orNull("unheaded", readUnheaded),
    broken: fields.orNull("broken", checkText),
    missing: fields.list("missing").map(readOpened),
    counts: fields.orNull("counts", checkText),
    claim: fields.orNull("claim", readClaim),
    lookedTo: fields.size("lookedTo"),
    watched: fields.list("watched").map(readName),
    unproved: fields.list("unproved").map(checkSize),
  };
  fields.end();
  return statement;
}

function readOpened(value: JsonValue): OpenedVersion {
  const fields = readFields(value, "missing");
  const version = {
    number: fields.size("number"),
    digest: fields.hash("digest"),
    previous: fields.orNull("previous", checkText),
  };
  fields.end();
  return version;
}

function readHead(value: JsonValue): SeenHead {
  const fields = readFields(value, "head");
  const head = {
    index: fields.size("index"),
    size: fields.size("size"),
    root: fields.hash("root"),
    time: fields.size("time"),
  };
  fields.end();
  return head;
}

function readUnheaded(value: JsonValue): { checkpoint: string; since: number } {
  const fields = readFields(value, "unheaded");
  const unheaded = { checkpoint: checkNote(fields.value("checkpoint")), since: fields.size("since") };
  fields.end();
  return unheaded;
}

function readClaim(value: JsonValue): CountClaim {
  const fields = readFields(value, "claim");
  const claim = { counts: fields.text("counts"), since: fields.size("since") };
  fields.end();
  return claim;
}

function readName(value: JsonValue): SignatoryName {
  const fields = readFields(value, "watched");
  const name = { index: fields.size("index"), name: fields.text("name"), domain: fields.text("domain") };
  fields.end();
  return name;
}

function readStanding(value: JsonValue): Standing {
  const fields = readFields(value, "standing");
  const standing = {
    id: fields.text("id"),
    code: fields.text("code"),
    statement: fields.orNull("statement", checkText),
    message: fields.text("message"),
    since: fields.size("since"),
    evidence: fields.orNull("evidence", checkText),
  };
  fields.end();
  return standing;
}

function readFinding(value: JsonValue): Finding {
  const fields = readFields(value, "untold");
  const code = fields.text("code");
  if (!isFindingCode(code)) throw new MalformedError("malformed", `the finding ${code.slice(0, 40)} is not known`);
  const finding = {
    id: fields.text("id"),
    code,
    severity: fields.choice("severity", [severityOf(code)]),
    host: fields.text("host"),
    statement: fields.orNull("statement", checkText),
    message: fields.text("message"),
    time: fields.size("time"),
    evidence: fields.orNull("evidence", checkText),
  };
  fields.end();
  return finding;
}

function checkText(value: JsonValue): string {
  if (typeof value !== "string") throw new MalformedError("malformed", "a text of it is none");
  return value;
}

function checkSize(value: JsonValue): number {
  if (!Number.isSafeInteger(value) || Number(value) < 0)
    throw new MalformedError("malformed", "a number of it is none");
  return Number(value);
}

/** A signed checkpoint, by whomever. */
function checkNote(value: JsonValue): string {
  const note = checkText(value);
  parseCheckpoint(parseNote(note).text);
  return note;
}

/**
 * The memory at this place; null when there is none yet.
 * @throws RefusedError `configuration` when it cannot be trusted
 */
export async function readMemory(path: string): Promise<Memory | null> {
  const bytes = await readIfThere(path);
  if (bytes === null) return null;
  try {
    return parseMemory(bytes);
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw new RefusedError(
      "configuration",
      `What is remembered of this depositary, ${path}, cannot be trusted: ${cause.message}. ` +
        "Put it back from a backup. Or delete it, to begin anew: then whatever the depositary shows at the next visit is believed, so compare its key with one that you know.",
      { cause },
    );
  }
}

export async function writeMemory(path: string, memory: Memory): Promise<void> {
  await writeDurably(path, formatMemory(memory));
}
