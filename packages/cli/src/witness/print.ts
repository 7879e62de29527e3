import { decodeUtf8, encodeHex } from "@undersigned/core/bytes.ts";
import { formatCosignerKey } from "@undersigned/core/log/cosignature.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { formatContradiction } from "@undersigned/core/verify/contradiction.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import { printable, wrap } from "../layout.ts";
import type { Evidence } from "./evidence.ts";
import { makeContradiction } from "./evidence.ts";
import type { WitnessFile } from "./file.ts";
import type { FollowedLog } from "./logs.ts";
import { timeOf } from "./words.ts";

/** The line that a depositary puts into its policy (spec/policy.md). */
export function policyLine({ key }: WitnessFile, address: string): string {
  return `witness ${key.name} ${formatCosignerKey(key)} ${address}`;
}

/** What is said at the start: whose witness it is, what to send to the depositary, which logs it follows. */
export function formatStart(file: WitnessFile, logs: readonly FollowedLog[], address: string): string {
  return [
    `Witness:   ${printable(file.key.name)}`,
    `Key:       ${printable(formatCosignerKey(file.key))}`,
    `Address:   ${address}`,
    `File:      ${file.path}`,
    ...(logs.length === 0 ? ["Follows:   no log yet: --log KEY adds one"] : logs.map(describeLog)),
    "",
    "Send this line to the depositary, for its policy:",
    printable(policyLine(file, address)),
    "",
  ].join("\n");
}

function describeLog(log: FollowedLog): string {
  const { origin, size, keys } = log;
  const last = size === 0 && log.time === 0 ? "nothing cosigned yet" : `${tellNumber(size)} entries, ${timeOf(log)}`;
  const several = keys.length === 1 ? "" : `, ${keys.length} keys`;
  return `Follows:   ${printable(origin)} (${last}${several})`;
}

/** What a key was taken from, so that its operator can compare it. */
export function formatFollowed(origin: string, vkey: string, asked: URL | null): string {
  const how =
    asked === null ? "" : ` This key was asked of ${asked.origin}: compare it with what you know of it from elsewhere.`;
  return wrap(`Now following ${origin}, whose checkpoints are signed by ${vkey}.${how}`);
}

/** The loud line that tells of new evidence. */
export function formatAlarm({ kind, origin, size }: Evidence, path: string): string {
  const what =
    kind === "two_histories"
      ? `*** MISBEHAVIOUR: the key of ${origin} has signed two different histories of ${tellNumber(size)} entries. The second was not cosigned, and both are kept as proof.`
      : `*** SUSPICION: a checkpoint of ${origin} of ${tellNumber(size)} entries came with a proof that does not hold. It was not cosigned, and is kept. Whoever sent it may have sent a wrong proof: this alone proves nothing.`;
  return wrap(`${what} See: undersigned witness ${path} --evidence`, "", "    ");
}

/** All evidence for people to read and pass on. @param files where the proofs were written, by position */
export function formatEvidence(
  evidence: readonly Evidence[],
  logs: readonly FollowedLog[],
  files: ReadonlyMap<Evidence, string>,
): string {
  if (evidence.length === 0) return "No evidence against any log.\n";
  return evidence.map((piece, at) => formatPiece(piece, at + 1, logs, files.get(piece))).join("\n");
}

function formatPiece(
  piece: Evidence,
  position: number,
  logs: readonly FollowedLog[],
  file: string | undefined,
): string {
  const { kind, origin, size, root, seen, reason, ours, request } = piece;
  const keys = logs.find((log) => log.origin === origin)?.keys ?? [];
  return [
    wrap(`${position}. ${origin}, ${tellNumber(size)} entries, ${timeOf({ time: seen })}: ${reason}.`),
    wrap(kind === "two_histories" ? PROVEN : SUSPECTED, "   "),
    file === undefined ? "" : `   Proof:   ${file}\n`,
    `   Root:    ${encodeHex(root)}\n`,
    ...keys.map((key) => `   Key:     ${printable(formatVerifierKey(key))}\n`),
    `   Cosigned before:\n${indent(ours)}`,
    `   Refused, the whole request:\n${indent(request)}`,
  ].join("");
}

const PROVEN =
  "This is proof. The log's key signed two histories that cannot both be true; both checkpoints below carry its signature. Anyone can check that, and nobody without the key could have made it. Tell the log's signatories and whoever checks it.";
const SUSPECTED =
  "This is no proof by itself. Look whether the log, as others see it, holds this checkpoint's root at its size (undersigned monitor tells): if not, two histories were signed.";

function indent(bytes: Uint8Array): string {
  const lines = decodeUtf8(bytes).split("\n").slice(0, -1);
  return lines.map((line) => `${line === "" ? "" : `     ${printable(line)}`}\n`).join("");
}

/** Evidence as JSON: bytes that are text as text, roots in hexadecimal, proofs as in spec/contradiction.md. */
export function evidenceAsJson(evidence: readonly Evidence[]): object[] {
  return evidence.map((piece) => {
    const { kind, origin, size, root, seen, reason, ours, request } = piece;
    const contradiction =
      kind === "two_histories" ? JSON.parse(decodeUtf8(formatContradiction(makeContradiction(piece)))) : null;
    const told = { kind, origin, size, root: encodeHex(root), seen, reason, contradiction };
    return { ...told, ours: decodeUtf8(ours), request: decodeUtf8(request) };
  });
}
