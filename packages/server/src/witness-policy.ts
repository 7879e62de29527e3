import { readFileSync } from "node:fs";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { isSameKey } from "@undersigned/core/log/identity-chain.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import type { Policy, PolicyWitness } from "@undersigned/core/log/policy.ts";
import { parsePolicy } from "@undersigned/core/log/policy.ts";

const SETTING = "WITNESS_POLICY";

/**
 * Reads the file that `WITNESS_POLICY` names: the witnesses to ask, each with the address that it answers at, and how
 * many of them are enough (C2SP tlog-policy).
 * @throws RefusedError `configuration`, naming the line or the witness, and what to do
 */
export function readWitnessPolicy(file: string): Policy {
  const policy = parseFile(file, readFile(file));
  if (policy.witnesses.length === 0) {
    throw refuse(file, "names no witness", "Add a line for each, or leave the setting out.");
  }
  for (const witness of policy.witnesses) checkUrl(file, witness);
  return policy;
}

/**
 * A policy names logs too. Those in ours must be our own log of heads: else the file is that of another depositary.
 * @param key of our log of heads
 * @param earlier keys of it that held before
 * @throws RefusedError `configuration`
 */
export function checkOwnLog({ logs }: Policy, key: VerifierKey, earlier: readonly VerifierKey[]): void {
  for (const { key: named } of logs) {
    if ([key, ...earlier].some((own) => isSameKey(own, named))) continue;
    throw new RefusedError(
      "configuration",
      `The file that ${SETTING} names has a line for the log ${formatVerifierKey(named)}, which is not that of this ` +
        `depositary. Remove the line, or write: log ${formatVerifierKey(key)}`,
      { field: SETTING },
    );
  }
}

function readFile(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new RefusedError(
      "configuration",
      `${SETTING} names ${file}, which cannot be read (${code}). Make it readable for this user, or correct the path.`,
      { cause, field: SETTING },
    );
  }
}

function parseFile(file: string, bytes: Uint8Array): Policy {
  try {
    return parsePolicy(bytes);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    throw refuse(file, `is no witness policy: ${cause.message}`, "Correct that line.", cause);
  }
}

function checkUrl(file: string, { name, url }: PolicyWitness): void {
  if (url === null) {
    const remedy = "Put the address that its operator gave you at the end of the line.";
    throw refuse(file, `has no address for the witness ${name}`, remedy);
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.search || parsed.hash) {
    const remedy = "Use one such as https://witness.example.org, without user name, ? or #.";
    throw refuse(file, `has ${url} as the address of the witness ${name}`, remedy);
  }
}

function refuse(file: string, fault: string, remedy: string, cause?: unknown): RefusedError {
  return new RefusedError("configuration", `${file}, which ${SETTING} names, ${fault}. ${remedy}`, {
    cause,
    field: SETTING,
  });
}
