import { decodeUtf8, encodeUtf8, equalBytes } from "../bytes.ts";
import type { ErrorCode } from "../errors.ts";
import { invariant, MalformedError } from "../errors.ts";
import type { CosignerKey } from "./cosignature.ts";
import { formatCosignerKey, parseCosignerKey } from "./cosignature.ts";
import type { VerifierKey } from "./note.ts";
import { formatVerifierKey, parseVerifierKey } from "./note.ts";
import { parseDecimal } from "./tree-size.ts";

/** The longest policy that is read, in bytes. */
export const POLICY_LIMIT = 65_536;
/** The most logs, the most witnesses and the most groups. C2SP asks for 32 of each at least. */
export const POLICY_COUNT_LIMIT = 1000;
/** The quorum that asks for no witness. No witness or group can have this name. */
export const QUORUM_NONE = "none";

/** A log that a policy accepts. */
export type PolicyLog = {
  /** Its name is the log's origin. */
  readonly key: VerifierKey;
  /** As it stands in the file: whoever uses it has to check it. */
  readonly url: string | null;
};

/** A witness that a policy knows. */
export type PolicyWitness = {
  /** What groups and the quorum call it. It means nothing outside of the policy, and may differ from its key's name. */
  readonly name: string;
  readonly key: CosignerKey;
  /** The prefix before `/add-checkpoint`, as it stands in the file: whoever uses it has to check it. */
  readonly url: string | null;
};

/** Some witnesses and groups, of which enough are as good as all. */
export type PolicyGroup = {
  readonly name: string;
  /** How many members it takes, 1 to their number. */
  readonly threshold: number;
  /** Names of witnesses and of groups before this one. A name is a member of one group at most. */
  readonly members: readonly string[];
};

/** Which logs are accepted, which witnesses are known, and who of them is enough (C2SP tlog-policy). */
export type Policy = {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** Name of a witness or a group, or `none`. */
  readonly quorum: string;
};

/** What has been read so far, and what no later line may use again. */
type Reading = {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  readonly groups: PolicyGroup[];
  quorum: string | null;
  readonly names: Set<string>;
  readonly members: Set<string>;
};

/**
 * Reads a policy. Names are compared as they are written, byte for byte; two keys are the same when their public keys are.
 * @throws {MalformedError} `malformed`, `not_canonical`, `unsupported`, `not_utf8` or `too_large`, with the line
 */
export function parsePolicy(bytes: Uint8Array): Policy {
  if (bytes.length > POLICY_LIMIT) refuse(null, `a policy is at most ${POLICY_LIMIT} bytes long`, "too_large");
  const reading: Reading = {
    logs: [],
    witnesses: [],
    groups: [],
    quorum: null,
    names: new Set([QUORUM_NONE]),
    members: new Set([QUORUM_NONE]),
  };
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    line += 1;
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) refuse(line, "the last line is not ended: perhaps the file was cut; else add a newline");
    readLine(reading, decodeLine(bytes.subarray(start, end), line), line);
    start = end + 1;
  }
  const { logs, witnesses, groups, quorum } = reading;
  if (quorum === null)
    refuse(null, 'there is no quorum line: add "quorum" and the name of a witness, a group or "none"');
  return { logs, witnesses, groups, quorum };
}

function decodeLine(bytes: Uint8Array, line: number): string {
  const control = bytes.find((byte) => (byte < 0x20 && byte !== 0x09) || byte === 0x7f);
  if (control === 0x0d) refuse(line, "it ends with a carriage return: save the file with Unix line ends");
  if (control !== undefined) refuse(line, `it holds the control character number ${control}`);
  try {
    return decodeUtf8(bytes);
  } catch (cause) {
    return refuse(line, "it is not valid UTF-8: save the file as UTF-8", "not_utf8", cause);
  }
}

function readLine(reading: Reading, text: string, line: number): void {
  if (text.startsWith("\ufeff")) refuse(line, "it begins with a byte order mark: save the file as UTF-8 without one");
  const words = text.split(/[ \t]+/).filter((word) => word !== "");
  const [keyword, ...rest] = words;
  if (keyword === undefined || keyword.startsWith("#")) return;
  if (keyword === "log") readLog(reading, rest, line);
  else if (keyword === "witness") readWitness(reading, rest, line);
  else if (keyword === "group") readGroup(reading, rest, line);
  else if (keyword === "quorum") readQuorum(reading, rest, line);
  else refuse(line, `it begins with ${quote(keyword)}, and must with log, witness, group, quorum or #`);
}

function readLog({ logs }: Reading, [vkey, url, ...rest]: string[], line: number): void {
  if (vkey === undefined || rest.length > 0) refuse(line, 'a log is written "log KEY" or "log KEY URL"');
  const key = readKey(parseVerifierKey, vkey, "log KEY URL", line);
  if (logs.some((other) => equalBytes(other.key.publicKey, key.publicKey)))
    refuse(line, "this log's key was there already");
  if (logs.push({ key, url: url ?? null }) > POLICY_COUNT_LIMIT) refuseMore("logs", line);
}

function readWitness(reading: Reading, [name, vkey, url, ...rest]: string[], line: number): void {
  if (name === undefined || vkey === undefined || rest.length > 0) {
    refuse(line, 'a witness is written "witness NAME KEY" or "witness NAME KEY URL"');
  }
  const key = readKey(parseCosignerKey, vkey, "witness NAME KEY URL", line);
  if (reading.witnesses.some((other) => equalBytes(other.key.publicKey, key.publicKey))) {
    refuse(line, "this witness's key was there already, and no witness counts twice");
  }
  define(reading, name, line);
  if (reading.witnesses.push({ name, key, url: url ?? null }) > POLICY_COUNT_LIMIT) refuseMore("witnesses", line);
}

function readGroup(reading: Reading, [name, count, ...members]: string[], line: number): void {
  if (name === undefined || count === undefined || members.length === 0) {
    refuse(line, 'a group is written "group NAME all", "any" or a number, and then its members');
  }
  for (const member of members) {
    if (member === QUORUM_NONE) refuse(line, '"none" cannot be a member of a group');
    if (!reading.names.has(member)) refuse(line, `no line before it defines ${quote(member)}`);
    if (reading.members.has(member)) refuse(line, `${quote(member)} is a member already, and may be one only once`);
    reading.members.add(member);
  }
  define(reading, name, line);
  const threshold = parseThreshold(count, members.length);
  if (threshold === null)
    refuse(line, `of ${members.length} members, ask for all, any, or a number from 1 to ${members.length}`);
  if (reading.groups.push({ name, threshold, members }) > POLICY_COUNT_LIMIT) refuseMore("groups", line);
}

function parseThreshold(text: string, members: number): number | null {
  if (text === "all") return members;
  if (text === "any") return 1;
  const number = parseDecimal(text);
  return number !== null && number >= 1 && number <= members ? number : null;
}

function readQuorum(reading: Reading, [name, ...rest]: string[], line: number): void {
  if (name === undefined || rest.length > 0)
    refuse(line, 'the quorum is written "quorum NAME"; for several, define a group');
  if (reading.quorum !== null) refuse(line, "this is the second quorum line: keep one");
  if (!reading.names.has(name)) refuse(line, `no line before it defines ${quote(name)}`);
  reading.quorum = name;
}

function define({ names }: Reading, name: string, line: number): void {
  if (name === QUORUM_NONE) refuse(line, '"none" means that no witness is asked for, and cannot be defined');
  if (names.has(name)) refuse(line, `the name ${quote(name)} was there already`);
  names.add(name);
}

function readKey<Key>(parse: (text: string) => Key, vkey: string, form: string, line: number): Key {
  try {
    return parse(vkey);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    return refuse(line, `${quote(vkey)} does not serve as KEY of "${form}": ${cause.message}`, cause.code, cause);
  }
}

function refuseMore(what: string, line: number): never {
  refuse(line, `a policy has at most ${POLICY_COUNT_LIMIT} ${what}`, "too_large");
}

function refuse(line: number | null, message: string, code: ErrorCode = "malformed", cause?: unknown): never {
  if (line === null) throw new MalformedError(code, message);
  throw new MalformedError(code, `line ${line} of the policy: ${message}`, { line, cause });
}

/**
 * The file of a policy in one form of many: logs, witnesses, groups, quorum, without comments. `parsePolicy` reads the
 * same policy from it.
 * @throws {MalformedError} as `parsePolicy` does, when it would not read this one
 */
export function formatPolicy({ logs, witnesses, groups, quorum }: Policy): Uint8Array {
  const lines = [
    ...logs.map(({ key, url }) => ["log", formatVerifierKey(key), ...(url === null ? [] : [url])]),
    ...witnesses.map(({ name, key, url }) => ["witness", name, formatCosignerKey(key), ...(url === null ? [] : [url])]),
    ...groups.map(({ name, threshold, members }) => ["group", name, formatThreshold(threshold, members), ...members]),
    ["quorum", quorum],
  ];
  invariant(
    lines.flat().every((word) => word !== "" && !/[ \t\n]/.test(word)),
    "no name or URL in a policy is empty or holds white space",
  );
  const bytes = encodeUtf8(lines.map((words) => `${words.join(" ")}\n`).join(""));
  parsePolicy(bytes);
  return bytes;
}

function formatThreshold(threshold: number, { length }: readonly string[]): string {
  if (threshold === length) return "all";
  return threshold === 1 ? "any" : String(threshold);
}

/**
 * Whether the witnesses that cosigned are enough. A key is one of the policy's when name and public key are the same;
 * others count for nothing.
 * @param cosigned the keys whose cosignatures on one and the same checkpoint have been verified
 */
export function meetsQuorum(policy: Policy, cosigned: readonly CosignerKey[]): boolean {
  const met = new Set<string>([QUORUM_NONE]);
  for (const { name, key } of policy.witnesses) {
    if (cosigned.some((other) => other.name === key.name && equalBytes(other.publicKey, key.publicKey))) met.add(name);
  }
  // A group names only what stands before it, so one pass settles them all.
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => met.has(member)).length >= threshold) met.add(name);
  }
  return met.has(policy.quorum);
}

/** The quorum in words, such as `2 of 3 witnesses: a, b, c`. */
export function describeQuorum(policy: Policy): string {
  if (policy.quorum === QUORUM_NONE) return "no witness";
  const group = policy.groups.find(({ name }) => name === policy.quorum);
  return group === undefined ? `the witness ${printable(policy.quorum)}` : describeGroup(policy, group);
}

function describeGroup(policy: Policy, { threshold, members }: PolicyGroup): string {
  const inner = members.map((member) => policy.groups.find(({ name }) => name === member));
  const kinds = new Set(inner.map((group) => (group === undefined ? "witness" : "group")));
  const [noun = "witness"] = kinds.size === 1 ? kinds : ["member"];
  const names = members.map((member, at) => {
    const group = inner[at];
    return group === undefined ? printable(member) : `${printable(member)} (${describeGroup(policy, group)})`;
  });
  return `${threshold} of ${members.length} ${plural(noun, members.length)}: ${names.join(", ")}`;
}

function plural(noun: string, count: number): string {
  if (count === 1) return noun;
  return noun === "witness" ? "witnesses" : `${noun}s`;
}

/** A word of the file for people to see: cut, and without characters that are invisible or move the cursor. */
function printable(word: string): string {
  const shown = word.length > 80 ? `${word.slice(0, 80)}…` : word;
  return shown.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S}]/gu, "\ufffd");
}

function quote(word: string): string {
  return `"${printable(word)}"`;
}
