import { UndersignedError } from "@undersigned/core/errors.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { verifyDisputeNote } from "@undersigned/core/signature/dispute-note.ts";
import type { Disputed } from "@undersigned/core/signature/dispute-record.ts";
import { digestDisputed, formatDisputeRecord } from "@undersigned/core/signature/dispute-record.ts";
import type { Guard } from "../lookup/guarded-fetch.ts";
import { lookUpDomain } from "../lookup/look-up-domain.ts";
import { findNamedKey } from "../lookup/named-key.ts";
import { LookUpProblem } from "../lookup/problem.ts";
import { askForTexts, checkAllAnswered } from "../lookup/resolver.ts";
import { recordName } from "../lookup/txt-record.ts";
import type { DisputedName } from "./disputes.ts";
import { describeNoteProblem } from "./note-problem.ts";

/** Of a record that the domain publishes: DESIGN §6. */
export const RECORD_LEVEL = 3;
/** Of a record, and the key that the domain names. */
export const KEY_LEVEL = 4;

/** The record by which the domain that stands beside a name disputes it: spec/dispute.md. Null where a human decides. */
export function disputeRecord(
  { domain, kind, index }: DisputedName,
  statement: string,
): { readonly name: string; readonly value: string } | null {
  if (domain === null || kind !== "organisation") return null;
  return { name: recordName(domain), value: formatDisputeRecord(digestDisputed({ statement, index })) };
}

/** Null when the key that the domain names now signed the dispute; else, in a sentence, what was seen instead. */
export async function findDisputeKeyProblem(
  guard: Guard,
  { domain, version }: { readonly domain: string; readonly version: string },
  disputed: Disputed,
  note: string,
): Promise<string | null> {
  const named = await findNamedKey(guard, { domain, version, addresses: [] });
  if (named.problem !== null) return `The record of the dispute is there. ${named.problem}`;
  try {
    verifyDisputeNote(note, parseVerifierKey(named.vkey), disputed);
    return null;
  } catch (error) {
    if (error instanceof UndersignedError) return describeNoteProblem(error, named.vkey);
    throw error;
  }
}

/** Null when every resolver has the record; else, in a sentence, what was seen instead. */
export async function findDisputeProblem(
  { resolvers }: Pick<Guard, "resolvers">,
  { name, value }: { readonly name: string; readonly value: string },
): Promise<string | null> {
  try {
    const answers = checkAllAnswered(await askForTexts(resolvers, name), name);
    const without = answers.filter(({ records }) => !records.includes(value));
    if (without.length === 0) return null;
    if (without.length < answers.length) {
      return `Some resolvers see the record at ${name}, and others not yet: ${without.map(({ resolver }) => resolver).join(", ")}. After a change that is usual for some minutes, up to some hours: look again later.`;
    }
    return `There is no record at ${name} with exactly this value yet. After it is added, it is seen within minutes as a rule, sometimes after some hours. A common slip: the panel adds the domain by itself, so that only “_undersigned” is to be typed as the name.`;
  } catch (error) {
    if (error instanceof LookUpProblem) return error.message;
    throw error;
  }
}

/** Whether a domain names the version that was signed now, and does not dispute the signature in the same breath. */
export async function doesDomainStandByIt(
  guard: Guard,
  { domain, version, record }: { domain: string; version: string; record: { name: string; value: string } },
): Promise<boolean> {
  if (!(await isSilentAbout(guard, record))) return false;
  for (const how of ["dns", "well-known"] as const) {
    const looked = await lookUpDomain(guard, { domain, version, addresses: [] }, { how });
    if (looked.problem === null && looked.version !== null) return true;
  }
  return false;
}

/** Whether every resolver answered, and none of them has the record. */
async function isSilentAbout(
  { resolvers }: Pick<Guard, "resolvers">,
  { name, value }: { readonly name: string; readonly value: string },
): Promise<boolean> {
  try {
    return checkAllAnswered(await askForTexts(resolvers, name), name).every(({ records }) => !records.includes(value));
  } catch (error) {
    if (error instanceof LookUpProblem) return false;
    throw error;
  }
}
